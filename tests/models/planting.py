"""A register with a word of its own in every place where somebody could type one.

The places are read from the schema: a new table, or a new column of words, is planted here without
a line of code, so that whatever forgets it in :mod:`models.changes.retention.reviewing` is found
out.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from peewee import BlobField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from models.change import Change
from models.register import Register
from models.rules.references import reference_of
from models.schema import (
    TABLES,
    AuditRecord,
    Case,
    CaseClock,
    CaseLine,
    CaseLink,
    ForceFigure,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    ImportMapping,
    ImportRun,
    LetterTemplate,
    PersonMerge,
    Publication,
    ReferenceCounter,
    SearchEntry,
    Setting,
    User,
    VoidReference,
)

#: What belongs to the force and not to a case or anybody in one: it stays, on purpose.
OF_THE_FORCE = (
    *(User, Setting, ReferenceCounter, VoidReference, LetterTemplate),
    *(GuidanceDocument, GuidanceVersion, GuidanceClause, ImportMapping, ImportRun),
    *(Publication, ForceFigure),  # figures, and nobody
)
#: Made by the register itself from the others.
MADE = (CaseLine, CaseClock, SearchEntry, AuditRecord)
#: Columns of words that must hold something that can be read.
READ: dict[tuple[str, str], Any] = {
    ("case", "reference"): "",
    ("case", "series"): "",
    ("case", "former_references"): "",
    ("stage_step", "requirement"): "x",
    ("clock_change", "clock"): "update",
    ("allegation_factor", "factor"): "social-media",
    ("case_origin", "register"): "0" * 32,
    ("case_origin", "reference"): "",
    ("case_origin", "force"): "Downs",
    ("case_origin", "sender"): "0" * 32,
}
LONG_AGO = datetime.date(2003, 5, 17)


@dataclass(frozen=True)
class Planted:
    """What was planted: the words by table and column, and the row of each table."""

    words: dict[tuple[str, str], str]
    rows: dict[str, int]
    other: int

    @property
    def case_id(self) -> int:
        return self.rows["case"]


def word(*parts: str) -> str:
    """A word that nothing else begins or ends as, so that no index shortens it away."""
    return "q" + hashlib.sha256(" ".join(parts).encode()).hexdigest()[:23]


def tail(planted: str) -> str:
    """What is looked for: an index may keep the beginning of a word with the word before."""
    return planted[6:]


def plant(register: Register, year: int = 2003, seed: str = "", **case: Any) -> Planted:
    """Add a closed case with one row of every table that is of a case or of somebody in it.

    :param case: columns of the case.
    """
    words: dict[tuple[str, str], str] = {}
    rows: dict[str, int] = {}
    with register.change() as change:
        rows["user"] = change.user_id or 1
        other = _bare_case(change, year)
        for model in _tables():
            values = _values(model, words, rows, seed)
            if model is Case:
                values |= _numbered(change, year) | {"stage": "closed"} | case
            if model is CaseLink:
                values["other"] = other
            if model is PersonMerge:
                step = [
                    "person",
                    rows["person"],
                    "email",
                    "",
                    _planted(words, model, "moved", seed),
                ]
                values["moved"] = json.dumps([step])
            if model._meta.table_name == "case_origin":
                values["reference"] = reference_of("", year, 9)
            if model._meta.table_name == "alert_review":
                values["cases"] = "999999"
                words.pop(("alert_review", "cases"), None)
            rows[model._meta.table_name] = change.add(model, **values)
    return Planted(words, rows, other)


def _tables() -> list[Any]:
    return [one for one in TABLES if one not in (*MADE, *OF_THE_FORCE[:5])]


def _values(
    model: Any, words: dict[tuple[str, str], str], rows: dict[str, int], seed: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    table = model._meta.table_name
    for item in model._meta.sorted_fields:
        key = (table, item.column_name)
        if item.name in ("id", "version") or key in READ:
            if key in READ:
                values[item.name] = READ[key]
        elif isinstance(item, ForeignKeyField):
            if item.rel_model is not model and key != ("guidance_version", "file_id"):
                values[item.name] = rows[item.rel_model._meta.table_name]
        elif isinstance(item, DateTimeField):
            values[item.name] = datetime.datetime(2003, 5, 17, 10, 30)
        elif isinstance(item, DateField):
            values[item.name] = None if item.name == "anonymised" else LONG_AGO
        elif isinstance(item, BlobField):
            values[item.name] = _planted(words, model, item.column_name, seed).encode()
        elif isinstance(item, IntegerField):
            values[item.name] = 1
        elif isinstance(item, TextField) and not item.null:
            values[item.name] = _planted(words, model, item.column_name, seed)
    return values


def _planted(words: dict[tuple[str, str], str], model: Any, column: str, seed: str) -> str:
    made = word(seed, model._meta.table_name, column)
    if model not in OF_THE_FORCE:
        words[model._meta.table_name, column] = made
    return made


def _numbered(change: Change, year: int) -> dict[str, Any]:
    reference, number = change.next_reference(year)
    assert reference == reference_of("", year, number)
    return {"reference": reference, "year": year, "number": number, "kind": "conduct"}


def _bare_case(change: Change, year: int) -> int:
    day = datetime.date(year, 1, 2)
    return change.add(
        Case,
        title="Another, which stays",
        received=day,
        stage="recorded",
        **_numbered(change, year),
    )

"""One case, whole, as it stands in the register."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from peewee import BooleanField, DateField, DateTimeField

from models.case.casefile import SECTIONS, CaseFile, Row
from models.errors import NotFoundError
from models.queries.cases import casefile_questions as questions
from models.queries.people import guidance
from models.schema import Case, Record
from models.schema.dictionary import derived
from models.schema.sections import MEMBER_FIELDS, PERSON_FIELDS
from models.storage import asking
from models.storage.engine import sqlite3

#: The sections whose rows carry something from elsewhere; of the others they are as they stand.
SAID = {
    "subjects": questions.subjects,
    "complainants": questions.complainants,
    "allegations": questions.allegations,
    "chronology": questions.chronology,
    "links": questions.links,
}


def load_case(connection: sqlite3.Connection, case_id: int) -> CaseFile:
    """Read one case, whole, and those that are consolidated into it.

    :raises NotFoundError: there is no such case.
    """
    file = _load_alone(connection, case_id)
    _load_links(connection, file)
    return file


def _load_alone(connection: sqlite3.Connection, case_id: int) -> CaseFile:
    found = asking.row(connection, questions.case, case=case_id)
    if found is None:
        raise NotFoundError("There is no such case in this register.")
    file = CaseFile(_typed(Case, found))
    for name, section in SECTIONS.items():
        query = SAID.get(name) or questions.rows_of_case(section.model)
        stored = asking.ask(connection, query, case=case_id)
        file.rows(name).extend(_typed(section.model, row) for row in stored)
    for row in file.subjects + file.complainants:
        row["date_of_birth"] = _date(row["date_of_birth"])
        for key in (*PERSON_FIELDS, *MEMBER_FIELDS):
            if key in row and key != "date_of_birth":
                row[key] = row[key] or ""
    _load_factors(connection, file)
    named = {row["guidance_version_id"] for row in file.allegations} - {None}
    file.guidance = guidance.versions(connection, named)
    return file


def case_id_of(connection: sqlite3.Connection, reference: str) -> int:
    """The id of the case that bears this reference, or bore it; letter case does not matter.

    :raises NotFoundError: no case bears it.
    """
    wanted = reference.strip().upper()
    found = asking.value(connection, questions.of_reference, reference=wanted)
    if found is None:
        found = asking.value(connection, questions.of_former_reference, reference=f" {wanted} ")
    if found is None:
        raise NotFoundError(f"No case has the reference {wanted}.")
    return int(found)


def _load_links(connection: sqlite3.Connection, file: CaseFile) -> None:
    file.linked_from = asking.dicts(connection, questions.linked_from, case=file.case["id"])
    file.taken_over = [
        _load_alone(connection, row["case_id"])
        for row in file.linked_from
        if row["kind"] == "consolidated"
    ]


def _load_factors(connection: sqlite3.Connection, file: CaseFile) -> None:
    by_id = {row["id"]: row for row in file.allegations}
    for row in file.allegations:
        row["factors"] = []
    for allegation_id, factor in asking.ask(connection, questions.factors, case=file.case["id"]):
        by_id[allegation_id]["factors"].append(factor)


def _typed(model: type[Record], found: sqlite3.Row) -> Row:
    """A database row with its dates, moments and flags as Python's own."""
    row = dict(found)
    for name, read in _readers(model):
        if row[name] is not None:
            row[name] = read(row[name])
    return row


@derived
def _readers(model: type[Record]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The columns that SQLite keeps otherwise than Python, each with what reads it."""
    found: list[tuple[str, Callable[[Any], Any]]] = []
    for item in model._meta.sorted_fields:
        if isinstance(item, DateTimeField):
            found.append((item.column_name, datetime.datetime.fromisoformat))
        elif isinstance(item, DateField):
            found.append((item.column_name, datetime.date.fromisoformat))
        elif isinstance(item, BooleanField):
            found.append((item.column_name, bool))
    return tuple(found)


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None

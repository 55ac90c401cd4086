"""One case, whole, as plain data: what forms edit, sheets print and JSON carries.

A :class:`CaseFile` holds rows keyed by the schema's own field names, so a new field in the schema
is here without a line of code. Rows not yet in the register have a negative ``id``; other rows of
the file may point at it.
"""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models.case.guidance import Version
from models.schema import Record, dictionary, sections

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One kind of row in a case file: its table and the fields that it adds from elsewhere."""

    model: type[Record]
    carried: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The row's keys, in order, as the schema names them (``subject_id``, not ``subject``)."""
        return column_names(self.model)


def column_names(model: type[Record]) -> tuple[str, ...]:
    """A table's columns, in order, as rows are keyed."""
    return tuple(item.column_name for item in model._meta.sorted_fields)


SECTIONS: dict[str, Section] = {
    name: Section(model, sections.carried(name))
    for name, model in sections.MODELS.items()
    if name != "case"
}

#: Where a row points at another row of the same file: field to section.
POINTERS = {
    "subject_id": "subjects",
    "allegation_id": "allegations",
    "proceeding_id": "proceedings",
    "corrects_id": "chronology",
    "revises_id": "referrals",
    "suspension_id": "suspensions",
    "complainant_id": "complainants",
}


@dataclass
class CaseFile:
    """A case with everything in it; ``case["id"]`` is ``None`` until it is first saved.

    ``linked_from`` are the links of other cases to this one and ``taken_over`` the cases that are
    consolidated into it, whole; both are for reading: they are edited there.
    ``guidance`` are the versions of guidance that its allegations name, or may name in a form.
    """

    case: Row
    named: list[Row] = field(default_factory=list)
    subjects: list[Row] = field(default_factory=list)
    complainants: list[Row] = field(default_factory=list)
    allegations: list[Row] = field(default_factory=list)
    assessments: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    proceedings: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    chronology: list[Row] = field(default_factory=list)
    referrals: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)
    suspensions: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    clock_changes: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    linked_from: list[Row] = field(default_factory=list)
    guidance: list[Version] = field(default_factory=list)
    taken_over: list[CaseFile] = field(default_factory=list)

    def rows(self, section: str) -> list[Row]:
        """The rows of a section; ``"case"`` is the case itself, as a list of one."""
        if section == "case":
            return [self.case]
        found: list[Row] = getattr(self, section)
        return found

    def row(self, section: str, row_id: int | None) -> Row | None:
        """The row of ``section`` with this id, or ``None``; the case itself for ``"case"``."""
        if section == "case":
            return self.case
        return next((row for row in self.rows(section) if row["id"] == row_id), None)

    def role_of(self, row: Row) -> str | None:
        """The role of the subject that a row is about, directly or through its allegation."""
        allegation = self.row("allegations", row.get("allegation_id")) or {}
        subject_id = row.get("subject_id") or allegation.get("subject_id")
        subject = self.row("subjects", subject_id) or {}
        return subject.get("role")

    def every_row(self) -> Iterator[tuple[str, Row]]:
        """Every row with its section, the case first."""
        yield "case", self.case
        for section in SECTIONS:
            for row in self.rows(section):
                yield section, row

    def copy(self) -> CaseFile:
        """An independent copy."""
        made = CaseFile(_copied(self.case))
        made.linked_from = [dict(row) for row in self.linked_from]
        made.guidance = list(self.guidance)
        made.taken_over = list(self.taken_over)  # never changed
        for section in SECTIONS:
            made.rows(section).extend(_copied(row) for row in self.rows(section))
        return made


def _copied(row: Row) -> Row:
    """A row of its own; only an allegation's factors could be shared."""
    made = dict(row)
    if "factors" in made:
        made["factors"] = list(made["factors"])
    return made


def blank_row(section: str, file: CaseFile, **given: Any) -> Row:
    """A new row for ``section`` with a fresh negative id; it is not yet put in the file."""
    return next(blank_rows(section, file)) | given


def blank_rows(section: str, file: CaseFile) -> Iterator[Row]:
    """New rows for ``section``, as many as are asked for, each with a fresh negative id.

    They cost what they are, however many the file has; no other rows are made meanwhile.
    """
    lowest = min((other["id"] for _, other in file.every_row() if other["id"]), default=0)
    number = max((other["number"] for other in file.chronology), default=0)
    for after in itertools.count(1):
        row = _blank_row(section, file)
        row["id"] = min(lowest, 0) - after
        if section == "chronology":
            row["number"] = number + after
        yield row


def _blank_row(section: str, file: CaseFile) -> Row:
    part = SECTIONS[section]
    row = blank_values(part.model)
    row |= dict.fromkeys(part.carried, "")
    if "date_of_birth" in part.carried:
        row["date_of_birth"] = None
    if section == "allegations":
        row["factors"] = []
    if section == "tasks":
        row["uid"] = f"{uuid.uuid4()}@probity"
    row["case_id"] = file.case["id"]
    if section == "chronology":
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
        row["occurred"] = row["entered"] = now
    return row


def fitted(section: str, row: Row) -> Row:
    """A row that was kept outside the register, with the fields that the schema has now.

    What it did not have then is as in a new row; what the schema has no longer is left out.
    """
    blank = blank_values(sections.MODELS[section])
    return {name: row.get(name, blank.get(name, "")) for name in sections.entries(section)}


def numbered_row(section: str, file: CaseFile, row_id: int, **given: Any) -> Row:
    """A new row for ``section`` with an id that no other row of the file has: not chronology.

    It costs nothing to find one, which counts where cases are made by the thousand.
    """
    row = _blank_row(section, file)
    row["id"] = row_id
    row.update(given)
    return row


def add_row(section: str, file: CaseFile, **given: Any) -> Row:
    """Put a new row at the end of ``section`` and return it."""
    row = blank_row(section, file, **given)
    file.rows(section).append(row)
    return row


def blank_values(model: type[Record]) -> Row:
    """A row of a table as the schema fills it in, whatever the section."""
    return {name: value() if callable(value) else value for name, value in _defaults(model)}


@dictionary.derived
def _defaults(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.column_name, item.default) for item in model._meta.sorted_fields)

"""One case, whole, as plain data: what forms edit, sheets print and JSON carries.

A :class:`CaseFile` holds rows keyed by the schema's own field names, so a new field in the schema
is here without a line of code. Rows not yet in the register have a negative ``id``; other rows of
the file may point at it.
"""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from peewee import BooleanField, DateField, DateTimeField

from models.errors import NotFoundError
from models.queries.cases import casefile_questions as questions
from models.queries.people import guidance
from models.rules import vocabularies
from models.rules.process.guidance import Version
from models.schema import (
    Allegation,
    Case,
    CaseAccess,
    CaseLink,
    ChronologyEntry,
    ClockChange,
    Complainant,
    ComplainantUpdate,
    Finding,
    Notice,
    Outcome,
    Proceeding,
    Record,
    Referral,
    SeverityAssessment,
    StageStep,
    Subject,
    Suspension,
    SuspensionReview,
    Task,
)
from models.storage import asking
from models.storage.engine import sqlite3

Row = dict[str, Any]

#: What a subject's or complainant's row carries of the person and the membership behind it.
PERSON_FIELDS = (
    "family_name",
    "given_names",
    "title",
    "date_of_birth",
    "email",
    "telephone",
    "address",
)
MEMBER_FIELDS = ("number",)


@dataclass(frozen=True)
class Section:
    """One kind of row in a case file: its table and the fields that it adds from elsewhere."""

    model: type[Record]
    carried: tuple[str, ...] = ()
    question: asking.Question | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The row's keys, in order, as the schema names them (``subject_id``, not ``subject``)."""
        return column_names(self.model)


def column_names(model: type[Record]) -> tuple[str, ...]:
    """A table's columns, in order, as rows are keyed."""
    return tuple(item.column_name for item in model._meta.sorted_fields)


SECTIONS: dict[str, Section] = {
    "named": Section(CaseAccess),
    "subjects": Section(
        Subject,
        (*PERSON_FIELDS, *MEMBER_FIELDS),
        questions.subjects(PERSON_FIELDS),
    ),
    "complainants": Section(
        Complainant,
        PERSON_FIELDS,
        questions.complainants(PERSON_FIELDS),
    ),
    "allegations": Section(
        Allegation,
        ("factors", "guidance_document", "guidance_version", "guidance_clause"),
        questions.allegations,
    ),
    "assessments": Section(SeverityAssessment),
    "findings": Section(Finding),
    "proceedings": Section(Proceeding),
    "outcomes": Section(Outcome),
    "chronology": Section(
        ChronologyEntry,
        ("entered_by_name",),
        questions.chronology,
    ),
    "referrals": Section(Referral),
    "notices": Section(Notice),
    "suspensions": Section(Suspension),
    "reviews": Section(SuspensionReview),
    "updates": Section(ComplainantUpdate),
    "clock_changes": Section(ClockChange),
    "steps": Section(StageStep),
    "tasks": Section(Task),
    "links": Section(
        CaseLink,
        ("other_reference", "other_title"),
        questions.links,
    ),
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


def blank_case(today: datetime.date, owner_id: int | None = None) -> CaseFile:
    """A new case, received today, at its first stage."""
    case = _blank(Case)
    case |= {
        "id": None,
        "year": today.year,
        "received": today,
        "came_to_notice": today,
        "regime": vocabularies.regime_for(today),
        "owner_id": owner_id or None,
    }
    return CaseFile(case)


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
    row = _blank(part.model)
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


def load(connection: sqlite3.Connection, case_id: int) -> CaseFile:
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
        query = section.question or questions.rows_of_case(section.model)
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


def _blank(model: type[Record]) -> Row:
    return {name: value() if callable(value) else value for name, value in _defaults(model)}


@cache
def _defaults(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.column_name, item.default) for item in model._meta.sorted_fields)


def _typed(model: type[Record], found: sqlite3.Row) -> Row:
    """A database row with its dates, moments and flags as Python's own."""
    row = dict(found)
    for name, read in _readers(model):
        if row[name] is not None:
            row[name] = read(row[name])
    return row


@cache
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

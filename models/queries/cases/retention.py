"""Which closed cases are to be looked at because their time is over, or soon will be, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from peewee import SQL, BaseQuery, Model, Select, fn

from models.errors import NotFoundError
from models.queries.cases.history import Event, Names, event_of, records_with_who
from models.queries.joins import called, counted, people_of, with_user
from models.queries.parts import cases_of
from models.rules import vocabularies
from models.rules.names import full_name
from models.rules.process import retention
from models.rules.process.retention import Due, Facts
from models.rules.process.working_days import months_after
from models.schema import (
    AuditRecord,
    Case,
    CaseLine,
    CaseLink,
    ChronologyEntry,
    Complainant,
    Exhibit,
    Finding,
    Member,
    Outcome,
    Person,
    RetentionReview,
    SeverityAssessment,
    Subject,
    User,
)
from models.storage.asking import ask, given, named, question, questions, row, rows, value
from models.storage.compacting import is_asked_for
from models.storage.engine import sqlite3


@question
def _reviewed() -> BaseQuery:
    """Closed cases of before ``latest``, or kept once, with what the rules ask of each.

    What is asked of a case is asked of those that are consolidated into it too.
    """
    line, case, link = named(CaseLine, "l"), named(Case, "c"), named(CaseLink, "k")
    matter = Select(columns=(line.case,)) | link.select(link.case).where(
        (link.other == line.case) & (link.kind == "consolidated")
    )

    def codes(model: type[Model], column: str) -> Any:
        rows: Any = named(model, "x")
        every = fn.GROUP_CONCAT(getattr(rows, column).distinct())
        return rows.select(every).where(rows.case.in_(matter)).alias(column)

    def latest(column: str) -> Any:
        review = named(RetentionReview, "r")
        found = review.select(getattr(review, column)).where(review.case == line.case)
        return found.order_by(review.id.desc()).limit(1)

    subject, complainant, outcome = (
        named(Subject, "s"),
        named(Complainant, "n"),
        named(Outcome, "o"),
    )
    subjects = subject.select(subject.id).where(
        subject.member.is_null(False) & subject.case.in_(matter)
    )
    complainants = complainant.select(complainant.id).where(complainant.case.in_(matter))
    closed = fn.COALESCE(line.closed, line.received)
    warning = outcome.select(fn.MAX(outcome.expires)).where(outcome.case.in_(matter))
    kept = RetentionReview.select(RetentionReview.case)
    return (
        line.select(
            *(line.case, line.reference, line.title, line.who, closed.alias("closed")),
            *(codes(CaseLine, "kind"), codes(Finding, "finding"), codes(Outcome, "outcome")),
            codes(SeverityAssessment, "severity"),
            (fn.EXISTS(subjects) | fn.EXISTS(complainants)).alias("named"),
            warning.alias("warning_ended"),
            *(latest("until").alias("kept_until"), latest("reason").alias("kept_why")),
        )
        .join(case, on=(case.id == line.case))
        .where(
            ~line.open
            & case.anonymised.is_null()
            & (line.consolidated_into == "")
            & ((closed <= given("latest")) | line.case.in_(kept))
        )
    )


@question
def _case() -> BaseQuery:
    return CaseLine.select(CaseLine.reference, CaseLine.title).where(CaseLine.case == given("case"))


@question
def _consolidated() -> BaseQuery:
    """The references of the cases that are consolidated into ``case``."""
    return (
        CaseLine.select(CaseLine.reference)
        .join(CaseLink, on=(CaseLink.case == CaseLine.case))
        .where((CaseLink.other == given("case")) & (CaseLink.kind == "consolidated"))
        .order_by(CaseLine.reference_key)
    )


@question
def _people() -> BaseQuery:
    """Everybody in ``case``: subjects first, then complainants by their capacity, by name."""
    named = (Person.id, Person.given_names, Person.family_name)
    subjects = people_of(
        Subject.select(*named, Member.number, SQL("'Subject'").alias("part")),
        *(Subject, Member, Person),
    ).where(Subject.case == given("case"))
    complainants = (
        Complainant.select(*named, SQL("''"), Complainant.capacity)
        .join(Person, on=(Person.id == Complainant.person))
        .where(Complainant.case == given("case"))
    )
    both = (subjects | complainants).alias("both")
    found = both.c
    return both.select_from(
        *(found.id, found.given_names, found.family_name, found.number, found.part)
    ).order_by(
        *(found.part != "Subject", found.family_name, found.given_names, found.id),
    )


@question
def _elsewhere() -> BaseQuery:
    """The cases beside ``case`` in which ``person`` plays a part."""
    return (
        CaseLine.select(CaseLine.reference, CaseLine.open)
        .where((CaseLine.case != given("case")) & CaseLine.case.in_(cases_of("person")))
        .order_by(CaseLine.reference_key)
    )


@questions
def _how_many(model: type[Exhibit] | type[ChronologyEntry]) -> BaseQuery:
    return counted(model).where(model.case == given("case"))


@question
def _kept() -> BaseQuery:
    review = RetentionReview
    chosen = review.select(review.decided, review.until, review.reason, called(User).alias("who"))
    found = with_user(chosen, review.decided_by, User).where(review.case == given("case"))
    return found.order_by(review.id.desc())


@question
def _done() -> BaseQuery:
    """The records that say that a case was anonymised or erased, ``limit`` at most."""
    record = AuditRecord
    found = records_with_who().where(
        (record.action == "erase")
        & record.table.in_(("case", ""))
        & record.entry.like('%"retention":%')
    )
    return found.order_by(record.id.desc()).limit(given("limit"))


@dataclass(frozen=True)
class Review:
    """A case that comes to review.

    :ivar late: whether the day has come; otherwise it comes within a year.
    """

    case_id: int
    reference: str
    title: str
    who: str
    closed: datetime.date
    due: Due
    late: bool

    def to_dict(self) -> dict[str, Any]:
        """For ``retention list --json``."""
        return {
            "case_id": self.case_id,
            "reference": self.reference,
            "title": self.title,
            "who": self.who,
            "closed": self.closed.isoformat(),
            "review": self.due.day.isoformat(),
            "due": self.late,
            "rule": self.due.rule.code,
            "why": self.due.why,
            "suggests": self.due.suggests,
        }


@dataclass(frozen=True)
class Part:
    """Somebody in a case: ``elsewhere`` are the references of other cases that they are in."""

    person_id: int
    name: str
    part: str
    elsewhere: tuple[str, ...]
    in_open: bool


@dataclass(frozen=True)
class Kept:
    """An earlier decision to keep a case."""

    decided: datetime.date | None
    by: str
    until: datetime.date | None
    reason: str


@dataclass(frozen=True)
class Matter:
    """What is looked at when a case is reviewed.

    :ivar consolidated: references of the cases that go with it.
    """

    case_id: int
    reference: str
    title: str
    consolidated: tuple[str, ...] = ()
    people: list[Part] = field(default_factory=list)
    exhibits: int = 0
    entries: int = 0
    kept: list[Kept] = field(default_factory=list)


def reviews(connection: sqlite3.Connection, today: datetime.date) -> list[Review]:
    """Cases due for review, and those that will be within a year; the longest overdue first."""
    until = retention.horizon(today)
    latest = months_after(until, -retention.shortest()).isoformat()
    found = []
    for case in ask(connection, _reviewed, latest=latest):
        due = retention.due(_facts(case))
        if due is not None and due.day <= until:
            found.append(_review(case, due, today))
    return sorted(found, key=lambda one: (one.due.day, one.case_id))


def matter(connection: sqlite3.Connection, case_id: int) -> Matter:
    """What is in a case that is reviewed.

    :raises NotFoundError: there is no such case.
    """
    found = row(connection, _case, case=case_id)
    if found is None:
        raise NotFoundError("There is no such case in this register.")
    consolidated = tuple(one[0] for one in ask(connection, _consolidated, case=case_id))
    people = [_part(connection, one, case_id) for one in rows(connection, _people, case=case_id)]
    exhibits, entries = (
        value(connection, _how_many(model), case=case_id) for model in (Exhibit, ChronologyEntry)
    )
    kept = [
        Kept(_day(one["decided"]), one["who"], _day(one["until"]), one["reason"])
        for one in ask(connection, _kept, case=case_id)
    ]
    return Matter(case_id, found[0], found[1], consolidated, people, exhibits, entries, kept)


def done(connection: sqlite3.Connection, limit: int = 200) -> list[Event]:
    """What was anonymised and erased, the latest first: who, when and why, and not what it was."""
    names = Names(connection)
    return [event_of(dict(record), names) for record in ask(connection, _done, limit=limit)]


def file_is_waiting(connection: sqlite3.Connection) -> bool:
    """Whether the file is still to be written anew after something was taken out."""
    return is_asked_for(connection)


def _facts(case: sqlite3.Row) -> Facts:
    codes = {
        name: frozenset((case[name] or "").split(","))
        for name in ("kind", "finding", "outcome", "severity")
    }
    codes["named"] = frozenset(("yes" if case["named"] else "no",))
    days = {"closed": _day(case["closed"]), "warning-ended": _day(case["warning_ended"])}
    return Facts(
        codes,
        {name: day for name, day in days.items() if day is not None},
        _day(case["kept_until"]),
        case["kept_why"] or "",
    )


def _review(case: sqlite3.Row, due: Due, today: datetime.date) -> Review:
    closed = datetime.date.fromisoformat(case["closed"])
    late = retention.is_due(due, today)
    told = (case["case_id"], case["reference"], case["title"], case["who"])
    return Review(*told, closed, due, late)


def _part(connection: sqlite3.Connection, person: sqlite3.Row, case_id: int) -> Part:
    others = rows(connection, _elsewhere, person=person["id"], case=case_id)
    named = (person["number"], full_name(dict(person)))
    name = " ".join(filter(None, named)) or "Without a name"
    part = person["part"]
    if part != "Subject":
        part = vocabularies.name("capacity", part)
    return Part(
        person["id"],
        name,
        part,
        tuple(one["reference"] for one in others),
        any(one["open"] for one in others),
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

"""One person: the parts they play in cases, what stands against them, the posts they held."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from peewee import SQL, BaseQuery

from models.errors import NotFoundError
from models.queries.joins import called, empty, members_of, with_user
from models.rules import vocabularies
from models.rules.names import full_name
from models.rules.process import warnings
from models.schema import (
    Allegation,
    CaseLine,
    Complainant,
    Finding,
    GuidanceDocument,
    GuidanceIssue,
    GuidanceVersion,
    Member,
    Outcome,
    PersonMerge,
    Posting,
    Subject,
    Suspension,
    SuspensionReview,
)
from models.schema import Person as PersonRow
from models.storage.asking import Question, ask, given, many, plain, question, row
from models.storage.engine import sqlite3

Row = dict[str, Any]


@dataclass(frozen=True)
class Appearance:
    """A part played in a case: ``Subject``, or the capacity of a complainant."""

    case_id: int
    reference: str
    title: str
    part: str
    received: datetime.date
    stage: str
    result: str


@dataclass(frozen=True)
class Warned:
    """A written warning; live until ``expires``, that day included."""

    case_id: int
    reference: str
    name: str
    starts: datetime.date | None
    expires: datetime.date | None
    live: bool


@dataclass(frozen=True)
class Suspended:
    """A suspension or restriction with its reviews (days); ``ended`` is empty while it lasts."""

    case_id: int
    reference: str
    name: str
    began: datetime.date | None
    ended: datetime.date | None
    reviews: list[datetime.date]


@dataclass(frozen=True)
class Merged:
    """Another record that was found to be this person."""

    id: int
    gone: str
    at: datetime.datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Informed:
    """A version of guidance given to a person; ``how`` and ``acknowledged_how`` in words."""

    called: str
    given: datetime.date | None
    how: str
    acknowledged: datetime.date | None
    acknowledged_how: str


@dataclass(frozen=True)
class Person:
    """Everything that a person's page shows; ``row`` is the person's own record."""

    row: Row
    service: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    appearances: list[Appearance] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    suspensions: list[Suspended] = field(default_factory=list)
    merges: list[Merged] = field(default_factory=list)
    guidance: list[Informed] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As recorded."""
        return full_name(self.row)


def person(connection: sqlite3.Connection, person_id: int, today: datetime.date) -> Person:
    """Read one person.

    :raises NotFoundError: there is no such person.
    """
    found = row(connection, _person, person=person_id)
    if found is None:
        raise NotFoundError("There is no such person in this register.")

    def of_them(query: Question, **more: str) -> list[Row]:
        return [dict(each) for each in ask(connection, query, person=person_id, **more)]

    warned = json.dumps(warnings.outcomes())
    return Person(
        dict(found),
        of_them(_service),
        of_them(_posts),
        [_appearance(each) for each in of_them(_appearances)],
        [_warned(each, today) for each in of_them(_warnings, warnings=warned)],
        [_suspended(connection, each) for each in of_them(_suspensions)],
        [_merged(each) for each in of_them(_merges)],
        [_informed(each) for each in of_them(_guidance)],
    )


@question
def _person() -> BaseQuery:
    return PersonRow.select().where(PersonRow.id == given("person"))


_THEIRS = Member.person == given("person")


@question
def _service() -> BaseQuery:
    return Member.select().where(_THEIRS, Member.merged_into.is_null()).order_by(Member.id)


@question
def _posts() -> BaseQuery:
    query = members_of(Posting.select(Posting, Member.number, Member.role), Posting)
    return query.where(_THEIRS).order_by(Posting.starts.desc(), Posting.id.desc())


@question
def _appearances() -> BaseQuery:
    outcome = (
        Outcome.select(Outcome.outcome)
        .where(Outcome.subject == Subject.id)
        .order_by(Outcome.decided.desc(), Outcome.id.desc())
        .limit(1)
    )
    finding = (
        Finding.select(Finding.finding)
        .join(Allegation)
        .where(Allegation.subject == Subject.id)
        .order_by(Finding.level == "complaint", Finding.decided.desc(), Finding.id.desc())
        .limit(1)
    )
    line = (
        CaseLine.case,
        CaseLine.reference,
        CaseLine.title,
        CaseLine.received,
        CaseLine.stage,
    )
    as_subject = members_of(
        Subject.select(
            *line,
            plain("Subject").alias("part"),
            empty(outcome, "outcome"),
            empty(finding, "finding"),
        ),
        Subject,
    ).join(CaseLine, on=(CaseLine.case == Subject.case))
    as_complainant = Complainant.select(*line, Complainant.capacity, plain(""), plain("")).join(
        CaseLine, on=(CaseLine.case == Complainant.case)
    )
    parts = as_subject.where(_THEIRS).union_all(
        as_complainant.where(Complainant.person == given("person"))
    )
    return parts.order_by(SQL("4").desc(), SQL("1").desc())


@question
def _warnings() -> BaseQuery:
    query = Outcome.select(
        CaseLine.case, CaseLine.reference, Outcome.outcome, Outcome.starts, Outcome.expires
    ).join(Subject)
    return (
        members_of(query, Subject)
        .join(CaseLine, on=(CaseLine.case == Outcome.case))
        .where(_THEIRS, Outcome.outcome.in_(many("warnings")))
        .order_by(Outcome.starts.desc(), Outcome.id.desc())
    )


@question
def _suspensions() -> BaseQuery:
    query = Suspension.select(
        Suspension.id,
        CaseLine.case,
        CaseLine.reference,
        Suspension.kind,
        Suspension.began,
        Suspension.ended,
    ).join(Subject)
    return (
        members_of(query, Subject)
        .join(CaseLine, on=(CaseLine.case == Suspension.case))
        .where(_THEIRS)
        .order_by(Suspension.began.desc(), Suspension.id.desc())
    )


@question
def _merges() -> BaseQuery:
    query = PersonMerge.select(
        PersonMerge.id,
        PersonMerge.at,
        PersonMerge.reason,
        PersonRow.given_names,
        PersonRow.family_name,
        called().alias("who"),
    ).join(PersonRow, on=(PersonRow.id == PersonMerge.gone))
    return (
        with_user(query, PersonMerge.by)
        .where(PersonMerge.kept == given("person"), PersonMerge.undone.is_null())
        .order_by(PersonMerge.id.desc())
    )


@question
def _guidance() -> BaseQuery:
    name = GuidanceDocument.title.concat(", version ").concat(GuidanceVersion.name)
    query = GuidanceIssue.select(
        name.alias("called"),
        GuidanceIssue.given,
        GuidanceIssue.how,
        GuidanceIssue.acknowledged,
        GuidanceIssue.acknowledged_how,
    )
    return (
        members_of(query, GuidanceIssue)
        .join(GuidanceVersion, on=(GuidanceVersion.id == GuidanceIssue.guidance))
        .join(GuidanceDocument, on=(GuidanceDocument.id == GuidanceVersion.document))
        .where(_THEIRS)
        .order_by(GuidanceIssue.given.desc(), GuidanceIssue.id.desc())
    )


@question
def _reviews() -> BaseQuery:
    reviews = SuspensionReview.select(SuspensionReview.reviewed)
    return reviews.where(SuspensionReview.suspension == given("suspension")).order_by(
        SuspensionReview.reviewed
    )


def _appearance(row: Row) -> Appearance:
    part = row["part"]
    if part != "Subject":
        part = vocabularies.name("capacity", part)
    result = vocabularies.name("outcome", row["outcome"]) or vocabularies.name(
        "finding", row["finding"]
    )
    return Appearance(
        row["case_id"],
        row["reference"],
        row["title"],
        part,
        datetime.date.fromisoformat(row["received"]),
        vocabularies.name("stage", row["stage"]),
        result,
    )


def _warned(row: Row, today: datetime.date) -> Warned:
    starts, expires = _day(row["starts"]), _day(row["expires"])
    live = bool(starts and starts <= today and (expires is None or today <= expires))
    name = vocabularies.name("outcome", row["outcome"])
    return Warned(row["case_id"], row["reference"], name, starts, expires, live)


def _suspended(connection: sqlite3.Connection, row: Row) -> Suspended:
    reviews = [_day(one[0]) for one in ask(connection, _reviews, suspension=row["id"])]
    return Suspended(
        row["case_id"],
        row["reference"],
        vocabularies.name("suspension", row["kind"]),
        _day(row["began"]),
        _day(row["ended"]),
        [day for day in reviews if day is not None],
    )


def _merged(row: Row) -> Merged:
    at = datetime.datetime.fromisoformat(row["at"])
    return Merged(row["id"], full_name(row), at, row["who"], row["reason"])


def _informed(row: Row) -> Informed:
    return Informed(
        row["called"],
        _day(row["given"]),
        vocabularies.name("guidance_given", row["how"]),
        _day(row["acknowledged"]),
        vocabularies.name("guidance_acknowledged", row["acknowledged_how"]),
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

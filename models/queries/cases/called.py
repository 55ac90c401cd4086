"""What the row that a column points at is called, as a history tells it."""

from __future__ import annotations

from typing import Any

import peewee
from peewee import SQL, BaseQuery, fn

from models.queries.joins import people_of, spoken_name
from models.schema import (
    Allegation,
    Case,
    ChronologyEntry,
    Complainant,
    GuidanceClause,
    GuidanceDocument,
    GuidanceVersion,
    ImportRun,
    Member,
    Person,
    Proceeding,
    Subject,
    Suspension,
    User,
)
from models.storage.asking import Question, given, question


def _of(column: Any, table: Any = None) -> Question:
    """A column, or what is made of columns of ``table``, of the row ``row``."""
    model = table or column.model
    return Question(lambda: model.select(column).where(model.id == given("row")))


def _with_number(member: type[Member], person: type[Person]) -> Any:
    return fn.TRIM(member.number.concat(" ").concat(person.family_name))


@question
def _member() -> BaseQuery:
    joined = Member.select(_with_number(Member, Person)).join(
        Person, on=(Person.id == Member.person)
    )
    return joined.where(Member.id == given("row"))


@question
def _subject() -> BaseQuery:
    unknown = [(Person.id.is_null(), "an unidentified subject")]
    called = peewee.Case(None, unknown, _with_number(Member, Person))
    joined = people_of(Subject.select(called), Subject, Member, Person, left=True)
    return joined.where(Subject.id == given("row"))


@question
def _complainant() -> BaseQuery:
    joined = Complainant.select(spoken_name(Person)).join(
        Person, on=(Person.id == Complainant.person)
    )
    return joined.where(Complainant.id == given("row"))


@question
def _version() -> BaseQuery:
    version, document = GuidanceVersion, GuidanceDocument
    called = document.title.concat(", version ").concat(version.name)
    joined = version.select(called).join(document, on=(document.id == version.document))
    return joined.where(version.id == given("row"))


_USER, _PERSON = _of(User.full_name), _of(spoken_name(Person), Person)
#: What the row that a column points at is called, by the column's name without ``_id``.
CALLED: dict[str, Question] = {
    **dict.fromkeys(("owner", "decided_by", "assigned_to", "assigned_by", "user"), _USER),
    **dict.fromkeys(("added_by", "kept_by", "by"), _USER),
    **dict.fromkeys(("kept", "gone", "person"), _PERSON),
    "other": _of(Case.reference),
    "member": _member,
    "subject": _subject,
    "allegation": _of(Allegation.particulars),
    "proceeding": _of(Proceeding.kind),
    "complainant": _complainant,
    "suspension": _of(Suspension.began),
    "document": _of(GuidanceDocument.title),
    "guidance": _version,
    "guidance_version": _version,
    "guidance_clause": _of(SQL("'clause '").concat(GuidanceClause.number), GuidanceClause),
    "run": _of(ImportRun.file_name),
    "corrects": _of(SQL("'entry '").concat(ChronologyEntry.number), ChronologyEntry),
}

"""Which cases show a row that is of no one case: a person, a user, a text of guidance."""

from __future__ import annotations

from typing import Any

from peewee import BaseQuery, fn

from models.queries.joins import members_of
from models.queries.parts import cases_of_person
from models.schema import (
    Allegation,
    AuditRecord,
    Case,
    CaseLink,
    GuidanceClause,
    GuidanceDocument,
    GuidanceIssue,
    GuidanceVersion,
    Member,
    Person,
    Subject,
    Table,
    User,
    VoidReference,
)
from models.storage.asking import Question, ask, given, question, value
from models.storage.engine import sqlite3


@question
def _of_allegation() -> BaseQuery:
    return Allegation.select(Allegation.case).where(Allegation.id == given("allegation"))


@question
def _of_member() -> BaseQuery:
    return Subject.select(Subject.case).where(Subject.member == given("member"))


@question
def _of_owner() -> BaseQuery:
    return Case.select(Case.id).where(Case.owner == given("owner"))


@question
def _of_reference() -> BaseQuery:
    return Case.select(Case.id).where(
        (Case.series == given("series"))
        & (Case.year == given("year"))
        & (Case.number == given("number"))
    )


@question
def _of_document() -> BaseQuery:
    return (
        Allegation.select(Allegation.case)
        .join(GuidanceVersion, on=(GuidanceVersion.id == Allegation.guidance_version))
        .where(GuidanceVersion.document == given("document"))
    )


@question
def _of_version() -> BaseQuery:
    return Allegation.select(Allegation.case).where(Allegation.guidance_version == given("version"))


@question
def _of_clause() -> BaseQuery:
    return Allegation.select(Allegation.case).where(Allegation.guidance_clause == given("clause"))


@question
def _of_issue() -> BaseQuery:
    """The cases of allegations under a version against the person that a member is."""
    allegations = Allegation.select(Allegation.case).join(
        Subject, on=(Subject.id == Allegation.subject)
    )
    holder = Member.alias()
    return members_of(allegations, Subject, Member).where(
        (Allegation.guidance_version == given("version"))
        & (Member.person == holder.select(holder.person).where(holder.id == given("member")))
    )


@question
def _taking_over() -> BaseQuery:
    """The case into which another is consolidated: its clocks run there."""
    return CaseLink.select(CaseLink.other).where(
        (CaseLink.case == given("case")) & (CaseLink.kind == "consolidated")
    )


@question
def _newest() -> BaseQuery:
    return Case.select(fn.MAX(Case.id))


@question
def _newest_on_record() -> BaseQuery:
    return AuditRecord.select(fn.MAX(AuditRecord.case_id))


#: The cases that show a row, by its table: the question, and what it calls the row's id.
BY_ID: dict[type[Table], tuple[Question, str]] = {
    Person: (cases_of_person, "person"),
    Member: (_of_member, "member"),
    User: (_of_owner, "owner"),
    GuidanceDocument: (_of_document, "document"),
    GuidanceVersion: (_of_version, "version"),
    GuidanceClause: (_of_clause, "clause"),
}


def showing(connection: sqlite3.Connection, model: type[Table], row_id: int) -> set[int]:
    """The cases that show a row of no one case; none where cases show nothing of its table."""
    if model not in BY_ID:
        return set()
    query, name = BY_ID[model]
    return _ids(connection, query, **{name: row_id})


def cases_of_row(
    connection: sqlite3.Connection, model: type[Table], row_id: int, row: dict[str, Any]
) -> set[int]:
    """The cases whose lists and search show a row, given by column."""
    if model is Case:
        return {row_id}
    if row.get("case_id"):
        return {row["case_id"]}
    if row.get("allegation_id"):
        return _ids(connection, _of_allegation, allegation=row["allegation_id"])
    if model is VoidReference:  # while the case still bears it
        given_as = {name: row[name] for name in ("series", "year", "number")}
        return _ids(connection, _of_reference, **given_as)
    if model is GuidanceIssue:
        return _ids(connection, _of_issue, version=row["guidance_id"], member=row["member_id"])
    return showing(connection, model, row_id)


def taking_over(connection: sqlite3.Connection, case_id: int) -> set[int]:
    """The case into which a case is consolidated, if it is."""
    return _ids(connection, _taking_over, case=case_id)


def newest_ever(connection: sqlite3.Connection) -> int:
    """The highest id of the cases that there are or were, as the record has them; 0 for none."""
    return max(value(connection, _newest) or 0, value(connection, _newest_on_record) or 0)


def _ids(connection: sqlite3.Connection, query: Question, **values: Any) -> set[int]:
    return {row[0] for row in ask(connection, query, **values)}

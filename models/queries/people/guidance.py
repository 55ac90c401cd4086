"""The force's guidance as cases, people and the Guidance page ask for it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from peewee import BaseQuery, Case, fn

from models.case.guidance import Clause, Version
from models.errors import NotFoundError
from models.queries.joins import empty, members_of
from models.rules import vocabularies
from models.rules.process.guidance import Receipt
from models.schema import (
    Allegation,
    CaseLine,
    GuidanceClause,
    GuidanceDocument,
    GuidanceIssue,
    GuidanceVersion,
    Member,
)
from models.storage.asking import ask, given, many, named, question, questions, row, rows
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class KeptFile:
    """The file of a version, as the chunk store keeps it."""

    file_id: int
    file_name: str
    media_type: str
    size: int
    sha256: str

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return f"The file {self.file_name}"


@dataclass(frozen=True)
class Held:
    """A version as the Guidance page shows it.

    :ivar row_version: counts the saves of its row, as ``clause_versions`` those of its clauses.
    :ivar given: how many members it was given to, of whom ``acknowledged`` did.
    """

    version: Version
    row_version: int
    notes: str
    file: KeptFile | None
    given: int
    acknowledged: int
    clause_versions: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A document with its versions, the newest first."""

    id: int
    row_version: int
    title: str
    factor: str
    notes: str
    versions: tuple[Held, ...] = ()


@dataclass(frozen=True)
class NamedBy:
    """A case in which an allegation names a version."""

    case_id: int
    reference: str
    title: str


def versions(connection: sqlite3.Connection, ids: Iterable[int] | None = None) -> list[Version]:
    """Versions with their clauses, by document and day; all of them, or those with these ids."""
    chosen = None if ids is None else sorted(set(ids))
    if chosen == []:
        return []
    values = {} if chosen is None else {"ids": json.dumps(chosen)}
    clauses: dict[int, list[Clause]] = {}
    for version_id, *rest in ask(connection, _clauses(chosen is not None), **values):
        clauses.setdefault(version_id, []).append(Clause(*rest))
    found = rows(connection, _versions(chosen is not None), **values)
    return [_version(version, clauses.get(version[0], [])) for version in found]


@questions
def _versions(chosen: bool) -> BaseQuery:
    query = (
        GuidanceVersion.select(
            GuidanceVersion.id,
            GuidanceVersion.document,
            GuidanceDocument.title,
            GuidanceVersion.name,
            GuidanceVersion.starts,
            GuidanceVersion.ends,
            empty(GuidanceDocument.factor),
        )
        .join(GuidanceDocument)
        .order_by(
            GuidanceDocument.title.collate("NOCASE"),
            GuidanceDocument.id,
            GuidanceVersion.starts,
            GuidanceVersion.id,
        )
    )
    return query.where(GuidanceVersion.id.in_(many("ids"))) if chosen else query


@questions
def _clauses(chosen: bool) -> BaseQuery:
    query = GuidanceClause.select(
        GuidanceClause.guidance, GuidanceClause.id, GuidanceClause.number, GuidanceClause.words
    ).order_by(GuidanceClause.id)
    return query.where(GuidanceClause.guidance.in_(many("ids"))) if chosen else query


@question
def _receipts() -> BaseQuery:
    same = named(Member, "same")
    person = same.select(same.person).where(same.id == given("member"))
    query = GuidanceIssue.select(
        GuidanceIssue.guidance,
        GuidanceVersion.document,
        GuidanceVersion.name,
        GuidanceIssue.given,
        GuidanceIssue.how,
        GuidanceIssue.acknowledged,
        GuidanceIssue.acknowledged_how,
    ).join(GuidanceVersion)
    query = members_of(query.switch(GuidanceIssue), GuidanceIssue)
    return query.where(Member.person == person).order_by(GuidanceIssue.given, GuidanceIssue.id)


def receipts(connection: sqlite3.Connection, member_id: int | None) -> list[Receipt]:
    """What the person behind a member was given, whatever membership it was given to.

    Of one version given twice, as to two records merged since, the first days count.
    """
    found: dict[int, Receipt] = {}
    for issue in ask(connection, _receipts, member=member_id):
        one = Receipt(
            issue[0],
            issue[1],
            issue[2],
            _day(issue[3]),
            vocabularies.name("guidance_given", issue[4]),
            _day(issue[5]),
            vocabularies.name("guidance_acknowledged", issue[6]),
        )
        known = found.setdefault(one.version_id, one)
        later = known.acknowledged is None or (
            one.acknowledged is not None and one.acknowledged < known.acknowledged
        )
        if later:
            found[one.version_id] = replace(
                known, acknowledged=one.acknowledged, acknowledged_how=one.acknowledged_how
            )
    return list(found.values())


def receipts_by_member(
    connection: sqlite3.Connection, subjects: Iterable[dict[str, Any]]
) -> dict[int, list[Receipt]]:
    """What each of a case's subjects was given, by their ``member_id``."""
    ids = {row["member_id"] for row in subjects if row["member_id"] is not None}
    return {member_id: receipts(connection, member_id) for member_id in ids}


@question
def _counts() -> BaseQuery:
    """How many people were given each version, and how many of them acknowledged it."""
    acknowledged = Case(None, ((GuidanceIssue.acknowledged.is_null(False), Member.person),))
    query = GuidanceIssue.select(
        GuidanceIssue.guidance,
        fn.COUNT(Member.person.distinct()),
        fn.COUNT(acknowledged.distinct()),
    )
    return members_of(query, GuidanceIssue).group_by(GuidanceIssue.guidance)


def documents(connection: sqlite3.Connection, text: str = "") -> list[Document]:
    """Every document with its versions, or those in which all words of ``text`` are written."""
    counts = {row[0]: (row[1], row[2]) for row in ask(connection, _counts)}
    by_id = {row["id"]: row for row in ask(connection, _rows)}
    clause_versions: dict[int, dict[int, int]] = {}
    for version_id, clause_id, saved in ask(connection, _saves):
        clause_versions.setdefault(version_id, {})[clause_id] = saved
    held: dict[int, list[Held]] = {}
    for one in versions(connection):
        version = by_id[one.id]
        shown = Held(
            one,
            version["version"],
            version["notes"],
            _file(version),
            *counts.get(one.id, (0, 0)),
            clause_versions.get(one.id, {}),
        )
        held.setdefault(one.document_id, []).insert(0, shown)
    found = [
        Document(
            row["id"],
            row["version"],
            row["title"],
            row["factor"] or "",
            row["notes"],
            tuple(held.get(row["id"], ())),
        )
        for row in ask(connection, _documents)
    ]
    wanted = text.casefold().split()
    return [one for one in found if all(word in _words(one) for word in wanted)]


@question
def _documents() -> BaseQuery:
    return GuidanceDocument.select().order_by(
        GuidanceDocument.title.collate("NOCASE"), GuidanceDocument.id
    )


@question
def _rows() -> BaseQuery:
    return GuidanceVersion.select()


@question
def _saves() -> BaseQuery:
    return GuidanceClause.select(GuidanceClause.guidance, GuidanceClause.id, GuidanceClause.version)


@question
def _naming() -> BaseQuery:
    return (
        Allegation.select(CaseLine.case, CaseLine.reference, CaseLine.title)
        .join(CaseLine, on=(CaseLine.case == Allegation.case))
        .where(Allegation.guidance_version == given("version"))
        .order_by(CaseLine.reference_key.desc())
        .distinct()
    )


def named_by(connection: sqlite3.Connection, version_id: int) -> list[NamedBy]:
    """The cases in which an allegation names a version."""
    return [NamedBy(*row) for row in ask(connection, _naming, version=version_id)]


@question
def _row() -> BaseQuery:
    return GuidanceVersion.select().where(GuidanceVersion.id == given("version"))


def kept_file(connection: sqlite3.Connection, version_id: int) -> KeptFile:
    """The file of a version.

    :raises NotFoundError: it has none.
    """
    version = row(connection, _row, version=version_id)
    found = _file(version) if version is not None else None
    if found is None:
        raise NotFoundError("This version of the guidance has no file.")
    return found


def _words(document: Document) -> str:
    parts = [document.title, document.notes, vocabularies.name("factor", document.factor)]
    for held in document.versions:
        parts += [f"version {held.version.name}", held.notes]
        parts += [held.file.file_name if held.file else ""]
        parts += [clause.called for clause in held.version.clauses]
    return "\n".join(parts).casefold()


def _version(row: sqlite3.Row, clauses: list[Clause]) -> Version:
    number, document_id, title, name, starts, ends, factor = tuple(row)
    ordered = tuple(sorted(clauses, key=lambda one: clause_key(one.number)))
    return Version(number, document_id, title, name, _day(starts), _day(ends), factor, ordered)


def clause_key(number: str) -> list[tuple[int, int, str]]:
    """Numbers of clauses in their order: 4.2 before 4.10."""
    parts = number.replace("(", ".").replace(")", ".").split(".")
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in parts
        if part
    ]


def _file(row: sqlite3.Row) -> KeptFile | None:
    if row["file_id"] is None:
        return None
    return KeptFile(row["file_id"], row["file_name"], row["media_type"], row["size"], row["sha256"])


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

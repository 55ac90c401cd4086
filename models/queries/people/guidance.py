"""The force's guidance as cases, people and the Guidance page ask for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from models.case.guidance import Clause, Version
from models.errors import NotFoundError
from models.rules import vocabularies
from models.rules.process.guidance import Receipt
from models.storage.engine import sqlite3

VERSIONS = """
SELECT v.id, v.document_id, d.title, v.name, v.starts, v.ends, COALESCE(d.factor, '')
FROM guidance_version v JOIN guidance_document d ON d.id = v.document_id
"""
ORDER = "ORDER BY d.title COLLATE NOCASE, d.id, v.starts, v.id"


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
    marks = ", ".join("?" * len(chosen or ()))
    where = "" if chosen is None else f"WHERE v.id IN ({marks})"
    rows = connection.execute(f"{VERSIONS} {where} {ORDER}", chosen or ()).fetchall()
    of = "" if chosen is None else f"WHERE guidance_id IN ({marks})"
    query = f"SELECT guidance_id, id, number, words FROM guidance_clause {of} ORDER BY id"
    clauses: dict[int, list[Clause]] = {}
    for version_id, *rest in connection.execute(query, chosen or ()):
        clauses.setdefault(version_id, []).append(Clause(*rest))
    return [_version(row, clauses.get(row[0], [])) for row in rows]


def receipts(connection: sqlite3.Connection, member_id: int | None) -> list[Receipt]:
    """What the person behind a member was given, whatever membership it was given to.

    Of one version given twice, as to two records merged since, the first days count.
    """
    query = (
        "SELECT i.guidance_id, v.document_id, v.name, i.given, i.how, i.acknowledged,"
        " i.acknowledged_how FROM guidance_issue i"
        " JOIN guidance_version v ON v.id = i.guidance_id JOIN member m ON m.id = i.member_id"
        " WHERE m.person_id = (SELECT person_id FROM member WHERE id = ?) ORDER BY i.given, i.id"
    )
    found: dict[int, Receipt] = {}
    for row in connection.execute(query, (member_id,)):
        one = Receipt(
            row[0],
            row[1],
            row[2],
            _day(row[3]),
            vocabularies.name("guidance_given", row[4]),
            _day(row[5]),
            vocabularies.name("guidance_acknowledged", row[6]),
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


def documents(connection: sqlite3.Connection, text: str = "") -> list[Document]:
    """Every document with its versions, or those in which all words of ``text`` are written."""
    counted = connection.execute(
        "SELECT guidance_id, COUNT(DISTINCT m.person_id),"
        " COUNT(DISTINCT CASE WHEN i.acknowledged IS NOT NULL THEN m.person_id END)"
        " FROM guidance_issue i JOIN member m ON m.id = i.member_id GROUP BY guidance_id"
    )
    counts = {row[0]: (row[1], row[2]) for row in counted}
    rows = {row["id"]: row for row in connection.execute("SELECT * FROM guidance_version")}
    saves = "SELECT guidance_id, id, version FROM guidance_clause"
    clause_versions: dict[int, dict[int, int]] = {}
    for version_id, clause_id, saved in connection.execute(saves):
        clause_versions.setdefault(version_id, {})[clause_id] = saved
    held: dict[int, list[Held]] = {}
    for one in versions(connection):
        row = rows[one.id]
        shown = Held(
            one,
            row["version"],
            row["notes"],
            _file(row),
            *counts.get(one.id, (0, 0)),
            clause_versions.get(one.id, {}),
        )
        held.setdefault(one.document_id, []).insert(0, shown)
    query = "SELECT * FROM guidance_document ORDER BY title COLLATE NOCASE, id"
    found = [
        Document(
            row["id"],
            row["version"],
            row["title"],
            row["factor"] or "",
            row["notes"],
            tuple(held.get(row["id"], ())),
        )
        for row in connection.execute(query)
    ]
    wanted = text.casefold().split()
    return [one for one in found if all(word in _words(one) for word in wanted)]


def named_by(connection: sqlite3.Connection, version_id: int) -> list[NamedBy]:
    """The cases in which an allegation names a version."""
    query = (
        "SELECT DISTINCT l.case_id, l.reference, l.title FROM allegation a"
        " JOIN case_line l ON l.case_id = a.case_id"
        " WHERE a.guidance_version_id = ? ORDER BY l.reference_key DESC"
    )
    return [NamedBy(*row) for row in connection.execute(query, (version_id,))]


def kept_file(connection: sqlite3.Connection, version_id: int) -> KeptFile:
    """The file of a version.

    :raises NotFoundError: it has none.
    """
    query = "SELECT * FROM guidance_version WHERE id = ?"
    row = connection.execute(query, (version_id,)).fetchone()
    found = _file(row) if row is not None else None
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

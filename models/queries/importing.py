"""What came in from files: imports, and what stands beside a case."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import BaseQuery

from models.errors import NotFoundError
from models.queries.joins import called, with_user
from models.rules.imported import is_digest, kept_values
from models.schema import ImportedRow, ImportRun
from models.storage.asking import ask, given, question
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Run:
    """One import: its file, when (UTC) and by whom, its rows by what became of them.

    :ivar undone: when it was taken back.
    """

    id: int
    file_name: str
    at: datetime.datetime
    by: str
    rows: int
    added: int
    changed: int
    skipped: int
    refused: int
    undone: datetime.datetime | None


@dataclass(frozen=True)
class FromFile:
    """A row of a file beside its case: where it stood, and its columns without a field."""

    file_name: str
    at: datetime.datetime
    number: int
    key: str
    kept: tuple[tuple[str, str], ...]


def runs(connection: sqlite3.Connection) -> list[Run]:
    """Every import, the latest first."""
    return [_run(row) for row in ask(connection, _runs)]


@question
def _runs() -> BaseQuery:
    query = ImportRun.select(ImportRun, called().alias("who"))
    return with_user(query, ImportRun.by).order_by(ImportRun.id.desc())


def run_of(connection: sqlite3.Connection, said: str) -> Run:
    """The import that somebody names: by its number among the latest (1), or by its file's name.

    :raises NotFoundError: there is none.
    """
    known = [one for one in runs(connection) if one.undone is None]
    if said == "last" and known:
        return known[0]
    for one in known:
        if said in (str(one.id), one.file_name):
            return one
    listed = ", ".join(f"{one.id} ({one.file_name})" for one in known[:10]) or "none"
    raise NotFoundError(f"There is no import “{said}” to undo. There are: {listed}.")


@question
def _beside() -> BaseQuery:
    return (
        ImportedRow.select(
            ImportedRow.number,
            ImportedRow.key,
            ImportedRow.kept,
            ImportRun.file_name,
            ImportRun.at,
        )
        .join(ImportRun)
        .where(ImportedRow.case == given("case"))
        .order_by(ImportedRow.id)
        .limit(given("limit"))
    )


def beside(connection: sqlite3.Connection, case_id: int, limit: int = 200) -> list[FromFile]:
    """The rows of files that made or changed a case, in their order, ``limit`` at most."""
    return [
        FromFile(
            file_name,
            datetime.datetime.fromisoformat(at),
            number,
            "" if is_digest(key) else key,
            tuple(kept_values(kept).items()),
        )
        for number, key, kept, file_name, at in ask(connection, _beside, case=case_id, limit=limit)
    ]


def _run(row: sqlite3.Row) -> Run:
    return Run(
        id=row["id"],
        file_name=row["file_name"],
        at=datetime.datetime.fromisoformat(row["at"]),
        by=row["who"],
        rows=row["rows"],
        added=row["added"],
        changed=row["changed"],
        skipped=row["skipped"],
        refused=row["refused"],
        undone=datetime.datetime.fromisoformat(row["undone"]) if row["undone"] else None,
    )

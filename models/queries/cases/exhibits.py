"""The exhibits of a case, and the chain of custody of one."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from peewee import BaseQuery, ModelSelect

from models.errors import NotFoundError
from models.queries.cases.history import ACTIONS
from models.queries.joins import called, recorded_by, with_user, with_user_named
from models.schema import AuditRecord, Exhibit, User
from models.storage.asking import ask, given, question, row
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class ExhibitRow:
    """An exhibit as lists and sheets show it; ``added`` is UTC, ``size`` in bytes."""

    id: int
    version: int
    case_id: int
    number: int
    mark: str
    description: str
    source: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    added: datetime.datetime
    added_by: str
    withdrawn: str
    file_id: int

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return f"Exhibit {self.mark}"


@dataclass(frozen=True)
class CustodyLine:
    """One act on an exhibit: when (UTC), who, what."""

    at: datetime.datetime
    who: str
    what: str


def _exhibits() -> ModelSelect[Any]:
    """Exhibits, by the fields of :class:`ExhibitRow`."""
    exhibit = Exhibit
    chosen = exhibit.select(
        *(exhibit.id, exhibit.version, exhibit.case, exhibit.number, exhibit.mark),
        *(exhibit.description, exhibit.source, exhibit.file_name, exhibit.media_type),
        *(exhibit.size, exhibit.sha256, exhibit.added, called(User).alias("added_by")),
        *(exhibit.withdrawn, exhibit.file),
    )
    return with_user(chosen, exhibit.added_by, User)


@question
def _of_case() -> BaseQuery:
    return _exhibits().where(Exhibit.case == given("case")).order_by(Exhibit.number)


@question
def _by_id() -> BaseQuery:
    return _exhibits().where(Exhibit.id == given("exhibit"))


@question
def _custody() -> BaseQuery:
    record = AuditRecord
    who = recorded_by(record).alias("who")
    case = Exhibit.select(Exhibit.case).where(Exhibit.id == given("exhibit"))
    found = record.select(record.at, who, record.action, record.entry)
    return (
        with_user_named(found, record.user_name, User)
        .where(
            (record.case_id == case)  # ids of cases stay theirs
            & (record.table == "exhibit")
            & (record.record_id == given("exhibit"))
        )
        .order_by(record.id)
    )


def exhibits(connection: sqlite3.Connection, case_id: int) -> list[ExhibitRow]:
    """Every exhibit of a case, by number."""
    return [_row(found) for found in ask(connection, _of_case, case=case_id)]


def exhibit(connection: sqlite3.Connection, exhibit_id: int) -> ExhibitRow:
    """One exhibit.

    :raises NotFoundError: there is none with this id.
    """
    found = row(connection, _by_id, exhibit=exhibit_id)
    if found is None:
        raise NotFoundError("There is no such exhibit in this register.")
    return _row(found)


def custody(connection: sqlite3.Connection, exhibit_id: int) -> list[CustodyLine]:
    """Everything done with an exhibit, oldest first."""
    lines = []
    for at, who, action, entry in ask(connection, _custody, exhibit=exhibit_id):
        said = (json.loads(entry) if entry else {}).get("what")  # words may have been erased
        said = said or {"collect": "Added", "alter": "Described"}.get(
            action, ACTIONS.get(action, action)
        )
        lines.append(CustodyLine(datetime.datetime.fromisoformat(at), who, said))
    return lines


def _row(found: sqlite3.Row) -> ExhibitRow:
    values = dict(found)
    values["added"] = datetime.datetime.fromisoformat(values["added"])
    return ExhibitRow(**values)

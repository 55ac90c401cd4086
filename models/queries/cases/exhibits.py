"""The exhibits of a case, and the chain of custody of one."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from models.errors import NotFoundError
from models.queries.cases.history import ACTIONS
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


QUERY = """
SELECT e.id, e.version, e.case_id, e.number, e.mark, e.description, e.source, e.file_name,
       e.media_type, e.size, e.sha256, e.added, COALESCE(u.full_name, '') AS added_by,
       e.withdrawn, e.file_id
FROM exhibit e LEFT JOIN user u ON u.id = e.added_by_id
"""


def exhibits(connection: sqlite3.Connection, case_id: int) -> list[ExhibitRow]:
    """Every exhibit of a case, by number."""
    found = connection.execute(f"{QUERY} WHERE e.case_id = ? ORDER BY e.number", (case_id,))
    return [_row(row) for row in found]


def exhibit(connection: sqlite3.Connection, exhibit_id: int) -> ExhibitRow:
    """One exhibit.

    :raises NotFoundError: there is none with this id.
    """
    found = connection.execute(f"{QUERY} WHERE e.id = ?", (exhibit_id,)).fetchone()
    if found is None:
        raise NotFoundError("There is no such exhibit in this register.")
    return _row(found)


def custody(connection: sqlite3.Connection, exhibit_id: int) -> list[CustodyLine]:
    """Everything done with an exhibit, oldest first."""
    query = (
        "SELECT a.at, COALESCE(u.full_name, a.user_name), a.action, a.entry FROM audit_record a"
        " LEFT JOIN user u ON u.name = a.user_name"
        " WHERE a.case_id = (SELECT case_id FROM exhibit WHERE id = ?1)"  # ids of cases stay theirs
        " AND a.table_name = 'exhibit' AND a.record_id = ?1 ORDER BY a.id"
    )
    lines = []
    for at, who, action, entry in connection.execute(query, (exhibit_id,)):
        said = (json.loads(entry) if entry else {}).get("what")  # words may have been erased
        said = said or {"collect": "Added", "alter": "Described"}.get(
            action, ACTIONS.get(action, action)
        )
        lines.append(CustodyLine(datetime.datetime.fromisoformat(at), who, said))
    return lines


def _row(row: sqlite3.Row) -> ExhibitRow:
    values = dict(row)
    values["added"] = datetime.datetime.fromisoformat(values["added"])
    return ExhibitRow(**values)

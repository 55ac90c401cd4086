"""Where a case came from, and what was done to it before it came here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from models.queries.cases.history import Event, Names, event_of
from models.rules import vocabularies
from models.storage import chain as audit
from models.storage.engine import sqlite3

#: Of a record that was received: its columns as those of an audit record.
QUERY = """
SELECT number AS id, at, user_name, who, action, about_table AS table_name, record_id,
       NULL AS case_id, reason, entry, names
FROM origin_record WHERE case_id = ? ORDER BY at DESC, number DESC LIMIT ?
"""


@dataclass(frozen=True)
class Origin:
    """Where a case was first recorded, and what it was linked with that is not here.

    :ivar links: in words, such as ``See also PS/2013/00004``.
    """

    reference: str
    force: str
    links: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """In a line."""
        return f"{self.reference}, {self.force}" if self.force else self.reference


def origin(connection: sqlite3.Connection, case_id: int) -> Origin | None:
    """Where a case came from; ``None`` where it was recorded here and nowhere else."""
    query = "SELECT reference, force FROM case_origin WHERE case_id = ?"
    row = connection.execute(query, (case_id,)).fetchone()
    if row is None:
        return None
    query = "SELECT kind, reference FROM origin_link WHERE case_id = ? ORDER BY id"
    links = tuple(
        f"{vocabularies.name('link', kind)} {reference}"
        for kind, reference in connection.execute(query, (case_id,))
    )
    return Origin(row[0], row[1], links)


def before(connection: sqlite3.Connection, case_id: int, limit: int = 500) -> list[Event]:
    """What other registers recorded of a case, newest first, ``limit`` at most."""
    found = []
    for row in connection.execute(QUERY, (case_id, limit)):
        names = _Elsewhere(connection, row["names"])
        found.append(event_of(dict(row), names))
    return found


def record_hash(connection: sqlite3.Connection, case_id: int) -> str:
    """The SHA-256 of everything that was received of a case's record."""
    digest = hashlib.sha256()
    query = "SELECT * FROM origin_record WHERE case_id = ? ORDER BY register, number"
    cursor = connection.execute(query, (case_id,))
    names = [item[0] for item in cursor.description]
    for row in cursor:
        told = dict(zip(names, row, strict=True))
        del told["id"], told["case_id"]
        plain = {key: one.hex() if isinstance(one, bytes) else one for key, one in told.items()}
        digest.update(audit.canonical(plain).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class _Elsewhere(Names):
    """What ids stood for in the register that made a record; they mean nothing here."""

    def __init__(self, connection: sqlite3.Connection, names: str) -> None:
        super().__init__(connection)
        found: Any = json.loads(names) if names else {}
        self._told: dict[str, Any] = found

    def _ask(self, table: str, value: int) -> str:
        of_table = self._told.get(table)
        said = of_table.get(str(value)) if isinstance(of_table, dict) else None
        return str(said) if said else "another record"

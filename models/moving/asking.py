"""What the parts of moving share: rows as plain data, and whose register they are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.storage.engine import sqlite3

Data = dict[str, Any]


@dataclass(frozen=True)
class Whose:
    """The register that is read from: its identity and its force's name."""

    register: str
    force: str


def rows_of(connection: sqlite3.Connection, query: str, *values: Any) -> list[Data]:
    """What a query answers, by column, whatever rows the connection gives."""
    cursor = connection.execute(query, values)
    names = [item[0] for item in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]

"""A case in a few lines, as the list's panel shows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.case.casefile import CaseFile
from models.queries.cases.casefile import load_case
from models.rules.process.clocks import clocks_of, next_due
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Preview:
    """A case, who owns it, and the day and the name of what is due next."""

    file: CaseFile
    owner: str
    due: datetime.date | None
    due_for: str


def preview(connection: sqlite3.Connection, case_id: int, nation: str) -> Preview:
    """Read one case.

    :raises NotFoundError: there is no such case.
    """
    file = load_case(connection, case_id)
    owner = connection.execute(
        "SELECT full_name FROM user WHERE id = ?", (file.case["owner_id"],)
    ).fetchone()
    due, due_for = next_due(file, clocks_of(file, nation))
    return Preview(file, owner[0] if owner else "", due, due_for)

"""Who works in a register, as everything else is told of them."""

from __future__ import annotations

from dataclasses import dataclass

from models.engine import sqlite3
from models.errors import NotFoundError


@dataclass(frozen=True)
class UserInfo:
    """Who is working: ``role`` is a code of the vocabulary ``user_role``; id 0 makes a register."""

    id: int
    name: str
    full_name: str
    role: str


def user_named(connection: sqlite3.Connection, name: str | None) -> UserInfo:
    """Who signs in as ``name``; without a name, the register's first user.

    :raises NotFoundError: nobody does, or they have been retired.
    """
    query = "SELECT id, name, full_name, role FROM main.user WHERE NOT retired"
    asked = "" if name is None else " AND name = ? COLLATE NOCASE"
    values = () if name is None else (name.strip(),)
    for row in connection.execute(f"{query}{asked} ORDER BY id LIMIT 1", values):
        return UserInfo(row[0], row[1], row[2], row[3] or "")
    raise NotFoundError(
        f"The register knows no user named “{name}”. Nothing was opened; "
        "ask whoever keeps the register to add you."
    )

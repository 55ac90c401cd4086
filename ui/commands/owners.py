"""Whom ``--owner`` names."""

from __future__ import annotations

from models.errors import NotFoundError
from models.queries.people.users import named_users
from models.storage.engine import sqlite3


def owners_named(connection: sqlite3.Connection, names: list[str] | None) -> tuple[int, ...]:
    """The users that ``--owner`` names, by sign-in name, full name or number.

    :raises NotFoundError: no user is called so.
    """
    users = named_users(connection)
    found = []
    for name in names or ():
        wanted = name.strip().casefold()
        known = [row[0] for row in users if wanted in [str(one).casefold() for one in row]]
        if not known:
            listed = ", ".join(f"{row[1]} ({row[2]})" for row in users)
            raise NotFoundError(
                f"This register has no user called “{name}”. Its users are {listed}."
            )
        found += known
    return tuple(found)

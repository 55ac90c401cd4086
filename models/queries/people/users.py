"""Who works in a register, for those who keep it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Worker:
    """Somebody who signs in, or did until they were retired.

    :ivar member: their number and name in the force, empty where none is linked.
    :ivar last: when they last signed in (UTC).
    """

    id: int
    name: str
    full_name: str
    role: str
    retired: bool
    must_change: bool
    number: str
    member: str
    last: datetime.datetime | None


QUERY = """
SELECT u.id, u.name, u.full_name, u.role, u.retired, u.must_change,
       COALESCE(m.number, '') AS number,
       TRIM(COALESCE(p.given_names, '') || ' ' || COALESCE(p.family_name, '')) AS member
FROM user u LEFT JOIN member m ON m.id = u.member_id LEFT JOIN person p ON p.id = m.person_id
WHERE {condition} ORDER BY u.retired, u.full_name COLLATE NOCASE, u.id
"""
#: When each of them last signed in.
LAST = (
    "SELECT user_name, MAX(at) FROM main.audit_record WHERE action = 'sign in' GROUP BY user_name"
)


def workers(connection: sqlite3.Connection) -> list[Worker]:
    """Everybody who signs in, then those who did until they were retired."""
    return _workers(connection, "1")


def working(connection: sqlite3.Connection) -> list[Worker]:
    """Everybody who signs in now."""
    return _workers(connection, "NOT u.retired")


def _workers(connection: sqlite3.Connection, condition: str) -> list[Worker]:
    last = dict(connection.execute(LAST).fetchall())
    return [
        Worker(
            row["id"],
            row["name"],
            row["full_name"],
            row["role"] or "",
            bool(row["retired"]),
            bool(row["must_change"]),
            row["number"],
            row["member"],
            datetime.datetime.fromisoformat(last[row["name"]]) if row["name"] in last else None,
        )
        for row in connection.execute(QUERY.format(condition=condition)).fetchall()
    ]

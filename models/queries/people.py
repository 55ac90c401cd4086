"""Who is known: members of the force by number or name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.engine import sqlite3


@dataclass(frozen=True)
class FoundMember:
    """A member with the latest rank, post and unit that the register knows."""

    member_id: int
    number: str
    role: str | None
    title: str
    given_names: str
    family_name: str
    date_of_birth: datetime.date | None
    rank: str | None
    post: str
    unit: str


QUERY = """
SELECT m.id, m.number, m.role, p.title, p.given_names, p.family_name, p.date_of_birth,
       o.rank, o.post, o.unit
FROM member m
JOIN person p ON p.id = m.person_id
LEFT JOIN posting o ON o.id = (
    SELECT id FROM posting WHERE member_id = m.id
    ORDER BY starts IS NOT NULL DESC, starts DESC, id DESC LIMIT 1)
WHERE m.merged_into_id IS NULL AND p.merged_into_id IS NULL AND {condition}
ORDER BY p.family_name, p.given_names, m.number, m.id
LIMIT ?
"""


def find_members(connection: sqlite3.Connection, text: str, limit: int = 10) -> list[FoundMember]:
    """Members whose number is ``text``, or else whose family name begins with it.

    :param text: what a person typed; nothing is found for nothing.
    """
    wanted = text.strip()
    if not wanted:
        return []
    rows = connection.execute(QUERY.format(condition="m.number = ?"), (wanted, limit)).fetchall()
    if not rows:
        # A range, not LIKE: it is answered from the index and has no wildcards to escape.
        condition = "p.family_name >= ?1 AND p.family_name < ?1 || char(0x10FFFF)"
        query = QUERY.format(condition=condition).replace("LIMIT ?", "LIMIT ?2")
        rows = connection.execute(query, (wanted, limit)).fetchall()
    return [_found(tuple(row)) for row in rows]


def _found(row: tuple[object, ...]) -> FoundMember:
    values = list(row)
    values[6] = datetime.date.fromisoformat(str(values[6])) if values[6] else None
    for place in (1, 3, 4, 5, 8, 9):
        values[place] = values[place] or ""
    return FoundMember(*values)  # type: ignore[arg-type]

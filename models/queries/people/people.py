"""Who is known: members of the force by number or name, anybody by name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from models.schema.sections import PERSON_FIELDS
from models.storage.engine import sqlite3


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


@dataclass(frozen=True)
class FoundPerson:
    """Anybody of whom the register knows.

    :ivar values: by field of :data:`models.case.casefile.PERSON_FIELDS`.
    :ivar numbers: as a member of the force, if they are one.
    """

    person_id: int
    values: dict[str, Any]
    numbers: str


#: Members of the force, and those in a case.
OF_A_NAME = """
SELECT p.*, COALESCE((SELECT GROUP_CONCAT(number, ', ') FROM member m WHERE m.person_id = p.id
                      AND m.number <> '' AND m.merged_into_id IS NULL), '') AS numbers
FROM person p
WHERE p.merged_into_id IS NULL AND p.anonymised IS NULL AND p.family_name = :family
  AND (:given = '' OR p.given_names = :given)
  AND (EXISTS (SELECT 1 FROM member m WHERE m.person_id = p.id)
       OR EXISTS (SELECT 1 FROM complainant c WHERE c.person_id = p.id))
ORDER BY p.given_names, p.id LIMIT :limit
"""
QUERY = """
SELECT m.id, m.number, m.role, p.title, p.given_names, p.family_name, p.date_of_birth,
       o.rank, o.post, o.unit
FROM member m
JOIN person p ON p.id = m.person_id
LEFT JOIN posting o ON o.id = (
    SELECT id FROM posting WHERE member_id = m.id
    ORDER BY starts IS NOT NULL DESC, starts DESC, id DESC LIMIT 1)
WHERE m.merged_into_id IS NULL AND p.merged_into_id IS NULL AND p.anonymised IS NULL
    AND {condition}
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


def find_people(
    connection: sqlite3.Connection, family: str, given: str, limit: int = 3
) -> list[FoundPerson]:
    """Those of exactly this family name, and these given names where any are said."""
    asked = {"family": family, "given": given, "limit": limit}
    found = []
    for row in connection.execute(OF_A_NAME, asked):
        values = {name: row[name] for name in PERSON_FIELDS}
        born = values["date_of_birth"]
        values["date_of_birth"] = datetime.date.fromisoformat(born) if born else None
        found.append(FoundPerson(row["id"], values, row["numbers"]))
    return found

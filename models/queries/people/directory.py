"""The people in the register: by name or number, and those who may be one and the same."""

from __future__ import annotations

from dataclasses import dataclass

from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Listed:
    """A person as the list shows them; ``cases`` is how many they are in."""

    person_id: int
    name: str
    numbers: str
    date_of_birth: str
    cases: int


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, and why it is thought so."""

    first: Listed
    second: Listed
    why: str


LISTED = """
SELECT p.id, TRIM(p.family_name || ', ' || p.given_names, ', ') AS name,
       COALESCE((SELECT GROUP_CONCAT(number, ', ') FROM member m
                 WHERE m.person_id = p.id AND m.number <> '' AND m.merged_into_id IS NULL), '')
       AS numbers,
       COALESCE(p.date_of_birth, '') AS born,
       (SELECT COUNT(*) FROM (
            SELECT s.case_id AS id FROM subject s JOIN member m ON m.id = s.member_id
            WHERE m.person_id = p.id
            UNION SELECT c.case_id FROM complainant c WHERE c.person_id = p.id)) AS cases
FROM person p
"""
#: Pairs of people, the lower id first, and why; each half is answered from an index.
PAIRS = """
SELECT MIN(one, other) AS one, MAX(one, other) AS other, MIN(why) AS why FROM (
    SELECT a.person_id AS one, b.person_id AS other, 'same number' AS why
    FROM member a JOIN member b ON b.number = a.number AND b.person_id > a.person_id
    WHERE a.number <> '' AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
    UNION ALL
    SELECT a.id, b.id,
           CASE WHEN a.date_of_birth = b.date_of_birth THEN 'same family name and date of birth'
                ELSE 'same name' END
    FROM person a JOIN person b ON b.family_name = a.family_name AND b.id > a.id
    WHERE a.family_name <> ''
      AND (a.date_of_birth = b.date_of_birth
           OR (a.given_names = b.given_names AND a.given_names <> ''
               AND (a.date_of_birth IS NULL OR b.date_of_birth IS NULL))))
GROUP BY 1, 2 LIMIT :limit
"""


def people(connection: sqlite3.Connection, text: str, limit: int = 200) -> list[Listed]:
    """People whose family name or number begins with ``text``, in order of name."""
    wanted = text.strip()
    condition = "p.merged_into_id IS NULL AND p.anonymised IS NULL"
    if wanted:
        condition += (
            " AND (p.family_name LIKE :text ESCAPE '!' OR p.given_names LIKE :text ESCAPE '!'"
            " OR p.id IN (SELECT person_id FROM member WHERE number = :number))"
        )
    given = {"text": f"{escaped(wanted)}%", "number": wanted, "limit": limit}
    query = f"{LISTED} WHERE {condition} ORDER BY p.family_name, p.given_names, p.id LIMIT :limit"
    return [Listed(*row) for row in connection.execute(query, given)]


def escaped(text: str) -> str:
    """``text`` as ``LIKE … ESCAPE '!'`` takes it: its wildcards mean themselves."""
    return "".join(f"!{one}" if one in "%_!" else one for one in text)


def duplicates(connection: sqlite3.Connection, limit: int = 200) -> list[Pair]:
    """Pairs of people who may be one: by number, by name, by date of birth."""
    found = []
    for one, other, why in connection.execute(PAIRS, {"limit": limit}).fetchall():
        both = [
            Listed(*row)
            for person_id in (one, other)
            for row in connection.execute(
                f"{LISTED} WHERE p.id = :id AND p.merged_into_id IS NULL",
                {"id": person_id},
            )
        ]
        if len(both) == 2:
            found.append(Pair(both[0], both[1], why))
    return found

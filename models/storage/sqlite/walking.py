"""Walks through a register that begin with one user: their own records, what is hidden from them.

They follow merges and consolidations as far as those go, over the tables themselves: the views
that hide (:mod:`models.storage.sqlite.hiding`) are made of what is found here. ``CROSS JOIN`` has
SQLite keep the order that is written, which begins with what is few.
"""

from __future__ import annotations

from models.storage.engine import sqlite3

#: Every record of the person who is user ``?1``: that of their membership, of whoever bears its
#: number, and those merged with these.
_OWN = """
WITH RECURSIVE own(id) AS (
    SELECT m.person_id FROM main.user u JOIN main.member m ON m.id = u.member_id WHERE u.id = ?1
    UNION SELECT n.person_id FROM main.user u JOIN main.member m ON m.id = u.member_id
        JOIN main.member n ON n.number = m.number WHERE u.id = ?1 AND m.number <> ''
    UNION SELECT p.merged_into_id FROM own CROSS JOIN main.person p ON p.id = own.id
        WHERE p.merged_into_id IS NOT NULL
    UNION SELECT p.id FROM own CROSS JOIN main.person p ON p.merged_into_id = own.id
)"""
OWN = f"{_OWN} SELECT id FROM own"
#: The cases that they may not see.
_HIDDEN = f"""{_OWN}, hidden(id) AS (
    SELECT l.case_id FROM main.case_line l WHERE l.restricted = 1 AND l.owner_id IS NOT ?1
        AND NOT EXISTS (SELECT 1 FROM main.case_access a
                        WHERE a.case_id = l.case_id AND a.user_id = ?1)
    UNION SELECT s.case_id FROM own CROSS JOIN main.member m ON m.person_id = own.id
        CROSS JOIN main.subject s ON s.member_id = m.id
    UNION SELECT c.case_id FROM own CROSS JOIN main.complainant c ON c.person_id = own.id
    UNION SELECT k.other_id FROM hidden CROSS JOIN main.case_link k ON k.case_id = hidden.id
        WHERE k.kind = 'consolidated'
    UNION SELECT k.case_id FROM hidden CROSS JOIN main.case_link k ON k.other_id = hidden.id
        WHERE k.kind = 'consolidated'
)"""
HIDDEN = f"{_HIDDEN} SELECT id FROM hidden"
#: Whether they play a part in case ``?2``.
TAKES_PART = f"""{_OWN}
SELECT EXISTS (SELECT 1 FROM main.subject s JOIN main.member m ON m.id = s.member_id
               WHERE s.case_id = ?2 AND m.person_id IN (SELECT id FROM own))
    OR EXISTS (SELECT 1 FROM main.complainant c
               WHERE c.case_id = ?2 AND c.person_id IN (SELECT id FROM own))
"""


def _said(table: str, column: str, when: str) -> str:
    """What the record of hidden cases says stood in a column of a table, before or after."""
    value = f"CASE WHEN json_valid(a.entry) THEN json_extract(a.entry, '$.{when}.{column}') END"
    return (
        f"SELECT {value} AS id FROM hidden CROSS JOIN main.audit_record a"
        " INDEXED BY audit_record_case_id"
        f" ON a.case_id = hidden.id WHERE a.table_name = '{table}'"
        " AND a.action <> 'collect'"
    )


#: People who appear in hidden cases, or once did, and in nothing that is seen; with those merged.
UNKNOWN = f"""{_HIDDEN}, met(id) AS (
    SELECT m.person_id FROM hidden CROSS JOIN main.subject s ON s.case_id = hidden.id
        CROSS JOIN main.member m ON m.id = s.member_id
    UNION SELECT c.person_id FROM hidden CROSS JOIN main.complainant c ON c.case_id = hidden.id
    UNION SELECT m.person_id FROM ({_said("subject", "member_id", "before")}) e
        CROSS JOIN main.member m ON m.id = e.id
    UNION SELECT e.id FROM ({_said("complainant", "person_id", "before")}) e WHERE e.id IS NOT NULL
    UNION SELECT p.id FROM met CROSS JOIN main.person p ON p.merged_into_id = met.id
    UNION SELECT p.merged_into_id FROM met CROSS JOIN main.person p ON p.id = met.id
        WHERE p.merged_into_id IS NOT NULL
)
SELECT met.id FROM met
WHERE NOT EXISTS (SELECT 1 FROM main.member m JOIN main.subject s ON s.member_id = m.id
        WHERE m.person_id = met.id AND s.case_id NOT IN (SELECT id FROM hidden))
    AND NOT EXISTS (SELECT 1 FROM main.complainant c
        WHERE c.person_id = met.id AND c.case_id NOT IN (SELECT id FROM hidden))
    AND NOT EXISTS (SELECT 1 FROM main.member m JOIN main.guidance_issue g ON g.member_id = m.id
        WHERE m.person_id = met.id)
    AND NOT EXISTS (SELECT 1 FROM main.member m JOIN main.user u ON u.member_id = m.id
        WHERE m.person_id = met.id)
"""


def own_people(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """Every record of the person who is this user."""
    return frozenset(row[0] for row in connection.execute(OWN, (user_id,)))


def hidden_cases(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """The ids of the cases that this user may not see."""
    return frozenset(row[0] for row in connection.execute(HIDDEN, (user_id,)))


def unknown_people(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """Those whom the user meets in hidden cases alone, with every record merged with theirs."""
    return frozenset(row[0] for row in connection.execute(UNKNOWN, (user_id,)))


def takes_part(connection: sqlite3.Connection, user_id: int, case_id: int) -> bool:
    """Whether a user is themselves subject, complainant or witness of a case."""
    return bool(connection.execute(TAKES_PART, (user_id, case_id)).fetchone()[0])

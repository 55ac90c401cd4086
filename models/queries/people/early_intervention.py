"""The alerts that stand: rules applied to what the asker may see, with their reviews."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.rules.process import early_intervention as rules
from models.rules.process.early_intervention import Matter, Rule
from models.storage.engine import sqlite3

MATTERS = """
SELECT m.person_id, s.case_id, l.received, l.kind, COALESCE(s.role, '') AS role, s.post,
       COALESCE((SELECT GROUP_CONCAT(a.category, ' ') FROM allegation a
                 WHERE a.subject_id = s.id AND a.category IS NOT NULL), '') AS categories,
       COALESCE(p.monitored_from <= l.received
                AND (p.monitored_to IS NULL OR l.received <= p.monitored_to), 0) AS monitored
FROM subject s JOIN member m ON m.id = s.member_id JOIN person p ON p.id = m.person_id
JOIN case_line l ON l.case_id = s.case_id
WHERE l.received IS NOT NULL
"""


@dataclass(frozen=True)
class StandingAlert:
    """An alert with the name of its person, its cases in words, and how it was last reviewed.

    :ivar cases: case id, reference and title, in the order of the references.
    """

    person_id: int
    name: str
    rule: Rule
    cases: tuple[tuple[int, str, str], ...]
    reviewed: str = ""
    closed: bool = False

    @property
    def key(self) -> str:
        """Its cases as a review names them."""
        return " ".join(str(case_id) for case_id, _, _ in sorted(self.cases))


def standing_alerts(
    connection: sqlite3.Connection,
    today: datetime.date,
    person_id: int | None = None,
    *,
    closed: bool = False,
) -> list[StandingAlert]:
    """Alerts not yet closed (with ``closed``: those too), of one person or of all."""
    matters = [_matter(row) for row in connection.execute(MATTERS)]
    reviews = _reviews(connection)
    found = []
    for alert in rules.alerts(matters, today):
        if person_id is not None and alert.person_id != person_id:
            continue
        key = " ".join(map(str, alert.case_ids))
        said, is_closed = reviews.get((alert.person_id, alert.rule.code, key), ("", False))
        if is_closed and not closed:
            continue
        name = connection.execute(
            "SELECT TRIM(given_names || ' ' || family_name) FROM person WHERE id = ?",
            (alert.person_id,),
        ).fetchone()[0]
        cases = tuple(_case(connection, case_id) for case_id in alert.case_ids)
        found.append(StandingAlert(alert.person_id, name, alert.rule, cases, said, is_closed))
    return found


def _matter(row: sqlite3.Row) -> Matter:
    return Matter(
        row["person_id"],
        row["case_id"],
        datetime.date.fromisoformat(row["received"]),
        row["kind"],
        row["role"],
        row["post"],
        frozenset(row["categories"].split()),
        bool(row["monitored"]),
    )


def _reviews(connection: sqlite3.Connection) -> dict[tuple[int, str, str], tuple[str, bool]]:
    """The latest review of each alert: its reason, and whether it closed it."""
    query = "SELECT person_id, rule, cases, reason, closed FROM alert_review ORDER BY id"
    return {(row[0], row[1], row[2]): (row[3], bool(row[4])) for row in connection.execute(query)}


def _case(connection: sqlite3.Connection, case_id: int) -> tuple[int, str, str]:
    query = "SELECT case_id, reference, title FROM case_line WHERE case_id = ?"
    row = connection.execute(query, (case_id,)).fetchone()
    return row[0], row[1], row[2]

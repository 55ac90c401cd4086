"""One person: the parts they play in cases, what stands against them, the posts they held."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from models.errors import NotFoundError
from models.rules import vocabularies
from models.rules.names import full_name
from models.rules.process import warnings
from models.storage.engine import sqlite3

Row = dict[str, Any]


@dataclass(frozen=True)
class Appearance:
    """A part played in a case: ``Subject``, or the capacity of a complainant."""

    case_id: int
    reference: str
    title: str
    part: str
    received: datetime.date
    stage: str
    result: str


@dataclass(frozen=True)
class Warned:
    """A written warning; live until ``expires``, that day included."""

    case_id: int
    reference: str
    name: str
    starts: datetime.date | None
    expires: datetime.date | None
    live: bool


@dataclass(frozen=True)
class Suspended:
    """A suspension or restriction with its reviews (days); ``ended`` is empty while it lasts."""

    case_id: int
    reference: str
    name: str
    began: datetime.date | None
    ended: datetime.date | None
    reviews: list[datetime.date]


@dataclass(frozen=True)
class Merged:
    """Another record that was found to be this person."""

    id: int
    gone: str
    at: datetime.datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Informed:
    """A version of guidance given to a person; ``how`` and ``acknowledged_how`` in words."""

    called: str
    given: datetime.date | None
    how: str
    acknowledged: datetime.date | None
    acknowledged_how: str


@dataclass(frozen=True)
class Person:
    """Everything that a person's page shows; ``row`` is the person's own record."""

    row: Row
    service: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    appearances: list[Appearance] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    suspensions: list[Suspended] = field(default_factory=list)
    merges: list[Merged] = field(default_factory=list)
    guidance: list[Informed] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As recorded."""
        return full_name(self.row)


def person(connection: sqlite3.Connection, person_id: int, today: datetime.date) -> Person:
    """Read one person.

    :raises NotFoundError: there is no such person.
    """
    found = connection.execute("SELECT * FROM person WHERE id = ?", (person_id,)).fetchone()
    if found is None:
        raise NotFoundError("There is no such person in this register.")
    ours = {"person": person_id, "today": today.isoformat()}
    warned = ours | {"warnings": json.dumps(warnings.outcomes())}
    return Person(
        dict(found),
        _rows(
            connection,
            "SELECT * FROM member WHERE person_id = :person AND merged_into_id IS NULL ORDER BY id",
            ours,
        ),
        _rows(
            connection,
            "SELECT o.*, m.number, m.role FROM posting o JOIN member m ON m.id = o.member_id"
            " WHERE m.person_id = :person ORDER BY o.starts DESC, o.id DESC",
            ours,
        ),
        [_appearance(row) for row in _rows(connection, APPEARANCES, ours)],
        [_warned(row, today) for row in _rows(connection, WARNED, warned)],
        [_suspended(connection, row) for row in _rows(connection, SUSPENDED, ours)],
        [_merged(row) for row in _rows(connection, MERGED, ours)],
        [_informed(row) for row in _rows(connection, INFORMED, ours)],
    )


APPEARANCES = """
SELECT l.case_id, l.reference, l.title, l.received, l.stage, 'Subject' AS part,
       COALESCE((SELECT outcome FROM outcome o WHERE o.subject_id = s.id
                 ORDER BY o.decided DESC, o.id DESC LIMIT 1), '') AS outcome,
       COALESCE((SELECT f.finding FROM finding f JOIN allegation a ON a.id = f.allegation_id
                 WHERE a.subject_id = s.id
                 ORDER BY f.level = 'complaint', f.decided DESC, f.id DESC LIMIT 1), '')
       AS finding
FROM subject s JOIN member m ON m.id = s.member_id JOIN case_line l ON l.case_id = s.case_id
WHERE m.person_id = :person
UNION ALL
SELECT l.case_id, l.reference, l.title, l.received, l.stage, c.capacity, '', ''
FROM complainant c JOIN case_line l ON l.case_id = c.case_id
WHERE c.person_id = :person
ORDER BY 4 DESC, 1 DESC
"""
WARNED = """
SELECT l.case_id, l.reference, o.outcome, o.starts, o.expires
FROM outcome o JOIN subject s ON s.id = o.subject_id JOIN member m ON m.id = s.member_id
JOIN case_line l ON l.case_id = o.case_id
WHERE m.person_id = :person AND o.outcome IN (SELECT value FROM json_each(:warnings))
ORDER BY o.starts DESC, o.id DESC
"""
SUSPENDED = """
SELECT x.id, l.case_id, l.reference, x.kind, x.began, x.ended
FROM suspension x JOIN subject s ON s.id = x.subject_id JOIN member m ON m.id = s.member_id
JOIN case_line l ON l.case_id = x.case_id
WHERE m.person_id = :person ORDER BY x.began DESC, x.id DESC
"""
MERGED = """
SELECT g.id, g.at, g.reason, p.given_names, p.family_name, COALESCE(u.full_name, '') AS who
FROM person_merge g JOIN person p ON p.id = g.gone_id LEFT JOIN user u ON u.id = g.by_id
WHERE g.kept_id = :person AND g.undone IS NULL ORDER BY g.id DESC
"""
INFORMED = """
SELECT d.title || ', version ' || v.name AS called, i.given, i.how, i.acknowledged,
       i.acknowledged_how
FROM guidance_issue i JOIN member m ON m.id = i.member_id
JOIN guidance_version v ON v.id = i.guidance_id JOIN guidance_document d ON d.id = v.document_id
WHERE m.person_id = :person ORDER BY i.given DESC, i.id DESC
"""


def _appearance(row: Row) -> Appearance:
    part = row["part"]
    if part != "Subject":
        part = vocabularies.name("capacity", part)
    result = vocabularies.name("outcome", row["outcome"]) or vocabularies.name(
        "finding", row["finding"]
    )
    return Appearance(
        row["case_id"],
        row["reference"],
        row["title"],
        part,
        datetime.date.fromisoformat(row["received"]),
        vocabularies.name("stage", row["stage"]),
        result,
    )


def _warned(row: Row, today: datetime.date) -> Warned:
    starts, expires = _day(row["starts"]), _day(row["expires"])
    live = bool(starts and starts <= today and (expires is None or today <= expires))
    name = vocabularies.name("outcome", row["outcome"])
    return Warned(row["case_id"], row["reference"], name, starts, expires, live)


def _suspended(connection: sqlite3.Connection, row: Row) -> Suspended:
    query = "SELECT reviewed FROM suspension_review WHERE suspension_id = ? ORDER BY reviewed"
    reviews = [_day(one[0]) for one in connection.execute(query, (row["id"],))]
    return Suspended(
        row["case_id"],
        row["reference"],
        vocabularies.name("suspension", row["kind"]),
        _day(row["began"]),
        _day(row["ended"]),
        [day for day in reviews if day is not None],
    )


def _merged(row: Row) -> Merged:
    at = datetime.datetime.fromisoformat(row["at"])
    return Merged(row["id"], full_name(row), at, row["who"], row["reason"])


def _informed(row: Row) -> Informed:
    return Informed(
        row["called"],
        _day(row["given"]),
        vocabularies.name("guidance_given", row["how"]),
        _day(row["acknowledged"]),
        vocabularies.name("guidance_acknowledged", row["acknowledged_how"]),
    )


def _rows(connection: sqlite3.Connection, query: str, values: dict[str, Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(query, values)]


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

"""Which closed cases are to be looked at because their time is over, or soon will be, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from models.errors import NotFoundError
from models.queries.cases.history import Event, Names, event_of
from models.rules import vocabularies
from models.rules.names import full_name
from models.rules.process import retention
from models.rules.process.retention import Due, Facts
from models.rules.process.working_days import months_after
from models.storage.compacting import is_asked_for
from models.storage.engine import sqlite3

#: A case and those consolidated into it.
_MATTER = (
    "IN (SELECT l.case_id UNION SELECT k.case_id FROM case_link k"
    " WHERE k.other_id = l.case_id AND k.kind = 'consolidated')"
)


def _codes(table: str, column: str) -> str:
    return f"(SELECT GROUP_CONCAT(DISTINCT x.{column}) FROM {table} x WHERE x.case_id {_MATTER})"


QUERY = f"""
SELECT l.case_id, l.reference, l.title, l.who, COALESCE(l.closed, l.received) AS closed,
    {_codes("case_line", "kind")} AS kind, {_codes("finding", "finding")} AS finding,
    {_codes("outcome", "outcome")} AS outcome,
    {_codes("severity_assessment", "severity")} AS severity,
    EXISTS (SELECT 1 FROM subject s WHERE s.member_id IS NOT NULL AND s.case_id {_MATTER})
    OR EXISTS (SELECT 1 FROM complainant n WHERE n.case_id {_MATTER}) AS named,
    (SELECT MAX(o.expires) FROM outcome o WHERE o.case_id {_MATTER}) AS warning_ended,
    (SELECT r.until FROM retention_review r WHERE r.case_id = l.case_id
     ORDER BY r.id DESC LIMIT 1) AS kept_until,
    (SELECT r.reason FROM retention_review r WHERE r.case_id = l.case_id
     ORDER BY r.id DESC LIMIT 1) AS kept_why
FROM case_line l JOIN "case" c ON c.id = l.case_id
WHERE NOT l.open AND c.anonymised IS NULL AND l.consolidated_into = ''
"""
PEOPLE = """
SELECT * FROM (
    SELECT p.id, p.given_names, p.family_name, m.number, 'Subject' AS part
    FROM subject s JOIN member m ON m.id = s.member_id JOIN person p ON p.id = m.person_id
    WHERE s.case_id = ?1
    UNION
    SELECT p.id, p.given_names, p.family_name, '', n.capacity
    FROM complainant n JOIN person p ON p.id = n.person_id WHERE n.case_id = ?1)
ORDER BY part <> 'Subject', family_name, given_names, id
"""
ELSEWHERE = """
SELECT l.reference, l.open FROM case_line l WHERE l.case_id <> ?2 AND l.case_id IN (
    SELECT s.case_id FROM subject s JOIN member m ON m.id = s.member_id WHERE m.person_id = ?1
    UNION SELECT case_id FROM complainant WHERE person_id = ?1)
ORDER BY l.reference_key
"""


@dataclass(frozen=True)
class Review:
    """A case that comes to review.

    :ivar late: whether the day has come; otherwise it comes within a year.
    """

    case_id: int
    reference: str
    title: str
    who: str
    closed: datetime.date
    due: Due
    late: bool

    def to_dict(self) -> dict[str, Any]:
        """For ``retention list --json``."""
        return {
            "case_id": self.case_id,
            "reference": self.reference,
            "title": self.title,
            "who": self.who,
            "closed": self.closed.isoformat(),
            "review": self.due.day.isoformat(),
            "due": self.late,
            "rule": self.due.rule.code,
            "why": self.due.why,
            "suggests": self.due.suggests,
        }


@dataclass(frozen=True)
class Part:
    """Somebody in a case: ``elsewhere`` are the references of other cases that they are in."""

    person_id: int
    name: str
    part: str
    elsewhere: tuple[str, ...]
    in_open: bool


@dataclass(frozen=True)
class Kept:
    """An earlier decision to keep a case."""

    decided: datetime.date | None
    by: str
    until: datetime.date | None
    reason: str


@dataclass(frozen=True)
class Matter:
    """What is looked at when a case is reviewed.

    :ivar consolidated: references of the cases that go with it.
    """

    case_id: int
    reference: str
    title: str
    consolidated: tuple[str, ...] = ()
    people: list[Part] = field(default_factory=list)
    exhibits: int = 0
    entries: int = 0
    kept: list[Kept] = field(default_factory=list)


def reviews(connection: sqlite3.Connection, today: datetime.date) -> list[Review]:
    """Cases due for review, and those that will be within a year; the longest overdue first."""
    until = retention.horizon(today)
    latest = months_after(until, -retention.shortest()).isoformat()
    found = []
    query = (
        f"{QUERY} AND (COALESCE(l.closed, l.received) <= ?"
        " OR l.case_id IN (SELECT case_id FROM retention_review))"
    )
    for row in connection.execute(query, (latest,)):
        due = retention.due(_facts(row))
        if due is not None and due.day <= until:
            found.append(_review(row, due, today))
    return sorted(found, key=lambda one: (one.due.day, one.case_id))


def matter(connection: sqlite3.Connection, case_id: int) -> Matter:
    """What is in a case that is reviewed.

    :raises NotFoundError: there is no such case.
    """
    query = "SELECT reference, title FROM case_line WHERE case_id = ?"
    found = connection.execute(query, (case_id,)).fetchone()
    if found is None:
        raise NotFoundError("There is no such case in this register.")
    query = (
        "SELECT l.reference FROM case_link k JOIN case_line l ON l.case_id = k.case_id"
        " WHERE k.other_id = ? AND k.kind = 'consolidated' ORDER BY l.reference_key"
    )
    consolidated = tuple(row[0] for row in connection.execute(query, (case_id,)))
    people = [_part(connection, row, case_id) for row in connection.execute(PEOPLE, (case_id,))]
    counts = [
        connection.execute(f"SELECT COUNT(*) FROM {table} WHERE case_id = ?", (case_id,)).fetchone()
        for table in ("exhibit", "chronology_entry")
    ]
    query = (
        "SELECT r.decided, r.until, r.reason, COALESCE(u.full_name, '') AS who"
        " FROM retention_review r LEFT JOIN user u ON u.id = r.decided_by_id"
        " WHERE r.case_id = ? ORDER BY r.id DESC"
    )
    kept = [
        Kept(_day(row["decided"]), row["who"], _day(row["until"]), row["reason"])
        for row in connection.execute(query, (case_id,))
    ]
    (exhibits,), (entries,) = counts
    return Matter(case_id, found[0], found[1], consolidated, people, exhibits, entries, kept)


def done(connection: sqlite3.Connection, limit: int = 200) -> list[Event]:
    """What was anonymised and erased, the latest first: who, when and why, and not what it was."""
    query = (
        "SELECT a.*, COALESCE(u.full_name, a.user_name) AS who FROM audit_record a"
        " LEFT JOIN user u ON u.name = a.user_name"
        " WHERE a.action = 'erase' AND a.table_name IN ('case', '')"
        " AND a.entry LIKE '%\"retention\":%' ORDER BY a.id DESC LIMIT ?"
    )
    names = Names(connection)
    return [event_of(dict(row), names) for row in connection.execute(query, (limit,))]


def file_is_waiting(connection: sqlite3.Connection) -> bool:
    """Whether the file is still to be written anew after something was taken out."""
    return is_asked_for(connection)


def _facts(row: sqlite3.Row) -> Facts:
    codes = {
        name: frozenset((row[name] or "").split(","))
        for name in ("kind", "finding", "outcome", "severity")
    }
    codes["named"] = frozenset(("yes" if row["named"] else "no",))
    days = {"closed": _day(row["closed"]), "warning-ended": _day(row["warning_ended"])}
    return Facts(
        codes,
        {name: day for name, day in days.items() if day is not None},
        _day(row["kept_until"]),
        row["kept_why"] or "",
    )


def _review(row: sqlite3.Row, due: Due, today: datetime.date) -> Review:
    closed = datetime.date.fromisoformat(row["closed"])
    late = retention.is_due(due, today)
    return Review(row["case_id"], row["reference"], row["title"], row["who"], closed, due, late)


def _part(connection: sqlite3.Connection, row: sqlite3.Row, case_id: int) -> Part:
    others = connection.execute(ELSEWHERE, (row["id"], case_id)).fetchall()
    name = " ".join(filter(None, (row["number"], full_name(dict(row))))) or "Without a name"
    part = row["part"]
    if part != "Subject":
        part = vocabularies.name("capacity", part)
    return Part(
        row["id"],
        name,
        part,
        tuple(one["reference"] for one in others),
        any(one["open"] for one in others),
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

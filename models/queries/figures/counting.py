"""What is counted, one by one: every figure about cases, subjects and findings is made of these."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from models.rules import vocabularies
from models.rules.publishing.questions import Question
from models.storage.engine import sqlite3

#: What the investigation found, of several allegations the first that holds.
ANSWER, WAITING, NO_CASE, OTHER = "case-to-answer", "waiting", "no-case", "other"
FOUND = (ANSWER, WAITING, NO_CASE, OTHER)
#: Where there is no outcome yet.
PENDING = "pending"
#: Of a role, a rank or a kind where what is counted has more than one.
SEVERAL = "several"

QUERY = """
SELECT c.id AS case_id, c.kind, c.received, c.closed, {day} AS day,
    a.id AS allegation_id, a.category, a.standard, a.platform, a.conduct, a.duty,
    s.id AS subject_id, s.role, s.rank, s.member_id,
    (SELECT m.person_id FROM member m WHERE m.id = s.member_id) AS person_id,
    (SELECT f.finding FROM finding f WHERE f.allegation_id = a.id AND f.level = 'investigation'
        AND f.finding IS NOT NULL ORDER BY f.decided DESC, f.id DESC LIMIT 1) AS finding
FROM "case" c {join}
WHERE {day} BETWEEN :start AND :end
    AND (:factor IS NULL OR EXISTS (SELECT 1 FROM allegation_factor x
        WHERE x.allegation_id = a.id AND x.factor = :factor))
    AND (:kind IS NULL OR c.kind = :kind) AND (:category IS NULL OR a.category = :category)
    AND (:role IS NULL OR s.role = :role)
ORDER BY {order}
"""
OF_SUBJECTS = (
    "JOIN subject s ON s.case_id = c.id JOIN allegation a ON a.subject_id = s.id",
    "s.id, a.id",
)
#: Also where nobody is identified.
OF_ALLEGATIONS = (
    "JOIN allegation a ON a.case_id = c.id LEFT JOIN subject s ON s.id = a.subject_id",
    "a.id",
)
#: The day that each basis goes by.
DAYS = {"received": "c.received", "finalised": "c.closed", "conduct": "a.conduct_from"}
OUTCOMES = """
SELECT o.case_id, s.id AS subject_id, s.member_id, o.allegation_id, o.outcome
FROM outcome o JOIN subject s ON s.id = o.subject_id WHERE o.outcome IS NOT NULL
"""

#: Somebody in a case: by membership, or by the row while nobody is identified.
Who = tuple[int, int]


@dataclass
class Counted:
    """One of what is counted, with all that is said of it; ``days`` are those it counts by."""

    found: str = OTHER
    outcome: str | None = None
    rows: list[Any] = field(default_factory=list)

    def codes(self, column: str) -> list[str]:
        """The values of a column, each once, in the order of the rows."""
        return list(dict.fromkeys(row[column] for row in self.rows if row[column]))

    @property
    def role(self) -> str:
        """The role, ``several`` or ``unknown``."""
        return _one(self.codes("role"), "unknown")

    @property
    def year(self) -> str:
        """The first year in which it counts."""
        return str(min(row["day"] for row in self.rows))[:4]

    @property
    def platforms(self) -> list[str]:
        """The platforms of its allegations."""
        return self.codes("platform")

    @property
    def cases(self) -> set[int]:
        """The cases it comes from."""
        return {row["case_id"] for row in self.rows}


def counted(connection: sqlite3.Connection, question: Question) -> list[Counted]:
    """All that the question counts, each with its finding and its most serious outcome.

    An outcome belongs to whoever there is a case to answer for; ``pending`` where there is none.
    """
    groups: dict[Any, Counted] = {}
    key = _KEYS[question.counts]
    for row in _rows(connection, question):
        groups.setdefault(key(row), Counted()).rows.append(row)
    said = outcomes(connection)
    for one in groups.values():
        one.found = min((_found(row["finding"]) for row in one.rows), key=FOUND.index)
        if one.found == ANSWER:
            one.outcome = _outcome(one, said, question.counts)
    return list(groups.values())


def outcomes(connection: sqlite3.Connection) -> dict[Who, list[tuple[int | None, str]]]:
    """Every outcome by subject, with the allegation that it is for, if it is for one."""
    found: dict[Who, list[tuple[int | None, str]]] = {}
    for row in connection.execute(OUTCOMES):
        found.setdefault(who(row), []).append((row["allegation_id"], row["outcome"]))
    return found


def weight(outcome: str) -> int:
    """How serious an outcome is: the less, the more serious."""
    known = by_seriousness()
    return known.index(outcome) if outcome in known else len(known)


@vocabularies.derived
def by_seriousness() -> tuple[str, ...]:
    """The outcomes from most to least serious: whoever has several is counted under the first."""
    terms = sorted(vocabularies.terms("outcome"), key=lambda term: -term.seriousness)
    return tuple(term.code for term in terms)


def who(row: Any) -> Who:
    """The subject of a row: somebody in a case."""
    return row["case_id"], row["member_id"] or -row["subject_id"]


def _rows(connection: sqlite3.Connection, question: Question) -> Iterable[Any]:
    of_people = question.counts in ("subjects", "individuals")
    join, order = OF_SUBJECTS if of_people else OF_ALLEGATIONS
    query = QUERY.format(day=DAYS[question.basis], join=join, order=order)
    return connection.execute(query, _given(question)).fetchall()


def _given(question: Question) -> dict[str, Any]:
    days = {name: _iso(getattr(question, name)) for name in ("start", "end")}
    return days | {name: getattr(question, name) for name in ("factor", "kind", "category", "role")}


def _iso(day: datetime.date) -> str:
    return day.isoformat()


_KEYS: dict[str, Callable[[Any], Any]] = {
    "subjects": who,
    "individuals": lambda row: row["person_id"] or ("row", row["subject_id"]),
    "cases": lambda row: row["case_id"],
    "allegations": lambda row: row["allegation_id"],
}


def _found(finding: str | None) -> str:
    if finding is None:
        return WAITING
    term = vocabularies.term("finding", finding)
    if term is None or term.case_to_answer is None:
        return OTHER
    return ANSWER if term.case_to_answer else NO_CASE


def _outcome(one: Counted, given: dict[Who, list[tuple[int | None, str]]], counts: str) -> str:
    answering = [row for row in one.rows if row["subject_id"] and _found(row["finding"]) == ANSWER]
    said = [
        outcome
        for row in answering
        for of, outcome in given.get(who(row), ())
        if counts != "allegations" or of in (None, row["allegation_id"])
    ]
    return min(said, key=weight, default=PENDING)


def _one(codes: list[str], none: str) -> str:
    return none if not codes else codes[0] if len(codes) == 1 else SEVERAL

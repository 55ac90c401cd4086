"""What is counted, one by one: every figure about cases, subjects and findings is made of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, SQL, BaseQuery, fn

from models.rules import vocabularies
from models.rules.publishing.questions import Question
from models.schema import (
    Allegation,
    AllegationFactor,
    Case,
    Finding,
    Member,
    Outcome,
    Subject,
)
from models.storage.asking import ask, given, question, questions, rows
from models.storage.engine import sqlite3

#: What the investigation found, of several allegations the first that holds.
ANSWER, WAITING, NO_CASE, OTHER = "case-to-answer", "waiting", "no-case", "other"
FOUND = (ANSWER, WAITING, NO_CASE, OTHER)
#: Where there is no outcome yet.
PENDING = "pending"
#: Of a role, a rank or a kind where what is counted has more than one.
SEVERAL = "several"

#: The day that each basis goes by.
DAYS = {"received": Case.received, "finalised": Case.closed, "conduct": Allegation.conduct_from}

#: By what a question may be narrowed.
NARROWED = ("factor", "kind", "category", "role")

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


def counted(connection: sqlite3.Connection, asked: Question) -> list[Counted]:
    """All that the question counts, each with its finding and its most serious outcome.

    An outcome belongs to whoever there is a case to answer for; ``pending`` where there is none.
    """
    groups: dict[Any, Counted] = {}
    key = _KEYS[asked.counts]
    for row in _rows(connection, asked):
        groups.setdefault(key(row), Counted()).rows.append(row)
    said = outcomes(connection)
    for one in groups.values():
        one.found = min((_found(row["finding"]) for row in one.rows), key=FOUND.index)
        if one.found == ANSWER:
            one.outcome = _outcome(one, said, asked.counts)
    return list(groups.values())


def outcomes(connection: sqlite3.Connection) -> dict[Who, list[tuple[int | None, str]]]:
    """Every outcome by subject, with the allegation that it is for, if it is for one."""
    found: dict[Who, list[tuple[int | None, str]]] = {}
    for row in ask(connection, _outcomes):
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


@question
def _outcomes() -> BaseQuery:
    return (
        Outcome.select(
            Outcome.case,
            Subject.id.alias("subject_id"),
            Subject.member,
            Outcome.allegation,
            Outcome.outcome,
        )
        .join(Subject)
        .where(Outcome.outcome.is_null(False))
    )


def _rows(connection: sqlite3.Connection, asked: Question) -> Iterable[Any]:
    narrowed = {name: getattr(asked, name) for name in NARROWED}
    values = {name: code for name, code in narrowed.items() if code is not None}
    of_people = asked.counts in ("subjects", "individuals")
    query = _counted(asked.basis, of_people, frozenset(values))
    days = {"start": asked.start.isoformat(), "end": asked.end.isoformat()}
    return rows(connection, query, **days, **values)


@questions
def _counted(basis: str, of_people: bool, narrowed: frozenset[str]) -> BaseQuery:
    person = Member.select(Member.person).where(Member.id == Subject.member)
    finding = (
        Finding.select(Finding.finding)
        .where(
            Finding.allegation == Allegation.id,
            Finding.level == "investigation",
            Finding.finding.is_null(False),
        )
        .order_by(Finding.decided.desc(), Finding.id.desc())
        .limit(1)
    )
    day = DAYS[basis]
    query = Case.select(
        Case.id.alias("case_id"),
        Case.kind,
        Case.received,
        Case.closed,
        day.alias("day"),
        Allegation.id.alias("allegation_id"),
        Allegation.category,
        Allegation.standard,
        Allegation.platform,
        Allegation.conduct,
        Allegation.duty,
        Subject.id.alias("subject_id"),
        Subject.role,
        Subject.rank,
        Subject.member,
        person.alias("person_id"),
        finding.alias("finding"),
    ).where(day.between(given("start"), given("end")))
    if of_people:
        query = query.join(Subject, on=(Subject.case == Case.id)).join(
            Allegation, on=(Allegation.subject == Subject.id)
        )
        query = query.order_by(Subject.id, Allegation.id)
    else:  # also where nobody is identified
        query = query.join(Allegation, on=(Allegation.case == Case.id)).join(
            Subject, JOIN.LEFT_OUTER, on=(Subject.id == Allegation.subject)
        )
        query = query.order_by(Allegation.id)
    carried = AllegationFactor.select(SQL("1")).where(
        AllegationFactor.allegation == Allegation.id, AllegationFactor.factor == given("factor")
    )
    conditions = {
        "factor": fn.EXISTS(carried),
        "kind": Case.kind == given("kind"),
        "category": Allegation.category == given("category"),
        "role": Subject.role == given("role"),
    }
    return query.where(*(conditions[name] for name in NARROWED if name in narrowed))


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


def _outcome(one: Counted, known: dict[Who, list[tuple[int | None, str]]], counts: str) -> str:
    answering = [row for row in one.rows if row["subject_id"] and _found(row["finding"]) == ANSWER]
    said = [
        outcome
        for row in answering
        for of, outcome in known.get(who(row), ())
        if counts != "allegations" or of in (None, row["allegation_id"])
    ]
    return min(said, key=weight, default=PENDING)


def _one(codes: list[str], none: str) -> str:
    return none if not codes else codes[0] if len(codes) == 1 else SEVERAL

"""The alerts that stand: rules applied to what the asker may see, with their reviews."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import BaseQuery, fn

from models.queries.joins import empty, people_of, spoken_name
from models.rules.process import early_intervention as rules
from models.rules.process.early_intervention import Matter, Rule
from models.schema import AlertReview, Allegation, CaseLine, Member, Person, Subject
from models.storage.asking import ask, given, question, rows, value
from models.storage.engine import sqlite3


@question
def _matters() -> BaseQuery:
    categories = Allegation.select(fn.GROUP_CONCAT(Allegation.category, " ")).where(
        Allegation.subject == Subject.id, Allegation.category.is_null(False)
    )
    monitored = (Person.monitored_from <= CaseLine.received) & (
        Person.monitored_to.is_null() | (CaseLine.received <= Person.monitored_to)
    )
    query = Subject.select(
        Member.person,
        Subject.case,
        CaseLine.received,
        CaseLine.kind,
        empty(Subject.role, "role"),
        Subject.post,
        empty(categories, "categories"),
        fn.COALESCE(monitored, 0).alias("monitored"),
    )
    return (
        people_of(query, Subject)
        .join(CaseLine, on=(CaseLine.case == Subject.case))
        .where(CaseLine.received.is_null(False))
    )


@question
def _of_alerts() -> BaseQuery:
    return AlertReview.select(
        AlertReview.person,
        AlertReview.rule,
        AlertReview.cases,
        AlertReview.reason,
        AlertReview.closed,
    ).order_by(AlertReview.id)


@question
def _name() -> BaseQuery:
    return Person.select(spoken_name()).where(Person.id == given("person"))


@question
def _line() -> BaseQuery:
    lines = CaseLine.select(CaseLine.case, CaseLine.reference, CaseLine.title)
    return lines.where(CaseLine.case == given("case"))


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
    matters = [_matter(row) for row in ask(connection, _matters)]
    reviews = _reviews(connection)
    found = []
    for alert in rules.alerts(matters, today):
        if person_id is not None and alert.person_id != person_id:
            continue
        key = " ".join(map(str, alert.case_ids))
        said, is_closed = reviews.get((alert.person_id, alert.rule.code, key), ("", False))
        if is_closed and not closed:
            continue
        name = value(connection, _name, person=alert.person_id)
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
    return {(row[0], row[1], row[2]): (row[3], bool(row[4])) for row in ask(connection, _of_alerts)}


def _case(connection: sqlite3.Connection, case_id: int) -> tuple[int, str, str]:
    (line,) = rows(connection, _line, case=case_id)
    return line[0], line[1], line[2]

"""What in the cases of a return does not hold: the cases of each rule that is broken."""

from __future__ import annotations

from functools import cache
from typing import Any

from peewee import SQL, BaseQuery, fn

from models.rules.publishing.returns import Period
from models.schema import (
    Allegation,
    Case,
    CaseLink,
    ComplainantUpdate,
    Finding,
    Letter,
    Outcome,
    SeverityAssessment,
    StageStep,
    Subject,
)
from models.storage.asking import ask, given, questions
from models.storage.engine import sqlite3

#: What tells a complainant something, but for what is about a review, which comes after the end;
#: and the letters that do.
TOLD = ("update", "outcome-letter")
WRITTEN = ("acknowledgement", "update", "outcome")


def evidence(connection: sqlite3.Connection, period: Period) -> dict[str, tuple[int, ...]]:
    """The cases that break each rule, by its code; what the user does not see breaks none."""
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    found = {}
    for code in _rules():
        query = _breaking(code)
        values = {name: days[name] for name in query.names}
        found[code] = tuple(row[0] for row in ask(connection, query, **values))
    return found


@questions
def _breaking(code: str) -> BaseQuery:
    return Case.select(Case.id).where(*_rules()[code]).order_by(Case.id)


@cache
def _rules() -> dict[str, tuple[Any, ...]]:
    """Of each rule the cases that break it, as conditions on the case."""
    start, end = given("start"), given("end")
    in_period = Case.closed.between(start, end)
    #: Cases that some table of the return counts.
    counted = (
        (Case.received <= end)
        & (Case.closed.is_null() | (Case.closed >= start) | (Case.received >= start))
    ) | in_period
    #: Cases finalised in the period that are decided in themselves and not in another.
    consolidated = _of_case(CaseLink, CaseLink.kind == "consolidated")
    decided = (in_period, ~consolidated)
    told_early = _of_case(
        ComplainantUpdate,
        ComplainantUpdate.kind.in_(TOLD),
        ComplainantUpdate.sent < Case.received,
    )
    written_early = _of_case(Letter, Letter.about.in_(WRITTEN), Letter.sent < Case.received)
    early = [
        _of_case(table, table.decided < Case.received)
        for table in (SeverityAssessment, Finding, Outcome)
    ]
    undated_finding = _of_case(Finding, Finding.finding.is_null(False), Finding.decided.is_null())
    undated_outcome = _of_case(Outcome, Outcome.outcome.is_null(False), Outcome.decided.is_null())
    finding = Finding.select(SQL("1")).where(
        Finding.allegation == Allegation.id, Finding.finding.is_null(False)
    )
    outcome = Outcome.select(SQL("1")).where(
        Outcome.subject == Subject.id, Outcome.outcome.is_null(False)
    )
    against = Allegation.select(SQL("1")).where(Allegation.subject == Subject.id)
    return {
        "no-receipt": (Case.received.is_null(),),
        "no-day-closed": (Case.stage == "closed", Case.closed.is_null(), Case.received <= end),
        "not-at-closed": (
            Case.closed.is_null(False),
            Case.stage.is_null() | (Case.stage != "closed"),
            counted,
        ),
        "closed-early": (Case.closed < Case.received, counted),
        "recorded-early": (Case.recorded < Case.received, counted),
        "contacted-early": (counted, told_early | written_early),
        "decided-early": (counted, early[0] | early[1] | early[2]),
        "undated": (counted, undated_finding | undated_outcome),
        "no-allegation": (*decided, ~_of_case(Allegation)),
        "no-finding": (
            *decided,
            ~_left_out("finding", "findings", "complaint-findings"),
            _of_case(Allegation, ~fn.EXISTS(finding)),
        ),
        "no-outcome": (*decided, ~_left_out("outcome"), _of_case(Subject, ~fn.EXISTS(outcome))),
        "uncounted-subject": (counted, _of_case(Subject, ~fn.EXISTS(against))),
    }


def _of_case(table: Any, *conditions: Any) -> Any:
    """Whether the case has a row of a table for which all of these hold."""
    return fn.EXISTS(table.select(SQL("1")).where(table.case == Case.id, *conditions))


def _left_out(*steps: str) -> Any:
    """Whether one of these steps was left out of the case on purpose, with a reason."""
    return _of_case(StageStep, StageStep.kind == "skip", StageStep.requirement.in_(steps))

"""The tables of a return for a period, of what the user sees: each figure knows its cases."""

from __future__ import annotations

import datetime
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from peewee import BaseQuery, fn

from models.queries.figures.answer_tables import LABELS
from models.queries.figures.counting import (
    FOUND,
    SEVERAL,
    Counted,
    by_seriousness,
    counted,
    outcomes,
    weight,
    who,
)
from models.queries.figures.return_evidence import TOLD, WRITTEN, evidence
from models.queries.joins import people_of
from models.rules import vocabularies
from models.rules.process.working_days import working_days_after
from models.rules.publishing.questions import NOT_RECORDED, Question
from models.rules.publishing.return_checks import problems
from models.rules.publishing.returns import (
    CROSS,
    FLOW,
    FLOW_COLUMNS,
    TIME_COLUMNS,
    TOTAL,
    Cell,
    Definition,
    Period,
    Return,
    ReturnTable,
    Row,
    bands,
    column_words,
    definitions,
    service_band,
)
from models.schema import (
    Case,
    ComplainantUpdate,
    Finding,
    Letter,
    Member,
    Person,
    Subject,
)
from models.storage.asking import ask, question
from models.storage.engine import sqlite3


@question
def _cases() -> BaseQuery:
    """Contact is the first thing that a complainant was told, or the first letter sent to them."""
    told = ComplainantUpdate.select(fn.MIN(ComplainantUpdate.sent)).where(
        ComplainantUpdate.case == Case.id, ComplainantUpdate.kind.in_(TOLD)
    )
    written = Letter.select(fn.MIN(Letter.sent)).where(
        Letter.case == Case.id, Letter.about.in_(WRITTEN)
    )
    return Case.select(
        Case.id,
        Case.kind,
        Case.received,
        Case.recorded,
        Case.closed,
        told.alias("told"),
        written.alias("written"),
    )


@question
def _complaints() -> BaseQuery:
    return (
        Finding.select(Finding.allegation, Finding.finding)
        .where(Finding.level == "complaint", Finding.finding.is_null(False))
        .order_by(Finding.decided, Finding.id)
    )


@question
def _members() -> BaseQuery:
    query = Subject.select(Subject.id, Member.joined, Person.sex, Person.ethnicity)
    return people_of(query, Subject)


@dataclass(frozen=True)
class Fact:
    """One of what a table counts: its case, and what it is under each dimension."""

    case_id: int
    codes: dict[str, str]


@dataclass(frozen=True)
class Matter:
    """A case with the days by which it counts."""

    id: int
    kind: str
    days: dict[str, datetime.date | None]


@dataclass(frozen=True)
class Dimension:
    """What rows or columns may be; ``always``: also a column of which there is none is shown."""

    heading: str
    terms: Callable[[], Sequence[tuple[str, str]]]
    always: bool = False


@dataclass
class _Group:
    """How many there are in a cell, and of which cases."""

    count: int = 0
    cases: set[int] = field(default_factory=set)

    def add(self, case_id: int) -> None:
        self.count += 1
        self.cases.add(case_id)

    def cell(self) -> Cell:
        return Cell(self.count, tuple(sorted(self.cases)))


def make_return(
    connection: sqlite3.Connection,
    period: Period,
    *,
    force: str,
    nation: str,
    today: datetime.date,
) -> Return:
    """Count every table for a period, and check that they hold together.

    :param nation: whose bank holidays are no working days.
    """
    matters = [_matter(row) for row in ask(connection, _cases)]
    facts = _Facts(connection, period)
    tables = []
    for definition in definitions():
        if definition.form == CROSS:
            tables.append(_cross(definition, facts.of(definition)))
            continue
        among = [one for one in matters if not definition.kinds or one.kind in definition.kinds]
        if definition.form == FLOW:
            tables.append(_flow(definition, among, period))
        else:
            tables.append(_times(definition, among, period, nation))
    made = Return(period, force, nation, today, tuple(tables))
    return replace(made, problems=tuple(problems(made, evidence(connection, period))))


class _Facts:
    """What the tables count, asked once for each unit and day."""

    def __init__(self, connection: sqlite3.Connection, period: Period) -> None:
        self._connection = connection
        self._period = period
        self._known: dict[tuple[str, str], list[Fact]] = {}
        self._outcomes = outcomes(connection)
        self._complaints = dict(tuple(row) for row in ask(connection, _complaints))
        self._members = {row["id"]: row for row in ask(connection, _members)}

    def of(self, definition: Definition) -> list[Fact]:
        asked = definition.counts, definition.basis
        if asked not in self._known:
            question = Question(
                self._period.start,
                self._period.end,
                counts=definition.counts,
                basis=definition.basis,
            )
            tell = self._subject if definition.counts == "subjects" else self._allegation
            self._known[asked] = [tell(one) for one in counted(self._connection, question)]
        kinds = definition.kinds
        return [one for one in self._known[asked] if not kinds or one.codes["kind"] in kinds]

    def _allegation(self, one: Counted) -> Fact:
        row = one.rows[0]
        return Fact(
            row["case_id"],
            {
                "kind": row["kind"] or NOT_RECORDED,
                "category": row["category"] or NOT_RECORDED,
                "role": row["role"] or NOT_RECORDED,
                "finding": row["finding"] or NOT_RECORDED,
                "complaint_finding": self._complaints.get(row["allegation_id"], NOT_RECORDED),
            },
        )

    def _subject(self, one: Counted) -> Fact:
        row = one.rows[0]
        said = [outcome for _, outcome in self._outcomes.get(who(row), ())]
        known = self._members.get(row["subject_id"])
        received = _day(row["received"])
        return Fact(
            row["case_id"],
            {
                "kind": row["kind"] or NOT_RECORDED,
                "role": _one(one.codes("role")),
                "rank": _one(one.codes("rank")),
                "found": one.found,
                "outcome": min(said, key=weight, default=NOT_RECORDED),
                "sex": (known and known["sex"]) or NOT_RECORDED,
                "ethnicity": (known and known["ethnicity"]) or NOT_RECORDED,
                "service": service_band(_day(known["joined"]) if known else None, received),
            },
        )


# --- tables of two dimensions ---


def _cross(definition: Definition, facts: Iterable[Fact]) -> ReturnTable:
    """Rows by columns; totals are counted by themselves, so that checks may compare."""
    cells: dict[tuple[str, str], _Group] = defaultdict(_Group)
    for fact in facts:
        row, column = fact.codes[definition.rows], fact.codes[definition.columns]
        for place in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            cells[place].add(fact.case_id)
    across, down = DIMENSIONS[definition.columns], DIMENSIONS[definition.rows]
    there = {column for row, column in cells if row == TOTAL} - {TOTAL}
    columns = [*_named(across, there, whole=across.always), (TOTAL, "Total")]
    if NOT_RECORDED not in there:
        columns = [one for one in columns if one[0] != NOT_RECORDED]
    there = {row for row, column in cells if column == TOTAL} - {TOTAL}
    rows = [*_named(down, there, whole=definition.whole), (TOTAL, "Total")]
    return ReturnTable(
        definition,
        down.heading,
        tuple(code for code, _ in columns),
        tuple(name for _, name in columns),
        tuple(
            Row(code, name, tuple(cells[code, column].cell() for column, _ in columns))
            for code, name in rows
        ),
    )


def _named(dimension: Dimension, there: set[str], *, whole: bool) -> list[tuple[str, str]]:
    """Codes and names in order; what is not of the vocabulary after it, Not recorded last."""
    terms = dict(dimension.terms())
    found = [(code, name) for code, name in terms.items() if whole or code in there]
    others = sorted(there - set(terms) - {NOT_RECORDED, SEVERAL})
    found += [(code, code) for code in others]
    if SEVERAL in there:
        found.append((SEVERAL, "More than one"))
    return [*found, (NOT_RECORDED, "Not recorded")]


# --- tables of matters by kind ---


def _flow(definition: Definition, matters: Sequence[Matter], period: Period) -> ReturnTable:
    def cells(among: Sequence[Matter]) -> list[Cell]:
        parts: dict[str, list[int]] = {code: [] for code in FLOW_COLUMNS}
        for one in among:
            for code in _flows(one, period):
                parts[code].append(one.id)
        return [_counted(parts[code]) for code in FLOW_COLUMNS]

    there = [one for one in matters if any(True for _ in _flows(one, period))]
    return _by_kind(definition, there, FLOW_COLUMNS, cells)


def _flows(one: Matter, period: Period) -> Iterable[str]:
    received, closed = one.days["received"], one.days["closed"]
    if received is not None:
        if received < period.start and (closed is None or closed >= period.start):
            yield "start"
        if period.start <= received <= period.end:
            yield "received"
    if closed is not None and period.start <= closed <= period.end:
        yield "closed"
    if received is not None and received <= period.end and (closed is None or closed > period.end):
        yield "end"


def _times(
    definition: Definition, matters: Sequence[Matter], period: Period, nation: str
) -> ReturnTable:
    basis = "received" if definition.basis == "received" else "closed"
    there = [one for one in matters if _within(one.days[basis], period)]
    took: dict[int, int] = {}
    for one in there:
        start, end = one.days["received"], one.days[definition.to]
        if start is not None and end is not None and end >= start:
            took[one.id] = working_days_after(start, end, nation)

    def cells(among: Sequence[Matter]) -> list[Cell]:
        measured = [one.id for one in among if one.id in took]
        days = [took[one] for one in measured]
        soon = [one for one in measured if took[one] <= definition.within]
        cases = tuple(sorted(measured))
        share = round(100 * len(soon) / len(measured), 1) if measured else None
        return [
            _counted([one.id for one in among]),
            Cell(len(measured), cases),
            _counted([one.id for one in among if one.id not in took]),
            Cell(round(float(statistics.median(days)), 1) if days else None, cases),
            Cell(round(statistics.fmean(days), 1) if days else None, cases),
            Cell(share, tuple(sorted(soon))),
        ]

    return _by_kind(definition, there, TIME_COLUMNS, cells)


def _by_kind(
    definition: Definition,
    matters: Sequence[Matter],
    codes: Sequence[str],
    cells: Callable[[Sequence[Matter]], list[Cell]],
) -> ReturnTable:
    of_kind: dict[str, list[Matter]] = defaultdict(list)
    for one in matters:
        of_kind[one.kind].append(one)
    kinds = _named(DIMENSIONS["kind"], set(of_kind), whole=True)
    if definition.kinds:
        kinds = [one for one in kinds if one[0] in definition.kinds]
    rows = [Row(code, name, tuple(cells(of_kind[code]))) for code, name in kinds]
    rows.append(Row(TOTAL, "Total", tuple(cells(matters))))
    words = [column_words(code, definition.within) for code in codes]
    columns = tuple(name for name, _ in words)
    heading = DIMENSIONS["kind"].heading
    return ReturnTable(definition, heading, tuple(codes), columns, tuple(rows), tuple(words))


def _counted(cases: Sequence[int]) -> Cell:
    return Cell(len(cases), tuple(sorted(cases)))


def _within(day: datetime.date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.end


def _matter(row: Any) -> Matter:
    days = {name: _day(row[name]) for name in ("received", "recorded", "closed")}
    days["contacted"] = _day(min(filter(None, (row["told"], row["written"])), default=None))
    return Matter(row["id"], row["kind"] or NOT_RECORDED, days)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _one(codes: list[str]) -> str:
    return NOT_RECORDED if not codes else codes[0] if len(codes) == 1 else SEVERAL


def _of(vocabulary: str, group: str = "") -> Callable[[], Sequence[tuple[str, str]]]:
    return lambda: [
        (term.code, term.name)
        for term in vocabularies.terms(vocabulary)
        if not group or group in term.group.split()
    ]


DIMENSIONS = {
    "kind": Dimension("Kind", _of("kind")),
    "category": Dimension("Category", _of("category")),
    "finding": Dimension("Finding", _of("finding", "investigation")),
    "complaint_finding": Dimension("Finding on the complaint", _of("finding", "complaint")),
    "found": Dimension("Found", lambda: [(code, LABELS[code]) for code in FOUND], always=True),
    "outcome": Dimension(
        "Outcome", lambda: [(code, vocabularies.name("outcome", code)) for code in by_seriousness()]
    ),
    "role": Dimension("Role", _of("role")),
    "rank": Dimension("Rank", _of("rank")),
    "sex": Dimension("Sex", _of("sex")),
    "ethnicity": Dimension("Ethnicity", _of("ethnicity")),
    "service": Dimension("Length of service", bands),
}

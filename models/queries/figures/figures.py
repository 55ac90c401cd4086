"""The dashboard's figures: every bar knows the filter that lists just the cases behind it."""

from __future__ import annotations

import calendar
import datetime
import statistics
from dataclasses import dataclass, replace
from typing import Any

from peewee import SQL, ModelSelect, fn

from models.queries.cases.filters import Filter
from models.rules import vocabularies
from models.rules.dates import MONTHS
from models.schema import Allegation, CaseLine, Outcome
from models.storage.asking import named, rows
from models.storage.engine import sqlite3

#: The case's line, under the name that the conditions of a filter give it.
Line = named(CaseLine, "l")
#: Bands of days: up to and including, and how they are called.
BANDS = ((28, "To 28 days"), (90, "29 to 90"), (180, "91 to 180"), (365, "181 to 365"))
LAST_BAND = "Over a year"


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how much, and the filter that lists what is behind it."""

    label: str
    value: float
    where: Filter


@dataclass(frozen=True)
class Series:
    """One chart's figures; ``unit`` is what a bar counts, ``note`` a sentence beside it."""

    code: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    note: str = ""
    upright: bool = False


def figures(
    connection: sqlite3.Connection, where: Filter, today: datetime.date, user_names: dict[int, str]
) -> list[Series]:
    """Every chart of the dashboard for the cases that ``where`` lets through."""
    ask = _Ask(connection, where, today)
    return [
        _by_year(ask),
        _by_month(ask),
        _by_code(ask, Allegation.category, "Allegation category", "categories"),
        _by_code(ask, Allegation.platform, "Social-media platform", "platforms"),
        _by_code(ask, Outcome.outcome, "Outcome", "outcomes"),
        _age(ask),
        _time_to_close(ask),
        _workload(ask, user_names),
    ]


class _Ask:
    """One question over the cases of the filter."""

    def __init__(self, connection: sqlite3.Connection, where: Filter, today: datetime.date) -> None:
        self.connection = connection
        self.where = where
        self.today = today
        condition, values = where.conditions(today)
        self._chosen = SQL(f"({condition})", values)

    def query(self, *columns: Any) -> ModelSelect[CaseLine]:
        """The cases of the filter: ``Line``, which is what the filter calls them."""
        return Line.select(*columns).where(self._chosen)

    def rows(self, query: ModelSelect[CaseLine]) -> list[Any]:
        return rows(self.connection, query)


def _received(ask: _Ask, part: Any) -> list[Any]:
    """How many were received in each part of time, in order."""
    query = ask.query(part.alias("part"), fn.COUNT(SQL("*"))).where(Line.received.is_null(False))
    return ask.rows(query.group_by(SQL("part")).order_by(SQL("part")))


def _by_year(ask: _Ask) -> Series:
    found = _received(ask, fn.SUBSTR(Line.received, 1, 4).cast("INTEGER"))
    counts: dict[int, int] = {row[0]: row[1] for row in found}
    years = range(min(counts), max(counts) + 1) if counts else range(0)
    bars = [
        Bar(
            str(year),
            counts.get(year, 0),
            _within(ask.where, datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
        )
        for year in years
    ]
    return Series("year", "Cases received by year", "cases", tuple(bars), upright=True)


def _by_month(ask: _Ask) -> Series:
    """The last twenty-four months in which anything was received, or fewer."""
    found = _received(ask, fn.SUBSTR(Line.received, 1, 7))
    counts: dict[str, int] = {row[0]: row[1] for row in found}
    bars: list[Bar] = []
    if counts:
        year, month = (int(part) for part in max(counts).split("-"))
        first = min(counts)
        while len(bars) < 24 and f"{year}-{month:02d}" >= first:
            start = datetime.date(year, month, 1)
            end = datetime.date(year, month, calendar.monthrange(year, month)[1])
            label = f"{MONTHS[month - 1]} {year % 100:02d}"
            value = counts.get(f"{year}-{month:02d}", 0)
            bars.insert(0, Bar(label, value, _within(ask.where, start, end)))
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    note = "The latest 24 months of the period." if len(bars) == 24 else ""
    return Series("month", "Cases received by month", "cases", tuple(bars), note, upright=True)


def _by_code(ask: _Ask, column: Any, title: str, field: str) -> Series:
    """Cases with each value of a coded column; a case counts once under each of its values."""
    table, cases = column.model, fn.COUNT(Line.case.distinct())
    found = ask.rows(
        ask.query(column, cases.alias("n"))
        .join(table, on=(table.case == Line.case))
        .where(column.is_null(False))
        .group_by(column)
        .order_by(SQL("n").desc(), column)
        .limit(12)
    )
    bars = [
        Bar(
            vocabularies.name(column.name, code),
            count,
            _also(ask.where, field, code),
        )
        for code, count in found
        if not getattr(ask.where, field) or code in getattr(ask.where, field)
    ]
    note = "A case is counted under each one that it has."
    return Series(column.name, title, "cases", tuple(bars), note)


def _age(ask: _Ask) -> Series:
    ages = [
        (row[0], (ask.today - datetime.date.fromisoformat(row[1])).days)
        for row in ask.rows(
            ask.query(Line.case, Line.received).where(Line.open, Line.received.is_null(False))
        )
    ]
    return Series("age", "Age of open cases", "cases, by days since receipt", _banded(ask, ages))


def _time_to_close(ask: _Ask) -> Series:
    took = (fn.JULIANDAY(Line.closed) - fn.JULIANDAY(Line.received)).cast("INTEGER")
    closed = ask.query(Line.case, took).where(
        ~Line.open, Line.closed.is_null(False), Line.received.is_null(False)
    )
    days = [(row[0], row[1]) for row in ask.rows(closed)]
    note = f"Median {statistics.median(one for _, one in days):.0f} days." if days else ""
    unit = "cases, by days from receipt"
    return Series("close", "Time to close", unit, _banded(ask, days), note)


def _workload(ask: _Ask, names: dict[int, str]) -> Series:
    found = ask.rows(
        ask.query(Line.owner_id, fn.COUNT(SQL("*")).alias("n"))
        .where(Line.open, Line.owner_id.is_null(False))
        .group_by(Line.owner_id)
        .order_by(SQL("n").desc(), Line.owner_id)
    )
    bars = [
        Bar(
            names.get(owner, str(owner)),
            count,
            replace(ask.where, owners=(owner,), is_open=True),
        )
        for owner, count in found
    ]
    return Series("workload", "Open cases by investigator", "cases", tuple(bars))


def _banded(ask: _Ask, days: list[tuple[int, int]]) -> tuple[Bar, ...]:
    """Cases in bands of days; what is behind a bar are those very cases."""
    inside: list[list[int]] = [[] for _ in range(len(BANDS) + 1)]
    for case_id, count in days:
        at = next((n for n, (most, _) in enumerate(BANDS) if count <= most), len(BANDS))
        inside[at].append(case_id)
    if not days:
        return ()
    labels = [*(label for _, label in BANDS), LAST_BAND]
    return tuple(
        Bar(label, len(ids), replace(ask.where, case_ids=tuple(ids)))
        for label, ids in zip(labels, inside, strict=True)
    )


def _within(where: Filter, start: datetime.date, end: datetime.date) -> Filter:
    """The filter narrowed to cases received from ``start`` to ``end``."""
    first = max(start, where.received_from or start)
    last = min(end, where.received_to or end)
    return replace(where, received_from=first, received_to=last)


def _also(where: Filter, field: str, code: str) -> Filter:
    values: dict[str, Any] = {field: (code,)}
    return replace(where, **values)

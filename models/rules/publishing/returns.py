"""A return as plain data: the tables that police bodies ask for, defined in ``resources``.

What each table counts, by which day, and its rows and columns are data in
``resources/returns.json``, with a sentence that defines it.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from models.errors import InvalidError
from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.publishing.questions import NOT_RECORDED, long_date

FILE = RESOURCES / "returns.json"
TOTAL = "total"
#: A table of two dimensions; of what came in and went out; of working days.
CROSS, FLOW, TIME = "cross", "flow", "time"
FLOW_COLUMNS = ("start", "received", "closed", "end")
TIME_COLUMNS = ("all", "measured", "unmeasured", "median", "mean", "share")
QUARTERS = {
    True: ("Apr to Jun", "Jul to Sep", "Oct to Dec", "Jan to Mar"),
    False: ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec"),
}
EARLIEST, LATEST = 1900, 2199  # years
_YEAR = re.compile(r"(\d{4})(?:/(\d{2}))?")
#: The day of a table that goes by two.
IN_AND_OUT = "Days the case was received and closed"


@dataclass(frozen=True)
class Period:
    """A year or a quarter of one, both ends included; ``financial`` years begin on 1 April."""

    year: int
    quarter: int | None = None
    financial: bool = True

    @classmethod
    def named(cls, year: str, quarter: int | None = None) -> Period:
        """That of ``2013/14`` (from 1 April) or of ``2013`` (from 1 January).

        :raises InvalidError: there is no such year or quarter.
        """
        found = _YEAR.fullmatch(year.strip())
        first = int(found[1]) if found else 0
        follows = found is None or found[2] is None or int(found[2]) == (first + 1) % 100
        if found is None or not EARLIEST <= first <= LATEST or not follows:
            said = "Give a year as 2013/14, from 1 April, or as 2013, from 1 January."
            raise InvalidError({"year": said})
        if quarter not in (None, 1, 2, 3, 4):
            raise InvalidError({"quarter": "A year has quarters 1 to 4."})
        return cls(first, quarter, found[2] is not None)

    @classmethod
    def around(cls, day: datetime.date) -> Period:
        """The quarter of the financial year in which a day is."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @property
    def start(self) -> datetime.date:
        """The first day."""
        first = (4 if self.financial else 1) + 3 * ((self.quarter or 1) - 1)
        return datetime.date(self.year + (first - 1) // 12, (first - 1) % 12 + 1, 1)

    @property
    def end(self) -> datetime.date:
        """The last day."""
        after = self.start.month + (3 if self.quarter else 12)
        year = self.start.year + (after - 1) // 12
        return datetime.date(year, (after - 1) % 12 + 1, 1) - datetime.timedelta(1)

    @property
    def year_name(self) -> str:
        """``2013/14``, or ``2013`` where it begins with January."""
        return year_name(self.year, financial=self.financial)

    def in_words(self) -> str:
        """``2013/14 quarter 4, 1 January 2014 to 31 March 2014``."""
        which = f" quarter {self.quarter}" if self.quarter else ""
        return f"{self.year_name}{which}, {long_date(self.start)} to {long_date(self.end)}"

    @property
    def file_name(self) -> str:
        """``2013-14-quarter-4``."""
        which = f"-quarter-{self.quarter}" if self.quarter else ""
        return f"{self.year_name.replace('/', '-')}{which}"


def year_name(first: int, *, financial: bool) -> str:
    """A year as it is called: ``2013/14``, or ``2013``."""
    return f"{first}/{(first + 1) % 100:02d}" if financial else str(first)


@dataclass(frozen=True)
class Definition:
    """What a table counts.

    :ivar counts: a code of the vocabulary ``counted``. :ivar basis: of ``date_basis``; empty where
        the table goes by both days.
    :ivar kinds: only matters of these kinds; empty for all.
    :ivar whole: every term of the rows' vocabulary has a row, also where there is none of it.
    :ivar to: of a table of working days, the day that ends them; ``within`` is its mark.
    """

    code: str
    title: str
    counts: str
    rows: str
    definition: str
    source: str = ""
    form: str = CROSS
    basis: str = ""
    columns: str = ""
    kinds: tuple[str, ...] = ()
    whole: bool = False
    to: str = ""
    within: int = 0

    @property
    def unit(self) -> str:
        """What a figure counts, in words."""
        return vocabularies.name("counted", self.counts)

    @property
    def day(self) -> str:
        """By which day it counts, in words."""
        return vocabularies.name("date_basis", self.basis) or IN_AND_OUT


@dataclass(frozen=True)
class Cell:
    """A figure, and the cases it is made of; ``None`` where there is nothing to measure."""

    value: int | float | None
    cases: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of a table; that of everything has the code ``total``."""

    code: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def values(self) -> tuple[int | float | None, ...]:
        """Its figures."""
        return tuple(cell.value for cell in self.cells)


@dataclass(frozen=True)
class ReturnTable:
    """A table of a return; the last row is the total, and of two dimensions the last column.

    ``notes`` say of columns what they hold.
    """

    definition: Definition
    heading: str
    codes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def total(self) -> Row:
        """The row of everything."""
        return self.rows[-1]

    def row(self, code: str) -> Row | None:
        """The row of a code, if there is one."""
        return next((one for one in self.rows if one.code == code), None)

    def about(self) -> list[tuple[str, str]]:
        """What stands beside the table wherever it goes."""
        what = self.definition
        said = [("Counts", what.unit), ("Date", what.day), ("Definition", what.definition)]
        return [*said, *([("Source", what.source)] if what.source else []), *self.notes]


@dataclass(frozen=True)
class Problem:
    """Something that does not hold, as a sentence, and the cases it is about."""

    code: str
    sentence: str
    cases: tuple[int, ...] = ()


@dataclass(frozen=True)
class Return:
    """Every table for a period, as they stood on a day; ``problems`` is what does not hold."""

    period: Period
    force: str
    nation: str
    made: datetime.date
    tables: tuple[ReturnTable, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def title(self) -> str:
        """What it is, and of when."""
        return f"Return for {self.period.in_words()}"

    def table(self, code: str) -> ReturnTable:
        """The table of that code."""
        return next(one for one in self.tables if one.definition.code == code)

    def about(self, why: str = "") -> list[tuple[str, str]]:
        """What is to be known of all its tables; ``why`` it leaves in spite of its problems."""
        said = [
            ("Return", self.period.in_words()),
            ("Force", self.force),
            ("Made", long_date(self.made)),
            ("Working days", f"Those of {vocabularies.name('nation', self.nation)}"),
        ]
        if self.period.end >= self.made:
            said.append(("Note", "The period is not over yet, so these figures are not final."))
        if not self.problems:
            return [*said, ("Checks", "All checks passed.")]
        said += [("Check", one.sentence) for one in self.problems]
        return [*said, ("Reason for sending despite the problems", why)] if why else said


@cache
def definitions() -> tuple[Definition, ...]:
    """Every table, in order."""
    return tuple(
        Definition(**{**item, "kinds": tuple(item.get("kinds", ()))}) for item in _data()["tables"]
    )


def column_words(code: str, within: int) -> tuple[str, str]:
    """What a column that is no dimension is called, and what it holds."""
    name, words = _data()["columns"][code]
    return name.format(within), words.format(within)


def bands() -> tuple[tuple[str, str], ...]:
    """The lengths of service, as codes and names, from the shortest."""
    return tuple((one["code"], one["name"]) for one in _data()["service"])


def service_band(joined: datetime.date | None, day: datetime.date | None) -> str:
    """The length of service on a day, in whole years, as a code of :func:`bands`."""
    if joined is None or day is None or day < joined:
        return NOT_RECORDED
    years = day.year - joined.year - ((day.month, day.day) < (joined.month, joined.day))
    return str(next(one["code"] for one in _data()["service"] if years < one["years"]))


def shown(value: float | None) -> str:
    """A figure as it is read; a dash where there is nothing to measure."""
    if value is None:
        return "–"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found

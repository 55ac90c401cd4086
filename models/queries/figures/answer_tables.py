"""The tables of a published answer, and which of their numbers are withheld.

Small numbers are withheld by :mod:`models.rules.publishing.suppression`, over all the tables of an
answer at once: they share totals, so that what one gives another must not give away.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from models.queries.figures.counting import (
    ANSWER,
    FOUND,
    NO_CASE,
    OTHER,
    PENDING,
    SEVERAL,
    WAITING,
    Counted,
    weight,
)
from models.queries.figures.statistics import outcome_name
from models.rules import vocabularies
from models.rules.publishing import press
from models.rules.publishing.answers import WITHHELD, Line, Table
from models.rules.publishing.questions import NOT_RECORDED, Question, long_date
from models.rules.publishing.suppression import Sum, is_small, withheld

#: A cell: the measure, by what it is divided ("" for the total), and which part of that.
Cell = tuple[str, str, str]
INVESTIGATED, OTHERWISE, TOTAL = "investigated", "otherwise", ""
SHORT = (INVESTIGATED, ANSWER, OTHERWISE)
#: What it costs, beside its number, to withhold a total: the headlines last of all.
DEAR = {INVESTIGATED: 5_000, ANSWER: 3_000}
DEAR_TOTAL = 60
LABELS = {
    INVESTIGATED: "Investigated",
    ANSWER: "Case to answer",
    NO_CASE: "No case to answer",
    OTHER: "Another finding",
    WAITING: "No finding yet",
    OTHERWISE: "No case to answer, another finding, or none yet",
}
TOO_FEW = "There are fewer than {}, so no further detail is given."


class Figures:
    """All cells of one answer, and which of them are withheld.

    :param things: what the question counts, from :func:`models.queries.figures.counting.counted`.
    """

    def __init__(self, question: Question, things: Sequence[Counted]) -> None:
        self._question = question
        self._things = things
        said = {one.outcome for one in things if one.outcome}
        self._outcomes = sorted(said, key=weight)
        self._measures = self._measures_shown()
        self._parts = {
            "role": _present(things, lambda one: one.role, _roles()),
            "year": _years(question),
            "platform": _present(things, _platform, _platforms()),
        }
        for name in ("role", "platform"):
            if self._parts[name] in ([], ["unknown"], [NOT_RECORDED]) or (
                name == "role" and len(self._parts[name]) == 1
            ):
                self._parts[name] = []
        self._cells = self._count()
        self._hidden = withheld(
            self._cells, list(self._sums()), question.threshold, self._dear(), self._small_groups()
        )
        self._too_few = is_small(len(things), question.threshold)

    # --- what is published ---

    def paragraph(self, force: str) -> str:
        """The answer in words."""
        if self._too_few:
            return press.paragraph(self._question, force, {}, [])
        counts = {name: self._value((name, TOTAL, "")) for name in (INVESTIGATED, ANSWER)}
        outcomes = [(code, self._value((_outcome(code), TOTAL, ""))) for code in self._outcomes]
        return press.paragraph(self._question, force, counts, outcomes)

    def headlines(self) -> dict[str, int | None]:
        """What may be held beside others' figures; nothing of too few, nor of what is withheld."""
        if self._too_few:
            return {}
        leaving = [code for code in self._outcomes if code in press.leaving()]
        left = [self._value((_outcome(code), TOTAL, "")) for code in leaving]
        known = [value for value in left if value is not None]
        return {name: self._value((name, TOTAL, "")) for name in (INVESTIGATED, ANSWER)} | {
            "left": sum(known) if len(known) == len(left) else None
        }

    def notes(self) -> Iterable[str]:
        """What is to be known beside the figures."""
        yield press.UNIT_NOTES[self._question.counts]
        low = self._question.threshold
        if self._too_few:
            yield TOO_FEW.format(low)
        elif self._hidden:
            yield (
                f"{WITHHELD}: withheld, because it is a number from 1 to {low - 1} or would let "
                "one be worked out."
            )

    def tables(self) -> Iterable[Table]:
        """The tables, in the order in which they are read."""
        if self._too_few or not self._things:
            return
        roles = self._parts["role"]
        columns: list[tuple[str, str, str]] = [
            (_role_name(code), "role", code) for code in roles
        ] + [("Total", TOTAL, "")]
        yield Table(
            code="findings",
            title="Findings and outcomes",
            heading="",
            columns=tuple(name for name, _, _ in columns),
            lines=tuple(
                Line(
                    label=_label(measure),
                    level=level,
                    values=tuple(self._value((measure, by, part)) for _, by, part in columns),
                    definition=press.definition(measure, self._question),
                )
                for measure, level in self._measures
            ),
        )
        year = vocabularies.name("date_basis", self._question.basis)
        yield self._short("year", "By year", f"Year: {year[:1].lower()}{year[1:]}", self._year_name)
        if self._parts["platform"]:
            yield self._short("platform", "By social-media platform", "Platform", _platform_name)

    def _short(self, by: str, title: str, heading: str, name: Callable[[str], str]) -> Table:
        lines = [(name(part), by, part) for part in self._parts[by]] + [("Total", TOTAL, "")]
        return Table(
            code=by,
            title=title,
            heading=heading,
            columns=tuple(LABELS[measure] for measure in SHORT),
            lines=tuple(
                Line(label, tuple(self._value((measure, where, part)) for measure in SHORT))
                for label, where, part in lines
            ),
            definitions=tuple(
                (LABELS[measure], press.definition(measure, self._question)) for measure in SHORT
            ),
        )

    def _value(self, cell: Cell) -> int | None:
        return None if cell in self._hidden else self._cells[cell]

    # --- counting ---

    def _measures_shown(self) -> list[tuple[str, int]]:
        found = {one.found for one in self._things}
        shown = [(INVESTIGATED, 0), (ANSWER, 1)]
        shown += [(_outcome(code), 2) for code in self._outcomes]
        return shown + [
            (code, 1) for code in (NO_CASE, OTHER, WAITING) if code == NO_CASE or code in found
        ]

    def _count(self) -> dict[Cell, int]:
        whole = [measure for measure, _ in self._measures]
        cells = {(measure, TOTAL, ""): 0 for measure in (*whole, OTHERWISE)}
        for by, parts in self._parts.items():
            measures = whole if by == "role" else SHORT
            cells |= {(measure, by, part): 0 for part in parts for measure in measures}
        for one in self._things:
            places = [(TOTAL, ""), ("role", one.role), ("year", one.year)]
            for by, part in [*places, ("platform", _platform(one))]:
                for measure in _measures_of(one):
                    if (measure, by, part) in cells:
                        cells[measure, by, part] += 1
        return cells

    def _sums(self) -> Iterable[Sum]:
        whole = [measure for measure, _ in self._measures]
        found = tuple(measure for measure in FOUND if measure in whole)
        for by, part in [(TOTAL, ""), *(("role", code) for code in self._parts["role"])]:
            yield Sum((INVESTIGATED, by, part), tuple((name, by, part) for name in found))
            if self._outcomes:
                yield Sum(
                    (ANSWER, by, part),
                    tuple((_outcome(code), by, part) for code in self._outcomes),
                )
        rest = tuple((name, TOTAL, "") for name in found if name != ANSWER)
        yield Sum((OTHERWISE, TOTAL, ""), rest)
        for by, parts in self._parts.items():
            for measure in whole if by == "role" else SHORT:
                if parts:
                    cells = tuple((measure, by, part) for part in parts)
                    yield Sum((measure, TOTAL, ""), cells)
            if by != "role":
                for part in parts:
                    yield Sum((INVESTIGATED, by, part), ((ANSWER, by, part), (OTHERWISE, by, part)))

    def _dear(self) -> dict[Cell, int]:
        return {cell: DEAR.get(cell[0], DEAR_TOTAL) for cell in self._cells if cell[1] == TOTAL}

    def _small_groups(self) -> set[Cell]:
        """Every cell of a group of few: a nought there would say something of all of them."""
        low = self._question.threshold
        groups = {
            (by, part)
            for (measure, by, part), value in self._cells.items()
            if measure == INVESTIGATED and by and is_small(value, low)
        }
        return {cell for cell in self._cells if cell[1:] in groups}

    def _year_name(self, year: str) -> str:
        start, end = self._question.start, self._question.end
        begins = start > datetime.date(int(year), 1, 1)
        ends = end < datetime.date(int(year), 12, 31)
        first = long_date(start).rpartition(" ")[0] if begins else ""
        last = long_date(end).rpartition(" ")[0] if ends else ""
        words = {
            (True, True): f"{year} ({first} to {last})",
            (True, False): f"{year} (from {first})",
            (False, True): f"{year} (to {last})",
        }
        return words.get((begins, ends), year)


def _measures_of(one: Counted) -> list[str]:
    found = [INVESTIGATED, one.found]
    if one.found == ANSWER:
        return [*found, _outcome(one.outcome or PENDING)]
    return [*found, OTHERWISE]


def _outcome(code: str) -> str:
    return f"outcome:{code}"


def _label(measure: str) -> str:
    kind, _, code = measure.partition(":")
    if code == PENDING:
        return "No outcome yet"
    return outcome_name(code) if code else LABELS[kind]


def _platform(one: Counted) -> str:
    codes = one.platforms
    return NOT_RECORDED if not codes else codes[0] if len(codes) == 1 else SEVERAL


def _present(
    things: Iterable[Counted], part_of: Callable[[Counted], str], order: Sequence[str]
) -> list[str]:
    """The parts that there are, in the order of the vocabulary: never that of their numbers."""
    there = {part_of(one) for one in things}
    return [code for code in order if code in there] + sorted(there - set(order))


def _roles() -> list[str]:
    return [*(term.code for term in vocabularies.terms("role")), SEVERAL]


def _platforms() -> list[str]:
    return [*(term.code for term in vocabularies.terms("platform")), SEVERAL, NOT_RECORDED]


def _role_name(code: str) -> str:
    return "More than one role" if code == SEVERAL else vocabularies.name("role", code)


def _platform_name(code: str) -> str:
    named = {SEVERAL: "More than one", NOT_RECORDED: "Not recorded"}
    return named.get(code) or vocabularies.name("platform", code)


def _years(question: Question) -> list[str]:
    return [f"{year:04d}" for year in range(question.start.year, question.end.year + 1)]

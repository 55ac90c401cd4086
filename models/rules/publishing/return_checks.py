"""Whether a return holds together: its tables with each other, and the cases they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.rules.publishing.returns import (
    CROSS,
    FLOW,
    TIME,
    Definition,
    Problem,
    Return,
    ReturnTable,
    Row,
)

#: What is said of the cases that break a rule: of one, and of several.
SENTENCES = {
    "no-receipt": (
        "One case has no date of receipt, so no table counts it.",
        "{:,} cases have no date of receipt, so no table counts them.",
    ),
    "no-day-closed": (
        "One case is closed without the day it was closed, so it counts as open.",
        "{:,} cases are closed without the day they were closed, so they count as open.",
    ),
    "not-at-closed": (
        "One case has a closing date but is not at the stage Closed.",
        "{:,} cases have a closing date but are not at the stage Closed.",
    ),
    "closed-early": (
        "One case was closed before it was received.",
        "{:,} cases were closed before they were received.",
    ),
    "recorded-early": (
        "One case was recorded before it was received.",
        "{:,} cases were recorded before they were received.",
    ),
    "contacted-early": (
        "In one case a complainant was told something before it was received.",
        "In {:,} cases a complainant was told something before they were received.",
    ),
    "decided-early": (
        "One case has a decision from before it was received.",
        "{:,} cases have a decision from before they were received.",
    ),
    "undated": (
        "One case has a finding or an outcome without the day it was decided.",
        "{:,} cases have a finding or an outcome without the day it was decided.",
    ),
    "no-allegation": (
        "One case finalised in the period has no allegation.",
        "{:,} cases finalised in the period have no allegation.",
    ),
    "no-finding": (
        "One case finalised in the period has an allegation without a finding.",
        "{:,} cases finalised in the period have an allegation without a finding.",
    ),
    "no-outcome": (
        "One case finalised in the period has a subject without an outcome.",
        "{:,} cases finalised in the period have a subject without an outcome.",
    ),
    "uncounted-subject": (
        (
            "One case has a subject with no allegation against them, so no table counts that "
            "subject."
        ),
        (
            "{:,} cases have a subject with no allegation against them, so no table counts that "
            "subject."
        ),
    ),
}
#: What is added up in tables of matters, and to what.
SUMS = {
    FLOW: (("start", "received"), ("closed", "end")),
    TIME: (("measured", "unmeasured"), ("all",)),
}


def problems(made: Return, evidence: Mapping[str, tuple[int, ...]]) -> Iterator[Problem]:
    """Everything that does not hold: first of the tables, then of the cases.

    :param evidence: the cases that break each rule of :data:`SENTENCES`.
    """
    for table in made.tables:
        yield from _adds_up(table)
    yield from _agree(made)
    for code, (one, several) in SENTENCES.items():
        cases = evidence.get(code, ())
        if cases:
            sentence = one if len(cases) == 1 else several.format(len(cases))
            yield Problem(code, sentence, cases)


def _adds_up(table: ReturnTable) -> Iterator[Problem]:
    """Rows to the total below, columns to that beside, and what came in to what is left."""
    title = table.definition.title
    for place, name in enumerate(table.columns):
        if table.codes[place] in ("median", "mean", "share"):
            continue
        parts = [row.cells[place].value or 0 for row in table.rows[:-1]]
        if sum(parts) != table.total.cells[place].value:
            yield Problem(
                "rows",
                f"In “{title}” the rows under “{name}” do not add up to their total.",
                table.total.cells[place].cases,
            )
    for row in table.rows:
        if not _balances(table, row):
            yield Problem("columns", _unbalanced(table, row), _cases(row))


def _balances(table: ReturnTable, row: Row) -> bool:
    values = dict(zip(table.codes, (cell.value or 0 for cell in row.cells), strict=True))
    if table.definition.form == CROSS:
        return sum(cell.value or 0 for cell in row.cells[:-1]) == row.cells[-1].value
    first, second = SUMS[table.definition.form]
    return sum(values[one] for one in first) == sum(values[one] for one in second)


def _unbalanced(table: ReturnTable, row: Row) -> str:
    where = f"In “{table.definition.title}”, “{row.label}”"
    if table.definition.form == FLOW:
        return (
            f"{where}: open at the start plus received does not equal finalised plus open at "
            "the end."
        )
    return f"{where}: the columns do not add up to their total."


def _agree(made: Return) -> Iterator[Problem]:
    """Tables of the same things by the same day count as many of them."""
    first: dict[tuple[str, str, tuple[str, ...]], ReturnTable] = {}
    for table in made.tables:
        if table.definition.form == CROSS:
            before = first.setdefault(_of(table.definition), table)
            yield from _differ(before, len(before.codes) - 1, table, len(table.codes) - 1)
    flow = next(one for one in made.tables if one.definition.form == FLOW)
    for table in made.tables:
        what = table.definition
        if what.form != TIME:
            continue
        at = flow.codes.index("received" if what.basis == "received" else "closed")
        for row in table.rows if not what.kinds else table.rows[:-1]:
            there = flow.row(row.code)
            if there is not None and there.cells[at].value != row.cells[0].value:
                yield _disagreement(flow, table, there.cells[at].cases + row.cells[0].cases)


def _differ(before: ReturnTable, at: int, table: ReturnTable, place: int) -> Iterator[Problem]:
    one, other = before.total.cells[at], table.total.cells[place]
    if one.value != other.value:
        yield _disagreement(before, table, one.cases + other.cases)


def _disagreement(first: ReturnTable, second: ReturnTable, cases: tuple[int, ...]) -> Problem:
    one, other = first.definition.title, second.definition.title
    sentence = f"“{one}” and “{other}” should have the same total, but do not."
    return Problem("totals", sentence, tuple(sorted(set(cases))))


def _of(what: Definition) -> tuple[str, str, tuple[str, ...]]:
    return what.counts, what.basis, what.kinds


def _cases(row: Row) -> tuple[int, ...]:
    return tuple(sorted({case for cell in row.cells for case in cell.cases}))

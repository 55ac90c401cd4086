"""The charts of an answer: what is withheld has no bar, and is named under the title."""

from __future__ import annotations

from models.queries.cases.filters import Filter
from models.queries.figures.figures import Bar, Series
from models.rules.publishing.answers import WITHHELD, Answer, Table


def charts(answer: Answer) -> list[Series]:
    """Outcomes of those with a case to answer, then the first numbers of the other tables."""
    unit = answer.unit.partition(" (")[0].lower()
    found = []
    for table in answer.tables:
        if table.code == "findings":
            outcomes = [(line.label, line.values[-1]) for line in table.lines if line.level == 2]
            found.append(_series(table.code, "What happened", unit, outcomes))
        elif table.code == "forces":
            rated = sum(one.values[-1] is not None for one in table.lines[:-1])
            at = -1 if rated > 1 else 0  # numbers of a large and a small force tell little
            lines = [(one.label, one.values[at]) for one in table.lines[:-1]]
            of = f"{unit} per 1,000 officers and staff" if at else unit
            found.append(_series(table.code, table.columns[at], of, lines))
        else:
            lines = [(_short(line.label), line.values[0]) for line in table.lines[:-1]]
            found.append(_series(table.code, _title(table), unit, lines, table.code == "year"))
    return [one for one in found if one.bars]


def _title(table: Table) -> str:
    return f"{table.columns[0]} {table.title[:1].lower()}{table.title[1:]}"


def _series(
    code: str, title: str, unit: str, lines: list[tuple[str, float | None]], upright: bool = False
) -> Series:
    bars = tuple(Bar(label, value, Filter()) for label, value in lines if value is not None)
    hidden = [label for label, value in lines if value is None]
    note = f"{WITHHELD}: {', '.join(hidden)}." if hidden else ""
    return Series(code, title, unit, bars, note, upright)


def _short(label: str) -> str:
    """A year without the days between which it counts, which the table says."""
    return label.partition(" (")[0]

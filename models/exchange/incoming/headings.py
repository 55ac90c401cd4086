"""Where a table stands in a sheet: its headings, over one row or two, and what is no row of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from models.errors import ProbityError
from models.exchange.incoming.cells import Cells
from models.exchange.incoming.fields import folded, guess

#: Headings are looked for in so many rows.
LOOKED_AT = 60
LONGEST_HEADING = 200
_TOTAL = re.compile(
    r"(grand |sub-? ?|overall )?totals?"
    r"( (number|for|of|in|cases|rows|records|allegations|complaints|\d{4}).{0,40})?\s*:?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[\d\s.,/:£%+-]+")
#: Why something is no row; what is blank is not worth a word.
BLANK, TOTAL, NOTE, AGAIN = "", "a total", "a note and not a row", "the headings again"


@dataclass(frozen=True)
class Heads:
    """The headings of a table.

    :ivar names: one for each column, in order, each only once.
    :ivar first: the number of the first row with headings, and ``last`` of the last.
    """

    names: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Line:
    """A row below the headings: its cells by place; ``skip`` says why it is no row of the table."""

    number: int
    cells: list[str]
    skip: str | None = None


def find(cells: Cells, at: int | None = None) -> Heads:
    """The headings of a table.

    :param at: the number of the row that they begin in, where somebody says so.
    :raises ProbityError: there are none.
    """
    rows = [(number, _trimmed(row)) for number, row in islice(cells.read(), LOOKED_AT + (at or 0))]
    filled = [one for one in rows if any(one[1])]
    if not filled:
        raise ProbityError(f"{cells.path.name} contains nothing to import.")
    place = _asked(filled, at, cells) if at else _likeliest(filled)
    first, row = filled[place]
    last, below = first, None
    if place + 1 < len(filled) and _is_under(row, filled[place + 1][1]):
        last, below = filled[place + 1]
    elif not at and place and _is_under(filled[place - 1][1], row):
        first, last, below, row = filled[place - 1][0], first, row, filled[place - 1][1]
    width = max(len(one[1]) for one in filled)
    return Heads(_names(row, below, width), first, last)


def lines(cells: Cells, heads: Heads) -> Iterator[Line]:
    """Every row below the headings, also those that are none, with the reason why."""
    top = [folded(name) for name in heads.names]
    for number, row in cells.read():
        if number <= heads.last:
            continue
        yield Line(number, row, _skip([cell.strip() for cell in row], heads, top))


def _skip(row: list[str], heads: Heads, top: list[str]) -> str | None:
    filled = [cell for cell in row if cell]
    if not filled:
        return BLANK
    if any(_TOTAL.fullmatch(cell) for cell in filled[:2]):
        return TOTAL
    if len(filled) == 1 and row[0] and len(heads.names) > 2:
        return NOTE
    if len(filled) > 1 and all(
        folded(cell) == name for cell, name in zip(row, top, strict=False) if cell
    ):
        return AGAIN
    return None


def _asked(filled: list[tuple[int, list[str]]], at: int, cells: Cells) -> int:
    for place, (number, _) in enumerate(filled):
        if number == at:
            return place
    raise ProbityError(f"Row {at} of {cells.path.name} is blank or missing, so it has no headings.")


def _likeliest(filled: list[tuple[int, list[str]]]) -> int:
    """The place of the row that looks most like headings: known words, full, and no figures."""
    widest = max(sum(map(bool, row)) for _, row in filled)
    best, found = -1.0, 0
    for place, (_, row) in enumerate(filled):
        said = [cell for cell in row if cell]
        known = len({guess(cell) for cell in said if len(cell) < 60} - {""})
        plain = sum(1 for cell in said if not _FIGURES.fullmatch(cell)) / len(said)
        different = len(set(said)) / len(said)
        score = 3 * known / widest + (len(said) / widest) * plain * different - place / 100
        if score > best + 1e-9:
            best, found = score, place
    return found


def _is_under(top: list[str], row: list[str]) -> bool:
    """Whether ``row`` is a second row of headings, under the groups of ``top``."""
    said = [cell for cell in row if cell]
    if len([cell for cell in top if cell]) < 2 or not said:
        return False
    if any(_FIGURES.fullmatch(cell) or len(cell) > 60 for cell in said):
        return False
    under = [place for place, cell in enumerate(row) if cell and not _at(top, place)]
    known = [cell for cell in said if guess(cell)]
    return bool(under) and len(known) >= max(1, len(said) // 2) and len(set(said)) == len(said)


def _names(top: list[str], below: list[str] | None, width: int) -> tuple[str, ...]:
    """A name for each column; of two rows, the group before the column's own."""
    found: list[str] = []
    group = ""
    for place in range(width):
        group = _at(top, place) or (group if below is not None and _at(below, place) else "")
        own = _at(below, place) if below is not None else ""
        name = " ".join(f"{group} {own}".split())[:LONGEST_HEADING] if own else group
        name = " ".join(name.split()) or f"Column {place + 1}"
        again, told = 1, name
        while told.casefold() in {one.casefold() for one in found}:
            again += 1
            told = f"{name} ({again})"
        found.append(told)
    return tuple(found)


def _trimmed(row: list[str]) -> list[str]:
    found = [cell.strip() for cell in row]
    while found and not found[-1]:
        found.pop()
    return found


def _at(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""

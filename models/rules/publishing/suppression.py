"""Small numbers withheld, and so many others with them that none can be worked back.

A published table is cells, which are counts, and sums that its reader knows: each total is the sum
of its parts. Cells from one to below the threshold are withheld first. A reader who subtracts then
finds a withheld cell where all others of a sum are given, so further cells are withheld until there
is for each withheld cell a *move*: a way to raise some withheld cells by one and lower others by
one that keeps every sum and leaves nobody's cell at nought. The table after the move agrees with
all that is published and has another number in that cell, so no reader can tell which of the two is
true, even one who knows in which of the withheld cells there is somebody.

What this does not do: two answers about overlapping questions may be subtracted from each other,
and somebody who knows some of the people counted knows more than the table says.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

#: What an empty cell costs: it tells least, and is the least to be believed to hold somebody.
EMPTY = 1_000


@dataclass(frozen=True)
class Sum:
    """``total`` is the sum of ``parts``, as every reader of the table knows."""

    total: Hashable
    parts: tuple[Hashable, ...]

    def sign(self, cell: Hashable) -> int:
        """1 for the total, -1 for a part: so signed, the cells of a sum come to nought."""
        return 1 if cell == self.total else -1

    @property
    def cells(self) -> tuple[Hashable, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def is_small(value: int, threshold: int) -> bool:
    """Whether a count tells too much of too few; nobody is told of by nought."""
    return 0 < value < threshold


def withheld(
    values: Mapping[Any, int],
    sums: Sequence[Sum],
    threshold: int,
    dear: Mapping[Any, int] | None = None,
    also: Collection[Any] = (),
) -> frozenset[Any]:
    """The cells that are not to be published.

    :param values: every cell that would be published, each not negative.
    :param sums: all that can be added up among them; every cell named here is in ``values``.
    :param threshold: counts from one to below it are small; nought or one withholds nothing.
    :param dear: what it costs, beside its value, to withhold a cell.
    :param also: cells to withhold whatever they hold, such as the noughts of a group so small that
        they would tell something of everybody in it.
    """
    table = _Table(values, sums, dear or {})
    small = [cell for cell in values if is_small(values[cell], threshold) or cell in also]
    hidden: set[Hashable] = set(small)
    safe: set[Hashable] = set()
    for cell in sorted(small, key=lambda one: (values[one], repr(one))):
        if cell not in safe:
            moved = table.move(cell, hidden)
            hidden |= moved
            safe |= moved
    return frozenset(cell for cell in values if cell in hidden)


class _Table:
    """The cells and sums, and the cheapest move through a cell."""

    def __init__(
        self, values: Mapping[Any, int], sums: Sequence[Sum], dear: Mapping[Any, int]
    ) -> None:
        self._values: dict[Hashable, int] = dict(values)
        self._dear: dict[Hashable, int] = dict(dear)
        self._sums_of: dict[Hashable, list[Sum]] = {cell: [] for cell in values}
        for one in sums:
            for cell in one.cells:
                self._sums_of[cell].append(one)

    def move(self, cell: Hashable, hidden: set[Hashable]) -> set[Hashable]:
        """The cells of the cheapest move through ``cell``; those hidden already cost nothing.

        There always is one: the cell, the totals above it and one cell below it wherever it is a
        total may all be one higher.
        """
        order = count()
        begun = [({cell: step}, 0) for step in (1, -1) if step > 0 or self._values[cell] > 1]
        waiting = [(cost, next(order), steps) for steps, cost in begun]
        heapq.heapify(waiting)
        seen: set[frozenset[tuple[Hashable, int]]] = set()
        while waiting:
            cost, _, steps = heapq.heappop(waiting)
            key = frozenset(steps.items())
            if key in seen:
                continue
            seen.add(key)
            broken = self._broken(steps)
            if broken is None:
                return set(steps)
            for further, step in self._mends(broken, steps):
                dearer = cost + self._cost(further, hidden)
                heapq.heappush(waiting, (dearer, next(order), {**steps, further: step}))
        raise AssertionError("every cell can be one higher with all above it")

    def _broken(self, steps: dict[Hashable, int]) -> tuple[Sum, int] | None:
        """A sum that the steps so far leave wrong, and by how much."""
        for cell in steps:
            for one in self._sums_of[cell]:
                off = sum(one.sign(part) * steps.get(part, 0) for part in one.cells)
                if off:
                    return one, off
        return None

    def _mends(
        self, broken: tuple[Sum, int], steps: dict[Hashable, int]
    ) -> Iterator[tuple[Hashable, int]]:
        """Each step of another cell of the sum that brings it nearer to right."""
        one, off = broken
        for cell in one.cells:
            step = -one.sign(cell) * (1 if off > 0 else -1)
            if cell not in steps and (step > 0 or self._values[cell] > 1):
                yield cell, step

    def _cost(self, cell: Hashable, hidden: set[Hashable]) -> int:
        if cell in hidden:
            return 0
        return (self._values[cell] or EMPTY) + 1 + self._dear.get(cell, 0)

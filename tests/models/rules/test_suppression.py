from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.publishing.suppression import Sum, is_small, withheld

Cell = tuple[str, str]
SLACK = 3  # how far beyond the truth a reader looks for another table


def two_way(counts: Sequence[Sequence[int]]) -> tuple[dict[Hashable, int], list[Sum]]:
    """A table with its totals, in which the first two rows have a total of their own."""
    columns = [str(at) for at in range(len(counts[0]))]
    rows = [str(at) for at in range(len(counts))]
    values: dict[Hashable, int] = {
        (row, column): counts[at][place]
        for (at, row), (place, column) in product(enumerate(rows), enumerate(columns))
    }
    sums = []
    for column in columns:
        values["both", column] = values["0", column] + values["1", column]
        sums.append(Sum(("both", column), (("0", column), ("1", column))))
        parts = (("both", column), *((row, column) for row in rows[2:]))
        values["all", column] = sum(values[one] for one in parts)
        sums.append(Sum(("all", column), parts))
    for row in [*rows, "both", "all"]:
        parts = tuple((row, column) for column in columns)
        values[row, "all"] = sum(values[one] for one in parts)
        sums.append(Sum((row, "all"), parts))
    return values, sums


TABLES = st.integers(2, 3).flatmap(
    lambda wide: st.lists(
        st.lists(st.integers(0, 9), min_size=wide, max_size=wide), min_size=2, max_size=4
    )
)
THRESHOLDS = st.sampled_from((0, 2, 3, 5, 10))


class Reader:
    """Somebody who knows the sums, what is published, and in which withheld cells anybody is.

    Nothing here is taken from the rule: it tries whole numbers one cell after another, and leaves a
    branch where a sum can no longer come right.
    """

    def __init__(
        self, values: Mapping[Hashable, int], hidden: frozenset[Hashable], sums: Sequence[Sum]
    ) -> None:
        self.truth = values
        self.hidden = sorted(hidden, key=repr)
        self.known = {cell: value for cell, value in values.items() if cell not in hidden}
        self.sums = sums

    def another_value(self, cell: Hashable) -> bool:
        """Whether the cell could hold something else than it does."""
        top = max(self.truth.values()) + SLACK
        near = sorted(range(top + 1), key=lambda value: abs(value - self.truth[cell]))
        return any(
            self._can_be({**self.known, cell: value}) for value in near if value != self.truth[cell]
        )

    def _can_be(self, given: dict[Hashable, int]) -> bool:
        bounds = self._bounds(given)
        if bounds is None:
            return False
        left = [cell for cell in self.hidden if bounds[cell][0] != bounds[cell][1]]
        if not left:
            return all(
                bounds[one.total][0] == sum(bounds[part][0] for part in one.parts)
                for one in self.sums
            )
        settled = {cell: low for cell, (low, high) in bounds.items() if low == high}
        cell = min(left, key=lambda one: bounds[one][1] - bounds[one][0])
        low, high = bounds[cell]
        values = sorted(range(low, high + 1), key=lambda value: abs(value - self.truth[cell]))
        return any(self._can_be({**settled, cell: value}) for value in values)

    def _bounds(self, given: dict[Hashable, int]) -> dict[Hashable, tuple[int, int]] | None:
        top = sum(self.truth.values()) + SLACK
        bounds = {
            cell: (given.get(cell, min(value, 1)), given.get(cell, top))
            for cell, value in self.truth.items()
        }
        changed = True
        while changed:
            changed = False
            for one in self.sums:
                low = sum(bounds[part][0] for part in one.parts)
                high = sum(bounds[part][1] for part in one.parts)
                narrowed = {one.total: (low, high)}
                for part in one.parts:
                    others_low, others_high = low - bounds[part][0], high - bounds[part][1]
                    total = bounds[one.total]
                    narrowed[part] = (total[0] - others_high, total[1] - others_low)
                for cell, (least, most) in narrowed.items():
                    now = (max(bounds[cell][0], least), min(bounds[cell][1], most))
                    if now[0] > now[1]:
                        return None
                    changed = changed or now != bounds[cell]
                    bounds[cell] = now
        return bounds


def solved(hidden: frozenset[Hashable], sums: Sequence[Sum]) -> set[Hashable]:
    """The withheld cells that the equations alone settle, by elimination over fractions."""
    order = sorted(hidden, key=repr)
    rows = []
    for one in sums:
        row = [Fraction(0)] * len(order)
        for cell in one.cells:
            if cell in hidden:
                row[order.index(cell)] += one.sign(cell)
        rows.append(row)
    lead = 0
    for column in range(len(order)):
        found = next((at for at in range(lead, len(rows)) if rows[at][column]), None)
        if found is None:
            continue
        rows[lead], rows[found] = rows[found], rows[lead]
        rows[lead] = [value / rows[lead][column] for value in rows[lead]]
        for at, row in enumerate(rows):
            if at != lead and row[column]:
                scale = row[column]
                rows[at] = [a - scale * b for a, b in zip(row, rows[lead], strict=True)]
        lead += 1
    alone = [row for row in rows if sum(value != 0 for value in row) == 1]
    return {order[next(at for at, value in enumerate(row) if value)] for row in alone}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts=TABLES, threshold=THRESHOLDS)
def test_no_reader_can_settle_what_is_withheld(counts: list[list[int]], threshold: int) -> None:
    values, sums = two_way(counts)
    hidden = withheld(values, sums, threshold)
    assert {cell for cell, value in values.items() if is_small(value, threshold)} <= hidden
    assert not solved(hidden, sums)
    reader = Reader(values, hidden, sums)
    for cell in hidden:
        assert reader.another_value(cell), cell


@given(counts=TABLES, threshold=THRESHOLDS)
def test_nothing_is_withheld_for_nothing(counts: list[list[int]], threshold: int) -> None:
    values, sums = two_way(counts)
    if not any(is_small(value, threshold) for value in values.values()):
        assert withheld(values, sums, threshold) == frozenset()


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.lists(st.integers(0, 30), min_size=7, max_size=7), min_size=9, max_size=13)
)
def test_a_large_table_is_not_solved_either(counts: list[list[int]]) -> None:
    values, sums = two_way(counts)
    assert not solved(withheld(values, sums, 5), sums)


def test_the_reader_of_these_tests_does_find_what_can_be_found() -> None:
    values, sums = two_way([[3, 9], [8, 7]])
    alone = frozenset({("0", "0")})
    assert solved(alone, sums) == alone
    assert not Reader(values, alone, sums).another_value(("0", "0"))


def test_a_total_that_gives_one_away_takes_another_along() -> None:
    values: dict[Hashable, int] = {"all": 36, "resigned": 2, "ww": 20, "advice": 14}
    sums = [Sum("all", ("resigned", "ww", "advice"))]
    assert withheld(values, sums, 5) == {"resigned", "advice"}
    assert withheld(values, sums, 5, dear={"advice": 50}) == {"resigned", "ww"}
    assert withheld(values, sums, 0) == frozenset()

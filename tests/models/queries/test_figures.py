from __future__ import annotations

import datetime

import pytest

from models.case import casefile
from models.queries.cases import case_list
from models.queries.cases.filters import Filter
from models.queries.figures.figures import Series, figures
from models.register import Register
from tests.models.making import TODAY, case_file, save


@pytest.fixture
def counted(register: Register) -> list[Series]:
    for number in range(8):
        file = case_file(f"Matter {number}")
        day = datetime.date(2012 + number % 3, 1 + number % 2, 10)
        file.case |= {"received": day, "came_to_notice": day, "recorded": day}
        file.allegations[0]["platform"] = ("facebook", "twitter")[number % 2]
        if number % 4 == 0:
            end = day + datetime.timedelta(days=30 * number)
            file.case |= {"stage": "closed", "closed": end}
            file.steps.extend(
                casefile.blank_row("steps", file, requirement=code, reason="An old case.")
                for code in ("severity", "notice", "outcome")
            )
        save(register, file)
    with register.reader() as connection:
        return figures(connection, Filter(), TODAY, case_list.owners(connection))


def test_every_bar_opens_a_list_of_just_as_many(register: Register, counted: list[Series]) -> None:
    bars = [bar for series in counted for bar in series.bars]
    assert len(bars) > 20
    with register.reader() as connection:
        for bar in bars:
            assert case_list.count(connection, bar.where, TODAY) == bar.value, bar


def test_the_figures_are_those_of_the_cases(counted: list[Series]) -> None:
    by_code = {series.code: {bar.label: bar.value for bar in series.bars} for series in counted}
    assert by_code["year"] == {"2012": 3, "2013": 3, "2014": 2}
    assert by_code["platform"] == {"Facebook": 4, "Twitter/X": 4}
    assert sum(by_code["age"].values()) == 6
    assert sum(by_code["close"].values()) == 2
    assert by_code["workload"] == {"D. Okafor": 6}
    assert {"year", "month", "category", "platform", "outcome", "age", "close", "workload"} == set(
        by_code
    )

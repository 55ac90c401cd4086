from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidError
from models.rules.dates import format_date, format_moment, moment_on, parse_date, parse_time

TODAY = datetime.date(2014, 2, 28)


@given(st.dates(datetime.date(1000, 1, 1)))
def test_what_is_shown_can_be_typed(day: datetime.date) -> None:
    assert parse_date(format_date(day), TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 Feb 2014", (2014, 2, 12)),
        (" 12  february 2014 ", (2014, 2, 12)),
        ("12feb2014", (2014, 2, 12)),
        ("1st Mar 2013", (2013, 3, 1)),
        ("12/02/14", (2014, 2, 12)),
        ("12.02.1998", (1998, 2, 12)),
        ("3/4/98", (1998, 4, 3)),
        ("12 Feb", (2014, 2, 12)),
        ("12 Mar", (2013, 3, 12)),
        ("29 Feb", (2012, 2, 29)),
        ("3 sept", (2013, 9, 3)),
        ("today", (2014, 2, 28)),
        ("Yesterday", (2014, 2, 27)),
    ],
)
def test_days_as_people_write_them(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text, TODAY) == datetime.date(*day)


@pytest.mark.parametrize(
    "text", ["30 Feb 2014", "2014-13-01", "soon", "12", "32/1/2014", "=1+1", "12 Febtuary", "0 May"]
)
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(InvalidError, match=r"is not a date"):
        parse_date(text, TODAY)


def test_there_is_no_tomorrow_after_the_last_day() -> None:
    with pytest.raises(InvalidError):
        parse_date("tomorrow", datetime.date.max)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(text: str) -> None:
    with contextlib.suppress(InvalidError):
        assert isinstance(parse_date(text, TODAY), datetime.date)


@pytest.mark.parametrize("text", ["9:20", "09:20", "09.20", "0920", " 9.20 "])
def test_times_as_people_write_them(text: str) -> None:
    assert parse_time(text) == datetime.time(9, 20)


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "noon", "9"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(InvalidError, match="not a time"):
        parse_time(text)


def test_a_moment_is_told_by_the_clock_on_the_wall() -> None:
    assert format_moment(datetime.datetime(2014, 6, 30, 23, 30)) == "1 Jul 2014, 00:30"


def test_a_demonstration_s_moment_is_on_its_own_day() -> None:
    assert abs(moment_on(datetime.date(2014, 2, 28)) - datetime.datetime(2014, 2, 28, 12)) < (
        datetime.timedelta(days=1, hours=14)
    )

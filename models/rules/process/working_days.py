"""Working days of a nation: no Saturday, Sunday, Christmas Day, Good Friday or bank holiday."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from functools import cache

#: England and Wales, unless a register says otherwise; a code of the vocabulary ``nation``.
DEFAULT_NATION = "ENG"

DAY = datetime.timedelta(days=1)


def is_working_day(day: datetime.date, nation: str = DEFAULT_NATION) -> bool:
    """Whether ``day`` is one, with the bank holidays of ``nation``."""
    return day.weekday() < 5 and day not in _bank_holidays(nation, day.year)


def nth_working_day(
    start: datetime.date,
    number: int,
    nation: str = DEFAULT_NATION,
    stands_still: Callable[[datetime.date], bool] = lambda _: False,
) -> datetime.date:
    """The working day that is ``number``-th after ``start``; the first counted is the day after.

    :param stands_still: days that do not count, although they are working days.
    """
    return _nth(start, number, lambda day: is_working_day(day, nation) and not stands_still(day))


def nth_day(
    start: datetime.date, number: int, stands_still: Callable[[datetime.date], bool]
) -> datetime.date:
    """The day that is ``number``-th after ``start``, without those that do not count."""
    return _nth(start, number, lambda day: not stands_still(day))


def working_days_after(
    start: datetime.date, end: datetime.date, nation: str = DEFAULT_NATION
) -> int:
    """How many working days there are after ``start``, up to and with ``end``; 0 for none.

    Counted by whole weeks, so that years of them cost no more than days do.
    """
    days = (end - start).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    found = weeks * 5 + sum((start.weekday() + one) % 7 < 5 for one in range(1, rest + 1))
    for year in range(start.year, end.year + 1):
        found -= sum(start < day <= end for day in _weekday_holidays(nation, year))
    return found


def months_after(start: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _nth(
    start: datetime.date, number: int, counts: Callable[[datetime.date], bool]
) -> datetime.date:
    day = start
    while number:
        day += DAY
        number -= counts(day)
    return day


@cache
def _bank_holidays(nation: str, year: int) -> frozenset[datetime.date]:
    import holidays  # only where a clock runs: it is slow to import

    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))


@cache
def _weekday_holidays(nation: str, year: int) -> tuple[datetime.date, ...]:
    return tuple(day for day in _bank_holidays(nation, year) if day.weekday() < 5)

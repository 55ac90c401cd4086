"""Days as people write them and as the register shows them."""

from __future__ import annotations

import calendar
import datetime
import re

from models.errors import InvalidError

FULL = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})$")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]*([A-Za-z]{3,9})\.?,?[ -]*(\d{4}|\d{2})?$")


def format_date(day: datetime.date | None) -> str:
    """``12 Feb 2014``; empty for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04d}" if day else ""


def in_full(day: datetime.date | None) -> str:
    """As a letter writes it, ``12 February 2014``; empty for none."""
    return f"{day.day} {FULL[day.month - 1].title()} {day.year:04d}" if day else ""


def period_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """``1 Feb 2014 – 3 Mar 2014``, whole months as such; empty for no period."""
    if start and end:
        whole = start.day == 1 and (end + datetime.timedelta(days=1)).day == 1
        return f"{_day_or_month(start, whole)} – {_day_or_month(end, whole)}"
    if start:
        return f"from {format_date(start)}"
    return f"to {format_date(end)}" if end else ""


def _day_or_month(day: datetime.date, month: bool) -> str:
    words = format_date(day)
    return words.partition(" ")[2] if month else words


def format_moment(moment: datetime.datetime) -> str:
    """A UTC moment on the wall clock: ``12 Feb 2014, 09:00``."""
    there = on_the_wall(moment)
    return f"{format_date(there.date())}, {there:%H:%M}"


def on_the_wall(moment: datetime.datetime) -> datetime.datetime:
    """A UTC moment as the clock on the wall had it, in summer an hour later."""
    return moment.replace(tzinfo=datetime.UTC).astimezone()


def moment_on(today: datetime.date) -> datetime.datetime:
    """This moment in UTC, as it is on ``today``: a demonstration's own day, or the calendar's."""
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    return now + (today - datetime.date.today())


def parse_date(text: str, today: datetime.date) -> datetime.date:
    """The day that ``text`` means: ``12 Feb 2014``, ``12/02/2014``, ``2014-02-12``, ``today``.

    Day before month, as in Britain. A day without a year is the latest such day up to ``today``;
    a year of two digits is one not later than next year.

    :raises InvalidError: it is no day.
    """
    typed = " ".join(text.split())
    said = typed.lower()
    named = {"today": 0, "yesterday": -1, "tomorrow": 1}
    try:
        if said in named:
            return today + datetime.timedelta(days=named[said])
        if found := _ISO.match(said):
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMBERS.match(said):
            return datetime.date(_year(found[3], today), int(found[2]), int(found[1]))
        if found := _WORDS.match(said):
            return _in_words(found, today)
    except (ValueError, OverflowError) as error:
        raise InvalidError({"date": f"“{typed[:40]}” is not a date that exists."}) from error
    raise InvalidError({"date": f"“{typed[:40]}” is not a date. Write it like 12 Feb 2014."})


def parse_time(text: str) -> datetime.time:
    """The time of day that ``text`` means: ``9:20``, ``09.20``, ``0920``.

    :raises InvalidError: it is no time.
    """
    found = _TIME.match(text.strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return datetime.time(int(found[1]), int(found[2]))
    raise InvalidError({"time": f"“{text.strip()[:40]}” is not a time. Write it like 09:20."})


def _in_words(found: re.Match[str], today: datetime.date) -> datetime.date:
    written, number = found[2], int(found[1])
    month = next((at for at, name in enumerate(FULL, 1) if name.startswith(written)), 0)
    if not month:
        raise ValueError(written)
    if found[3]:
        return datetime.date(_year(found[3], today), month, number)

    for year in range(today.year, max(today.year - 9, 0), -1):  # 29 Feb may be eight years ago
        if number <= calendar.monthrange(year, month)[1]:
            day = datetime.date(year, month, number)
            if day <= today:
                return day
    raise ValueError(written)


def _year(text: str, today: datetime.date) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year

"""How cases are numbered: ``PS/2014/00036``, and ``PS/R/2014/00002`` for a restricted one.

Restricted cases have a series of their own, so that the open one has no gap that would tell
somebody outside them that there is one.
"""

from __future__ import annotations

PREFIX = "PS"
OPEN, RESTRICTED = "", "R"
#: Numbers of one year; a sort key is ``year * MOST_A_YEAR + number``, the restricted ones last.
MOST_A_YEAR = 1_000_000


def reference_of(series: str, year: int, number: int) -> str:
    """The reference that a number of a series and year is written as."""
    return "/".join(part for part in (PREFIX, series, str(year), f"{number:05d}") if part)


def series_of(restricted: bool) -> str:
    """The series in which a case is numbered."""
    return RESTRICTED if restricted else OPEN


def sort_key(series: str, year: int, number: int) -> int:
    """A number by which references sort: by year, the open series before the restricted."""
    return year * MOST_A_YEAR + number + (MOST_A_YEAR // 2 if series else 0)

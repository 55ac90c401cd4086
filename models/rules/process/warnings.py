"""How long a warning lasts, by the regime: said of each outcome in its vocabulary."""

from __future__ import annotations

import datetime

from models.rules import vocabularies
from models.rules.process.working_days import months_after


@vocabularies.derived
def outcomes() -> tuple[str, ...]:
    """The outcomes that are warnings."""
    return tuple(term.code for term in vocabularies.terms("outcome") if term.months)


def expires(outcome: str | None, starts: datetime.date, regime: str | None) -> datetime.date | None:
    """The last day of a warning of the usual length; ``None`` where the outcome is no warning."""
    months = _months(outcome, regime)
    return _last_day(starts, months[0]) if months else None


def latest(outcome: str | None, starts: datetime.date, regime: str | None) -> datetime.date | None:
    """The last day that a warning may have; ``None`` where the outcome is no warning."""
    months = _months(outcome, regime)
    return _last_day(starts, months[1]) if months else None


def _last_day(starts: datetime.date, months: int) -> datetime.date:
    return months_after(starts, months) - datetime.timedelta(days=1)


def _months(outcome: str | None, regime: str | None) -> tuple[int, int] | None:
    term = vocabularies.term("outcome", outcome)
    found = term.months.get(regime or "") if term else None
    return (found[0], found[1]) if found else None

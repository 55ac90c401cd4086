"""How long a warning lasts, by the regime: data in ``resources/warnings.json``."""

from __future__ import annotations

import datetime
import json
from functools import cache

from models.resources import RESOURCES
from models.rules.process.working_days import months_after

FILE = RESOURCES / "warnings.json"


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
    found = _table().get(outcome or "", {}).get(regime or "")
    return (found[0], found[1]) if found else None


@cache
def _table() -> dict[str, dict[str, list[int]]]:
    table: dict[str, dict[str, list[int]]] = json.loads(FILE.read_text(encoding="utf-8"))["months"]
    return table

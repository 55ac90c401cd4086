"""When a closed case comes to review, why, and what is suggested: data in ``retention.json``.

Every rule whose conditions hold applies, but for those that another says it stands instead of; of
them the one that keeps the case longest counts. A decision to keep it puts the review off.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.process.working_days import months_after

FILE = RESOURCES / "retention.json"
MONTHS = {"months": 1, "years": 12}
#: What a period begins with, in words.
EVENTS = {"closed": "it was closed", "warning-ended": "the last warning ended"}
KEEP = "keep"
#: How long before its review a case is shown as coming.
SOON = 12  # months


@dataclass(frozen=True)
class Rule:
    """How long a class of cases is kept; ``months`` after the latest of the events in ``starts``.

    ``where`` maps a fact (``kind``, ``finding`` …) to the codes of which one must be among it.
    """

    code: str
    name: str
    source: str
    where: dict[str, tuple[str, ...]]
    months: int
    starts: tuple[str, ...]
    suggests: str
    instead_of: frozenset[str]
    period: str


@dataclass(frozen=True)
class Facts:
    """What the rules ask of a closed case and of those consolidated into it.

    :ivar codes: by ``kind``, ``finding``, ``outcome``, ``severity``, and ``named`` (``yes`` or
        ``no``: whether somebody is known by name).
    :ivar days: by event; those that did not happen are left out.
    :ivar kept_until: the day of the latest decision to keep it, and ``kept_why`` its reason.
    """

    codes: Mapping[str, frozenset[str]]
    days: Mapping[str, datetime.date]
    kept_until: datetime.date | None = None
    kept_why: str = ""


@dataclass(frozen=True)
class Due:
    """A review: its day, the rule behind it, why in a sentence, and what the rule suggests."""

    day: datetime.date
    rule: Rule
    why: str
    suggests: str


def due(facts: Facts) -> Due | None:
    """When a case comes to review; ``None`` where no rule that applies has begun."""
    found = [rule for rule in rules() if _applies(rule, facts)]
    replaced = frozenset[str]().union(*(rule.instead_of for rule in found))
    ends = [
        (months_after(start[0], rule.months), place, rule, start[1])
        for place, rule in enumerate(found)
        if rule.code not in replaced and (start := _start(rule, facts)) is not None
    ]
    if not ends:
        return None
    day, _, rule, event = max(ends, key=lambda one: one[:2])
    began = format_date(facts.days[event])
    why = f"{rule.name}: {rule.period} after {EVENTS[event]} on {began}."
    if facts.kept_until is not None:
        said = f": {facts.kept_why}" if facts.kept_why else ""
        day, why = facts.kept_until, f"Kept until {format_date(facts.kept_until)}{said}"
    return Due(day, rule, why, rule.suggests)


def is_due(found: Due, today: datetime.date) -> bool:
    """Whether the day of the review has come."""
    return found.day <= today


def horizon(today: datetime.date) -> datetime.date:
    """The last day whose reviews are shown as coming."""
    return months_after(today, SOON)


def shortest() -> int:
    """The shortest period of any rule, in months: nothing closed later comes to review sooner."""
    return min(rule.months for rule in rules())


def _applies(rule: Rule, facts: Facts) -> bool:
    return all(
        facts.codes.get(name, frozenset()) & set(codes) for name, codes in rule.where.items()
    )


def _start(rule: Rule, facts: Facts) -> tuple[datetime.date, str] | None:
    begun = [(facts.days[event], event) for event in rule.starts if event in facts.days]
    return max(begun, default=None)


@vocabularies.derived
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file: of two that end on one day the later counts."""
    return tuple(_rule(item) for item in _data()["rules"])


@cache
def source() -> str:
    """Where the rules come from, for a person to read."""
    return f"{_data()['source']}."


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _rule(item: dict[str, Any]) -> Rule:
    length, unit = int(item["length"]), item["unit"]
    where = vocabularies.spelled_out(item.get("where", {}))
    return Rule(
        code=item["code"],
        name=item["name"],
        source=item["source"],
        where={name: tuple(codes) for name, codes in where.items()},
        months=length * MONTHS[unit],
        starts=tuple(item["from"]),
        suggests=item["suggests"],
        instead_of=frozenset(item.get("instead_of", ())),
        period=f"{length} {unit.removesuffix('s') if length == 1 else unit}",
    )

"""When somebody's matters call for a look: rules and thresholds in ``early_intervention.json``.

Pure: what is asked is a list of matters, what is answered a list of alerts, each with the cases
that made it.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from models.resources import RESOURCES
from models.rules.process.working_days import months_after

FILE = RESOURCES / "early_intervention.json"


@dataclass(frozen=True)
class Rule:
    """One rule: ``count`` matters within ``months`` before today (0: ever), of ``kinds`` (all).

    :ivar measure: ``count``, ``repeated`` (of one category), ``monitored`` or ``peers``.
    :ivar percent: for ``peers``, the share of those in the same role and post that is the highest.
    :ivar peers: how many there must be for that to mean anything.
    """

    code: str
    name: str
    measure: str
    count: int = 1
    months: int = 0
    kinds: tuple[str, ...] = ()
    percent: int = 0
    peers: int = 0


@dataclass(frozen=True)
class Matter:
    """A person as subject of a case; ``monitored`` says whether they were when it came in."""

    person_id: int
    case_id: int
    received: datetime.date
    kind: str
    role: str
    post: str
    categories: frozenset[str]
    monitored: bool


@dataclass(frozen=True)
class Alert:
    """A rule that holds of a person, and the cases (ids in order) that make it hold."""

    person_id: int
    rule: Rule
    case_ids: tuple[int, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the file's order."""
    found = json.loads(FILE.read_text(encoding="utf-8"))["rules"]
    return tuple(Rule(**one | {"kinds": tuple(one.get("kinds", ()))}) for one in found)


def alerts(
    matters: Sequence[Matter], today: datetime.date, known: Iterable[Rule] | None = None
) -> list[Alert]:
    """The alerts that ``matters`` make, by person, in the order of the rules."""
    theirs: dict[int, list[Matter]] = defaultdict(list)
    for one in sorted(matters, key=lambda matter: (matter.received, matter.case_id)):
        theirs[one.person_id].append(one)
    found: list[Alert] = []
    for rule in known if known is not None else rules():
        if rule.measure == "peers":
            found += _peers(rule, theirs, today)
            continue
        for person_id, mine in theirs.items():
            for cases in _holding(rule, _within(rule, mine, today)):
                found.append(Alert(person_id, rule, cases))
    return sorted(found, key=lambda alert: alert.person_id)


def _holding(rule: Rule, mine: list[Matter]) -> Iterator[tuple[int, ...]]:
    if rule.measure == "monitored":
        monitored = [one for one in mine if one.monitored]
        if monitored:
            yield _cases(monitored)
    elif rule.measure == "repeated":
        by_category: dict[str, list[Matter]] = defaultdict(list)
        for one in mine:
            for category in one.categories:
                by_category[category].append(one)
        again = {_cases(some) for some in by_category.values() if len(_cases(some)) >= rule.count}
        yield from sorted(again)
    elif len(_cases(mine)) >= rule.count:
        yield _cases(mine)


def _peers(rule: Rule, theirs: dict[int, list[Matter]], today: datetime.date) -> Iterator[Alert]:
    """Those with more matters than all but ``percent`` of the people in their role and post."""
    groups: dict[tuple[str, str], dict[int, tuple[int, ...]]] = defaultdict(dict)
    for person_id, mine in theirs.items():
        latest = mine[-1]
        groups[latest.role, latest.post][person_id] = _cases(_within(rule, mine, today))
    for peers in groups.values():
        if len(peers) < rule.peers:
            continue
        room = len(peers) * rule.percent // 100
        for person_id, cases in peers.items():
            as_many = sum(len(other) >= len(cases) for other in peers.values())
            if len(cases) >= rule.count and as_many <= room:
                yield Alert(person_id, rule, cases)


def _within(rule: Rule, mine: list[Matter], today: datetime.date) -> list[Matter]:
    since = months_after(today, -rule.months) if rule.months else datetime.date.min
    return [
        one
        for one in mine
        if since < one.received <= today and (not rule.kinds or one.kind in rule.kinds)
    ]


def _cases(some: Iterable[Matter]) -> tuple[int, ...]:
    return tuple(sorted({one.case_id for one in some}))

"""What each stage needs before it is open: a table by kind of matter and regime.

The table is data in ``resources/stages.json``. A step may be left out on purpose, with a reason,
which stays with the case; so does the reason for which a closed case is opened again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.case.casefile import CaseFile, Row
from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.links import consolidated_into
from models.rules.process.conditions import holds

#: The one thing that is still asked of a case which is decided in another.
DAY_CLOSED = ("case", "closed")
FILE = RESOURCES / "stages.json"


@dataclass(frozen=True)
class Requirement:
    """One line of the table.

    :ivar before: the stage that it opens.
    :ivar words: what is needed, as a checklist says it; ``sentence`` asks for it.
    :ivar at: section and field to which a person is led.
    :ivar always: needed for as long as the case is at that stage, not only to come there.
    """

    code: str
    before: str
    words: str
    sentence: str
    at: tuple[str, str]
    test: dict[str, Any]
    case: dict[str, list[str]] = field(default_factory=dict)
    always: bool = False


@dataclass(frozen=True)
class Step:
    """A requirement as a case stands to it; ``reason`` is why it was left out."""

    requirement: Requirement
    met: bool
    reason: str = ""

    @property
    def done(self) -> bool:
        """Whether it stands in nobody's way."""
        return self.met or bool(self.reason)


@vocabularies.derived
def requirements() -> tuple[Requirement, ...]:
    """The whole table, in the order of the stages."""
    data = vocabularies.spelled_out(json.loads(FILE.read_text(encoding="utf-8")))
    return tuple(Requirement(**(item | {"at": tuple(item["at"])})) for item in data["requirements"])


def order(stage: str | None) -> int:
    """The place of a stage, from 0; the first for one that is not known."""
    return vocabularies.place("stage", stage)


def following(stage: str | None) -> str | None:
    """The stage after this one; ``None`` after the last."""
    codes = [term.code for term in vocabularies.terms("stage")]
    place = order(stage) + 1
    return codes[place] if place < len(codes) else None


def checklist(file: CaseFile) -> list[Step]:
    """Every requirement that this case is under, and how it stands to it."""
    return list(_steps(file, requirements()))


def _steps(file: CaseFile, asked: Iterable[Requirement]) -> Iterator[Step]:
    reasons = {row["requirement"]: row["reason"] for row in file.steps if row["kind"] == "skip"}
    elsewhere = _decided_elsewhere(file)
    for item in asked:
        if holds(item.case, file.case, file):
            reason = reasons.get(item.code, "" if item.at == DAY_CLOSED else elsewhere)
            yield Step(item, _met(item.test, file), reason)


def _decided_elsewhere(file: CaseFile) -> str:
    """Why nothing more is asked of a consolidated case; empty for any other."""
    into = consolidated_into(file)
    return f"consolidated into {into['other_reference']}" if into else ""


def in_the_way(file: CaseFile, came_from: str | None) -> Iterator[Requirement]:
    """What the case lacks at its stage.

    :param came_from: the stage it stood at before; what was needed to come there is not asked
        again, save what is always needed.
    """
    asked = _asked(order(file.case.get("stage")), order(came_from))
    for step in _steps(file, asked):
        if not step.done:
            yield step.requirement


@vocabularies.derived
def _asked(reached: int, before: int) -> tuple[Requirement, ...]:
    """The requirements that stand before a stage, for a case that comes from another."""
    return tuple(
        item
        for item in requirements()
        if order(item.before) <= reached and (item.always or order(item.before) > before)
    )


def _met(test: dict[str, Any], file: CaseFile) -> bool:
    if "field" in test:
        return file.case.get(test["field"]) is not None
    if "any" in test:
        return any(holds(test.get("where", {}), row, file) for row in file.rows(test["any"]))
    rows = [row for row in file.rows(test["each"]) if holds(test.get("of", {}), row, file)]
    if "roles" in test:
        rows = [row for row in rows if row["role"] in test["roles"]]
    if "since" in test:  # the law that asks for it came later than the regime
        name, first = test["since"]
        rows = [row for row in rows if row[name] and row[name].isoformat() >= first]
    if "filled" in test:
        return all(row[test["filled"]] for row in rows)
    return all(_has(test, row, file) for row in rows)


def _has(test: dict[str, Any], row: Row, file: CaseFile) -> bool:
    return any(
        other[test["by"]] == row["id"] and holds(test.get("where", {}), other, file)
        for other in file.rows(test["has"])
    )

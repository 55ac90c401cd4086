"""The field's terms, read from ``resources/vocabularies``: code asks by code, people read names.

Each file holds one vocabulary with its source; a term may hold only under some regimes, for some
roles, or between two days. A term is retired, never removed, so a case keeps its words for ever.
Police staff are under their force's own policy and not under a regime: a term with ``staff_keep``
holds for them whatever the regime.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from models.resources import RESOURCES

#: Roles that the conduct regulations do not reach: the force's own policy does.
STAFF_ROLES = ("staff", "designated", "pcso", "contractor", "volunteer")
STAFF_POLICY = "The force's own discipline policy for police staff"
FOLDER = RESOURCES / "vocabularies"


@dataclass(frozen=True)
class Term:
    """One value of a vocabulary; empty ``regimes`` or ``roles`` means all of them."""

    code: str
    name: str
    group: str = ""
    source: str = ""
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    regimes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    retired: bool = False
    staff_keep: bool = False

    def holds_under(self, regime: str | None, role: str | None = None) -> bool:
        """Whether it may be said of somebody of this role in a case of this regime."""
        return (
            not regime
            or not self.regimes
            or regime in self.regimes
            or (self.staff_keep and role in STAFF_ROLES)
        )


def terms(vocabulary: str, *, regime: str | None = None, role: str | None = None) -> list[Term]:
    """The terms of ``vocabulary`` in their order; with a regime or role, those that hold there.

    :raises KeyError: there is no such vocabulary.
    """
    return [
        item
        for item in _load(vocabulary).values()
        if item.holds_under(regime, role)
        and (role is None or not item.roles or role in item.roles)
        and not (item.retired and (regime or role))
    ]


def term(vocabulary: str, code: str | None) -> Term | None:
    """The term with this code, or ``None``."""
    return _load(vocabulary).get(code or "")


def name(vocabulary: str, code: str | None) -> str:
    """What people call ``code``: empty for none, the code itself if it is unknown."""
    found = term(vocabulary, code)
    return found.name if found else code or ""


def regime_for(came_to_notice: datetime.date) -> str:
    """The code of the regime in force on the day the matter came to notice."""
    for item in _load("regime").values():
        if item.ends is None or came_to_notice <= item.ends:
            return item.code
    raise AssertionError("the last regime has no end")


def regime_words(regime: str | None, roles: Iterable[str | None]) -> str:
    """By what the subjects of these roles are dealt with: the law, or the force's own policy."""
    known = set(roles)
    found = term("regime", regime)
    law = found.source if found and found.source.startswith(found.name) else name("regime", regime)
    if not known & set(STAFF_ROLES):
        return law
    if known <= set(STAFF_ROLES):
        return STAFF_POLICY
    return f"{law}; {STAFF_POLICY[:1].lower()}{STAFF_POLICY[1:]}"


@cache
def names() -> tuple[str, ...]:
    """Every vocabulary there is."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def _load(vocabulary: str) -> dict[str, Term]:
    if vocabulary not in names():
        raise KeyError(vocabulary)
    data = json.loads((FOLDER / f"{vocabulary}.json").read_text(encoding="utf-8"))
    return {item["code"]: _term(item, data["source"]) for item in data["terms"]}


def _term(item: dict[str, object], source: str) -> Term:
    values = {"source": source} | item
    for key in ("starts", "ends"):
        if key in values:
            values[key] = datetime.date.fromisoformat(str(values[key]))
    for key in ("regimes", "roles"):
        values[key] = tuple(values.get(key, ()))  # type: ignore[arg-type]
    return Term(**values)  # type: ignore[arg-type]

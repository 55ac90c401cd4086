"""The field's terms, read from ``resources/vocabularies``: code asks by code, people read names.

Each file holds one vocabulary with its source; a term may hold only under some regimes, for some
roles, or between two days. A term is retired, never removed, so a case keeps its words for ever.
Police staff are under their force's own policy and not under a regime: a term with ``staff_keep``
holds for them whatever the regime.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from models.resources import RESOURCES

STAFF_POLICY = "The force's own discipline policy for police staff"
FOLDER = RESOURCES / "vocabularies"
F = TypeVar("F", bound=Callable[..., Any])
_KEPT: list[Callable[[], None]] = []


def derived(function: F) -> F:
    """Keep what a function made of the vocabularies until they are read anew."""
    return derived_of(None)(function)


def derived_of(most: int | None) -> Callable[[F], F]:
    """The same, of at most so many answers."""

    def keep(function: F) -> F:
        kept = lru_cache(maxsize=most)(function)
        _KEPT.append(kept.cache_clear)
        return kept  # type: ignore[return-value]

    return keep


def forget() -> None:
    """Read the files anew when next asked, and all that was made of them."""
    for clear in _KEPT:
        clear()


@dataclass(frozen=True)
class Term:
    """One value of a vocabulary; empty ``regimes`` or ``roles`` means all of them.

    What is ranked or grouped is said here, so that a new term is one entry in one file:

    :ivar short: its short form, where people have one: ``PC``, ``SC``.
    :ivar seriousness: of an outcome: whoever has several is counted under the highest.
    :ivar case_to_answer: of a finding: that there is one, or that there is none.
    :ivar proven: of a finding: that misconduct was.
    :ivar listed: of an outcome: the College of Policing's list that is told, ``barred`` or
        ``advisory``.
    :ivar leaves: of an outcome: that by it somebody leaves the police.
    :ivar months: of an outcome that is a warning: how long it usually and at most lasts, by regime.
    :ivar phrases: of an outcome or a role: how a published sentence puts it, of ``one``, of
        ``many``, and of an outcome as that ``in`` which a matter ended.
    :ivar complaint: of a kind of matter: that it is a public complaint.
    :ivar origin: of a kind of matter: whether it came from the public or from inside.
    :ivar informed: of a capacity: that such people are kept informed.
    :ivar staff: of a role: that the conduct regulations do not reach it, the force's policy does.
    :ivar by_number: of a role: that such people are called by rank and number.
    :ivar ranked: of a role: that such people hold a rank.
    :ivar called: of a role: what stands behind the name of somebody who is not called by number.
    """

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
    short: str = ""
    seriousness: int = 0
    case_to_answer: bool | None = None
    proven: bool = False
    listed: str = ""
    leaves: bool = False
    months: Mapping[str, Sequence[int]] = field(default_factory=dict, hash=False)
    phrases: Mapping[str, str] = field(default_factory=dict, hash=False)
    complaint: bool = False
    origin: str = ""
    informed: bool = False
    staff: bool = False
    by_number: bool = False
    ranked: bool = False
    called: str = ""

    def holds_under(self, regime: str | None, role: str | None = None) -> bool:
        """Whether it may be said of somebody of this role in a case of this regime."""
        return (
            not regime
            or not self.regimes
            or regime in self.regimes
            or (self.staff_keep and is_staff(role))
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


@derived
def place(vocabulary: str, code: str | None) -> int:
    """The place of a term in its list, from 0; the first for one that is not known."""
    return list(_load(vocabulary)).index(code) if code in _load(vocabulary) else 0


@derived
def codes(vocabulary: str, attribute: str, value: object = True) -> tuple[str, ...]:
    """The terms of which an attribute is so: the outcomes that are ``listed`` as ``barred``."""
    return tuple(
        item.code for item in _load(vocabulary).values() if getattr(item, attribute) == value
    )


def is_staff(role: str | None) -> bool:
    """Whether the force's own policy deals with people of a role, and not the regulations."""
    found = term("role", role)
    return found is not None and found.staff


def spelled_out(data: Any, field_name: str = "") -> Any:
    """Rules as data with the codes in place of what says them by an attribute.

    ``{"outcome": [{"listed": "barred"}]}`` are the codes of all such outcomes.
    """
    if isinstance(data, dict):
        return {key: spelled_out(value, key) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    found: list[Any] = []
    for item in data:
        if isinstance(item, dict) and field_name in names():
            for attribute, value in item.items():
                found += codes(field_name, attribute, value)
        else:
            found.append(spelled_out(item))
    return found


def regime_for(came_to_notice: datetime.date) -> str:
    """The code of the regime in force on the day the matter came to notice."""
    for item in _load("regime").values():
        if item.ends is None or came_to_notice <= item.ends:
            return item.code
    raise AssertionError("the last regime has no end")


def regime_words(regime: str | None, roles: Iterable[str | None]) -> str:
    """By what the subjects of these roles are dealt with: the law, or the force's own policy."""
    known = [is_staff(role) for role in set(roles)]
    found = term("regime", regime)
    law = found.source if found and found.source.startswith(found.name) else name("regime", regime)
    if not any(known):
        return law
    if all(known):
        return STAFF_POLICY
    return f"{law}; {STAFF_POLICY[:1].lower()}{STAFF_POLICY[1:]}"


@derived
def names() -> tuple[str, ...]:
    """Every vocabulary there is."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@derived
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

"""Which guidance held on a day, and whether somebody knew of it by then."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.case.guidance import Day, Version
from models.rules.dates import format_date


@dataclass(frozen=True)
class Receipt:
    """That somebody was given a version, and acknowledged it; ``how`` in words."""

    version_id: int
    document_id: int
    name: str
    given: Day
    how: str = ""
    acknowledged: Day = None
    acknowledged_how: str = ""


@dataclass(frozen=True)
class Answer:
    """Whether somebody had acknowledged guidance by a day; ``kind``: good, warning or danger."""

    verdict: str
    words: str
    kind: str


def when_held(version: Version) -> str:
    """``5 Mar 2012 to 1 Apr 2013``, or ``from 5 Mar 2012``."""
    if version.ends is None:
        return f"from {format_date(version.starts)}"
    return f"{format_date(version.starts)} to {format_date(version.ends)}"


def version_of(versions: Iterable[Version], version_id: int | None) -> Version | None:
    """The version with this id, or ``None``."""
    return next((one for one in versions if one.id == version_id), None)


def proposed(versions: Iterable[Version], allegation: Mapping[str, Any]) -> list[Version]:
    """What was in force on the day of the conduct and is not yet named.

    Of the named document, where a version of it is named that did not hold; otherwise of the
    documents about the allegation's factors.
    """
    day = allegation.get("conduct_from")
    if day is None:
        return []
    known = list(versions)
    named = version_of(known, allegation.get("guidance_version_id"))
    if named is not None:
        wanted = [] if named.holds_on(day) else [named.document_id]
        return [one for one in known if one.holds_on(day) and one.document_id in wanted]
    factors = allegation.get("factors") or ()
    return [one for one in known if one.holds_on(day) and one.factor in factors]


def not_in_force(version: Version, day: datetime.date) -> str:
    """The sentence for a version that did not hold on ``day``; empty where it did."""
    if version.holds_on(day):
        return ""
    return (
        f"Version {version.name} was not in force on {format_date(day)}: it was in force "
        f"{when_held(version)}."
    )


def answer(
    who: str, version: Version, receipts: Iterable[Receipt], begins: Day, ends: Day = None
) -> Answer:
    """Whether ``who`` had been given ``version``, and acknowledged it, when the conduct began.

    :param receipts: everything that they were given, of any document.
    :param begins: the first day of the conduct; ``ends`` its last, where it went on.
    """
    every = list(receipts)
    mine = next((one for one in every if one.version_id == version.id), None)
    if begins is None:
        return Answer("The day of the conduct is not recorded", _facts(who, mine), "warning")
    after = _after(begins, ends)
    if mine is None or mine.given is None:
        said = f"Nothing records that {who} was given it."
        return Answer("Not given by then", said + _earlier(version, every, begins), "danger")
    if mine.given > begins:
        said = f"{who} was given it only on {format_date(mine.given)}, {after(mine.given)}."
        return Answer("Not given by then", said + _earlier(version, every, begins), "danger")
    given = f"{who} was given it on {format_date(mine.given)}{_how(mine.how)}"
    if mine.acknowledged is None:
        said = f"{given} and has not acknowledged it."
        verdict, kind = "Given by then, not acknowledged", "warning"
        return Answer(verdict, said + _earlier(version, every, begins), kind)
    when = f"{format_date(mine.acknowledged)}{_how(mine.acknowledged_how)}"
    if mine.acknowledged > begins:
        said = f"{given} and acknowledged it only on {when}, {after(mine.acknowledged)}."
        verdict, kind = "Given by then, not yet acknowledged", "warning"
        return Answer(verdict, said + _earlier(version, every, begins), kind)
    same = mine.acknowledged == begins
    relation = "on the day of" if same else "before"
    said = f"{given} and acknowledged it on {when}, {relation} the conduct ({format_date(begins)})."
    return Answer("Acknowledged the same day" if same else "Acknowledged by then", said, "good")


def _after(begins: datetime.date, ends: Day) -> Callable[[datetime.date], str]:
    def said(day: datetime.date) -> str:
        if ends is not None and begins < day <= ends:
            return f"while the conduct went on ({format_date(begins)} to {format_date(ends)})"
        return f"after the conduct ({format_date(begins)})"

    return said


def _facts(who: str, mine: Receipt | None) -> str:
    if mine is None or mine.given is None:
        return f"Nothing records that {who} was given it."
    told = f"{who} was given it on {format_date(mine.given)}"
    if mine.acknowledged is None:
        return f"{told} and has not acknowledged it."
    return f"{told} and acknowledged it on {format_date(mine.acknowledged)}."


def _earlier(version: Version, receipts: list[Receipt], day: datetime.date) -> str:
    """That they had acknowledged another version of the document by then."""
    known = [
        one
        for one in receipts
        if one.document_id == version.document_id
        and one.version_id != version.id
        and one.acknowledged is not None
        and one.acknowledged <= day
    ]
    if not known:
        return ""
    last = max(known, key=lambda one: str(one.acknowledged))
    return f" They had acknowledged version {last.name} on {format_date(last.acknowledged)}."


def _how(words: str) -> str:
    return f" ({words.lower()})" if words else ""

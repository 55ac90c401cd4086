"""Letters made from Word templates: what a template names, and the letter it makes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from models.exchange import apart
from models.exchange.apart import Hold
from models.exchange.letters.fields import WRITTEN, known, lists, values
from models.exchange.letters.language import Found, refuse
from models.exchange.letters.occasion import Occasion


@dataclass(frozen=True)
class Made:
    """A letter as a Word file.

    :ivar empty: the codes of the fields that it needs and for which nothing is recorded.
    :ivar takes_words: whether it has a place for what is written for this one letter.
    """

    docx: bytes
    empty: tuple[str, ...]
    takes_words: bool


@dataclass(frozen=True)
class Named:
    """The fields that a template names, and those of them that it needs."""

    fields: tuple[str, ...]
    needed: tuple[str, ...]


def fields_of(template: bytes, name: str, hold: Hold | None = None) -> Named:
    """What a template names.

    :param name: what a sentence calls it.
    :raises ProbityError: it is no Word document, holds what a letter may not, or names a field that
        there is not; the sentence names each of these, with the nearest that there is.
    """
    told = json.loads(_ask("look", template, name, {}, hold))
    refuse(Found(problems=told["problems"]))
    return Named(tuple(told["fields"]), tuple(told["needed"]))


def make(template: bytes, name: str, occasion: Occasion, hold: Hold | None = None) -> Made:
    """Make a letter.

    :raises ProbityError: as :func:`fields_of`; then nothing is made.
    """
    named = fields_of(template, name, hold)
    said = values(occasion)
    letter = _ask("fill", template, name, said, hold)
    empty = tuple(one for one in named.needed if not said[one])
    return Made(letter, empty, WRITTEN in named.fields)


def _ask(act: str, template: bytes, name: str, said: dict[str, Any], hold: Hold | None) -> bytes:
    asked = {
        "act": act,
        "name": name,
        "fields": known(),
        "lists": {one.code: list(one.fields) for one in lists()},
        "values": said,
    }
    failed = (
        f"{name} could not be made into a letter: it is damaged, or the letter would never end. "
        "Nothing was made."
    )
    data = json.dumps(asked).encode() + b"\n" + template
    return apart.ask("letter", data, failed, *([hold] if hold else []))

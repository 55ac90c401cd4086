"""Jinja2 over the shipped templates: everything is escaped, nothing is loaded from outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from models.rules import vocabularies
from models.rules.dates import format_date

FOLDER = Path(__file__).parents[2] / "resources" / "templates"
#: Letters after which a very long word may break over lines.
LONGEST_WORD = 40


@cache
def environment() -> Environment:
    """The one environment: a missing value is an error, text is text."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.filters["lines"] = lines
    made.globals |= {"name": vocabularies.name, "day": format_date}
    return made


def lines(text: object) -> Markup:
    """Text as typed: its own line breaks kept, over-long words given places to break."""
    words = str(text).replace("\r\n", "\n").split("\n")
    return Markup("<br/>").join(
        escape(" ".join(_breakable(w) for w in x.split(" "))) for x in words
    )


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    parts = [word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD)]
    return "\u200b".join(parts)

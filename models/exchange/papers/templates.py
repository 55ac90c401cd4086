"""Jinja2 over the shipped templates: everything is escaped, nothing is loaded from outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.dates import format_date
from models.schema import sections

FOLDER = RESOURCES / "templates"
#: Letters after which a very long word may break over lines.
LONGEST_WORD = 40


@cache
def environment() -> Environment:
    """The one environment: a missing value is an error, text is text, a template is no program."""
    return environment_of(FOLDER)


def environment_of(folder: Path) -> Environment:
    """An environment for the templates of a folder, which may have been edited by anybody.

    They see what they are given and other templates of the folder, and nothing else: no file, no
    attribute that leads into Python, no loop over more than a hundred thousand numbers.
    """
    made = ImmutableSandboxedEnvironment(
        loader=_Loader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.filters["lines"] = lines
    made.globals |= {"name": vocabularies.name, "day": format_date, "label": sections.label}
    return made


class _Loader(FileSystemLoader):
    """Loads templates that lie in its folder, and not what a link there leads to."""

    def get_source(self, environment: Environment, template: str) -> Any:
        for folder in self.searchpath:
            if not (Path(folder) / template).resolve().is_relative_to(Path(folder).resolve()):
                raise TemplateNotFound(template)
        return super().get_source(environment, template)


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

"""Which templates there are for letters: those that come with Probity, and the force's own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from models.errors import NotFoundError
from models.exchange.letters.docx_safe import LARGEST
from models.queries.cases.letters import TemplateRow, templates
from models.resources import RESOURCES
from models.rules import vocabularies
from models.storage.engine import sqlite3
from models.storage.stored_files import read_head

FOLDER = RESOURCES / "templates" / "letters"


@dataclass(frozen=True)
class Template:
    """A template that a letter can be made from.

    :ivar key: tells it from every other: ``update`` of those that come with Probity, else its id.
    :ivar about: what letters made from it are about, a code of the vocabulary ``letter``.
    :ivar own: the force's own, where it is that.
    """

    key: str
    name: str
    about: str
    own: TemplateRow | None = None

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return self.own.file_name if self.own else f"{self.key}.docx"


def shipped() -> list[Template]:
    """The templates that come with Probity."""
    listed = json.loads((FOLDER / "letters.json").read_text(encoding="utf-8"))
    return [Template(code, vocabularies.name("letter", code), code) for code in listed["templates"]]


def offered(connection: sqlite3.Connection) -> list[Template]:
    """Every template that is not retired: the force's own first."""
    own = [
        Template(str(row.id), row.name, row.about or "other", row)
        for row in templates(connection)
        if row.retired is None
    ]
    return [*own, *shipped()]


def template_called(connection: sqlite3.Connection, wanted: str) -> Template:
    """The template with this key or name; letter case does not matter.

    :raises NotFoundError: there is none; the sentence names those that there are.
    """
    every = offered(connection)
    said = wanted.strip().casefold()
    for one in every:
        if said in (one.key.casefold(), one.name.casefold()):
            return one
    known = ", ".join(one.key if one.own is None else f"“{one.name}”" for one in every)
    raise NotFoundError(f"There is no template “{wanted}”. There are {known}.")


def content(connection: sqlite3.Connection, template: Template) -> bytes:
    """The Word file of a template.

    :raises ProbityError: it is not as it was stored.
    """
    if template.own is not None:
        return read_head(connection, template.own, LARGEST)
    return (FOLDER / template.file_name).read_bytes()


def letter_file_name(reference: str, name: str) -> str:
    """What a letter's file is called: ``PS-2014-00036 28-day update.docx``."""
    said = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "-", f"{reference} {name}").strip(" .-")
    return f"{said[:120]}.docx"

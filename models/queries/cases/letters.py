"""The letters of a case as they were sent, and the templates that the force added."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import BaseQuery, ModelSelect

from models.errors import NotFoundError
from models.queries.joins import called, with_user
from models.rules import vocabularies
from models.schema import Letter, LetterTemplate, User
from models.storage.asking import ask, given, question, row
from models.storage.engine import sqlite3

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class LetterRow:
    """A letter as lists and sheets show it; ``kept`` is UTC, ``size`` in bytes."""

    id: int
    case_id: int
    number: int
    name: str
    about: str | None
    recipient: str
    sent: datetime.date
    method: str | None
    recorded: str
    file_name: str
    size: int
    sha256: str
    kept: datetime.datetime
    kept_by: str
    file_id: int

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return f"Letter {self.number}"

    @property
    def media_type(self) -> str:
        """Every letter is a Word file."""
        return DOCX

    @property
    def how(self) -> str:
        """How it was given, in words."""
        return vocabularies.name("method", self.method)


@dataclass(frozen=True)
class TemplateRow:
    """A template of the force; ``retired`` is the day on which it ended."""

    id: int
    version: int
    name: str
    about: str | None
    file_name: str
    size: int
    sha256: str
    added: datetime.datetime
    added_by: str
    retired: datetime.date | None
    file_id: int

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return f"The template “{self.name}”"

    @property
    def media_type(self) -> str:
        """Every template is a Word file."""
        return DOCX


def _letters() -> ModelSelect[Any]:
    """Letters, by the fields of :class:`LetterRow`."""
    letter = Letter
    chosen = letter.select(
        *(letter.id, letter.case, letter.number, letter.name, letter.about, letter.recipient),
        *(letter.sent, letter.method, letter.recorded, letter.file_name, letter.size),
        *(letter.sha256, letter.kept, called(User).alias("kept_by"), letter.file),
    )
    return with_user(chosen, letter.kept_by, User)


def _templates() -> ModelSelect[Any]:
    """Templates, by the fields of :class:`TemplateRow`."""
    template = LetterTemplate
    chosen = template.select(
        *(template.id, template.version, template.name, template.about, template.file_name),
        *(template.size, template.sha256, template.added, called(User).alias("added_by")),
        *(template.retired, template.file),
    )
    return with_user(chosen, template.added_by, User)


@question
def _of_case() -> BaseQuery:
    return _letters().where(Letter.case == given("case")).order_by(Letter.number)


@question
def _letter_by_id() -> BaseQuery:
    return _letters().where(Letter.id == given("letter"))


@question
def _every_template() -> BaseQuery:
    by_name = LetterTemplate.name.collate("NOCASE")
    retired = LetterTemplate.retired.is_null(False)
    return _templates().order_by(retired, by_name, LetterTemplate.id)


@question
def _template_by_id() -> BaseQuery:
    return _templates().where(LetterTemplate.id == given("template"))


def letters(connection: sqlite3.Connection, case_id: int) -> list[LetterRow]:
    """Every letter of a case, by number."""
    return [_letter(found) for found in ask(connection, _of_case, case=case_id)]


def letter(connection: sqlite3.Connection, letter_id: int) -> LetterRow:
    """One letter.

    :raises NotFoundError: there is none with this id.
    """
    found = row(connection, _letter_by_id, letter=letter_id)
    if found is None:
        raise NotFoundError("There is no such letter in this register.")
    return _letter(found)


def templates(connection: sqlite3.Connection) -> list[TemplateRow]:
    """Every template that the force added, retired ones last, by name."""
    return [_template(found) for found in ask(connection, _every_template)]


def template(connection: sqlite3.Connection, template_id: int) -> TemplateRow:
    """One template of the force.

    :raises NotFoundError: there is none with this id.
    """
    found = row(connection, _template_by_id, template=template_id)
    if found is None:
        raise NotFoundError("There is no such template in this register.")
    return _template(found)


def _letter(found: sqlite3.Row) -> LetterRow:
    values = dict(found)
    values["sent"] = datetime.date.fromisoformat(values["sent"])
    values["kept"] = datetime.datetime.fromisoformat(values["kept"])
    return LetterRow(**values)


def _template(found: sqlite3.Row) -> TemplateRow:
    values = dict(found)
    values["added"] = datetime.datetime.fromisoformat(values["added"])
    retired = values["retired"]
    values["retired"] = datetime.date.fromisoformat(retired) if retired else None
    return TemplateRow(**values)

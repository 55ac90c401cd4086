"""The letters of a case as they were sent, and the templates that the force added."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.errors import NotFoundError
from models.rules import vocabularies
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


LETTERS = """
SELECT l.id, l.case_id, l.number, l.name, l.about, l.recipient, l.sent, l.method, l.recorded,
       l.file_name, l.size, l.sha256, l.kept, COALESCE(u.full_name, '') AS kept_by, l.file_id
FROM letter l LEFT JOIN user u ON u.id = l.kept_by_id
"""
TEMPLATES = """
SELECT t.id, t.version, t.name, t.about, t.file_name, t.size, t.sha256, t.added,
       COALESCE(u.full_name, '') AS added_by, t.retired, t.file_id
FROM letter_template t LEFT JOIN user u ON u.id = t.added_by_id
"""


def letters(connection: sqlite3.Connection, case_id: int) -> list[LetterRow]:
    """Every letter of a case, by number."""
    found = connection.execute(f"{LETTERS} WHERE l.case_id = ? ORDER BY l.number", (case_id,))
    return [_letter(row) for row in found]


def letter(connection: sqlite3.Connection, letter_id: int) -> LetterRow:
    """One letter.

    :raises NotFoundError: there is none with this id.
    """
    found = connection.execute(f"{LETTERS} WHERE l.id = ?", (letter_id,)).fetchone()
    if found is None:
        raise NotFoundError("There is no such letter in this register.")
    return _letter(found)


def templates(connection: sqlite3.Connection) -> list[TemplateRow]:
    """Every template that the force added, retired ones last, by name."""
    order = "ORDER BY t.retired IS NOT NULL, t.name COLLATE NOCASE, t.id"
    return [_template(row) for row in connection.execute(f"{TEMPLATES} {order}")]


def template(connection: sqlite3.Connection, template_id: int) -> TemplateRow:
    """One template of the force.

    :raises NotFoundError: there is none with this id.
    """
    found = connection.execute(f"{TEMPLATES} WHERE t.id = ?", (template_id,)).fetchone()
    if found is None:
        raise NotFoundError("There is no such template in this register.")
    return _template(found)


def _letter(row: sqlite3.Row) -> LetterRow:
    values = dict(row)
    values["sent"] = datetime.date.fromisoformat(values["sent"])
    values["kept"] = datetime.datetime.fromisoformat(values["kept"])
    return LetterRow(**values)


def _template(row: sqlite3.Row) -> TemplateRow:
    values = dict(row)
    values["added"] = datetime.datetime.fromisoformat(values["added"])
    retired = values["retired"]
    values["retired"] = datetime.date.fromisoformat(retired) if retired else None
    return TemplateRow(**values)

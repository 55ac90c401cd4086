"""The parts of a case file made: which become pages, which are joined, attached, listed, left out.

Pages are drawn by whoever can draw (:class:`Draw`); ``models/`` cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.errors import ProbityError
from models.exchange.apart import Hold
from models.exchange.bundle import pdf_work
from models.exchange.bundle.plan import CHRONOLOGY, DISCLOSURE, FULL, SHEET, Part, Shown, parts
from models.exchange.letters.docx_safe import LARGEST as LARGEST_LETTER
from models.exchange.letters.text import letter_html
from models.rules.media_types import size_words
from models.storage.engine import sqlite3
from models.storage.stored_files import read_head

PDF = "application/pdf"
PICTURE = "image/"
#: Bytes of a picture that is drawn, and of a file that is attached to a PDF.
LARGEST_PICTURE, LARGEST_ATTACHED = 100_000_000, 25_000_000
LEFT_OUT = "left out"
AS_IT_IS = "as it came in: nothing in it is hidden or redacted"
TEXT_OF_LETTER = "the text only; the Word file shows the layout as sent"


class Draw(Protocol):
    """What draws pages."""

    def pages(self, title: str, sections: Sequence[str]) -> tuple[bytes, int]:
        """HTML sections on pages as a PDF, and how many pages those are."""

    def picture(self, title: str, kind: str, data: bytes, hold: Hold | None) -> bytes:
        """A picture of this media type on a page, as a PDF.

        :raises ProbityError: it is damaged, or no such picture.
        """


@dataclass(frozen=True)
class Made:
    """A part as it comes out.

    :ivar title: as the level shows it.
    :ivar pages: a PDF of ``count`` pages; nothing where it has none.
    :ivar note: what the index says of it.
    :ivar original: whether the file itself goes along, attached or in the folder.
    :ivar sha256: of the letter or exhibit as it is kept; empty where that is not told.
    """

    part: Part
    title: str
    pages: bytes = b""
    count: int = 0
    note: str = ""
    original: bool = False
    sha256: str = ""


@dataclass(frozen=True)
class Making:
    """Makes the parts of one case file."""

    connection: sqlite3.Connection
    shown: Shown
    draw: Draw
    hold: Hold | None = None
    check: Callable[[], None] = lambda: None

    def all(self) -> Iterator[Made]:
        """Every part that the case has, in order, also those that are left out."""
        for part in parts(self.shown.material):
            self.check()
            yield self._made(part)

    def file_of(self, part: Part) -> bytes:
        """The file of a letter or an exhibit, verified."""
        row = part.letter or part.exhibit
        assert row is not None
        return read_head(self.connection, row, row.size)

    def _made(self, part: Part) -> Made:
        wanted = self.shown.wanted
        if part.key not in wanted.parts:
            return Made(part, self._short(part), note=LEFT_OUT)
        title = self.shown.said(part.title)
        if part.key in (SHEET, CHRONOLOGY):
            sections = self.shown.sheet() if part.key == SHEET else self.shown.chronology()
            return Made(part, title, *self.draw.pages(title, sections))
        return self._letter(part, title) if part.letter else self._exhibit(part, title)

    def _short(self, part: Part) -> str:
        """A part that is left out, where something is hidden, is told by its number alone."""
        if self.shown.wanted.level == FULL:
            return part.title
        if part.letter is not None:
            return f"Letter {part.letter.number}"
        return f"Exhibit {part.exhibit.number}" if part.exhibit else part.title

    def _letter(self, part: Part, title: str) -> Made:
        row, level = part.letter, self.shown.wanted.level
        assert row is not None
        data = read_head(self.connection, row, LARGEST_LETTER)
        hide = self.shown.strikes.hide if level == DISCLOSURE else self.shown.hide
        html = self.shown.html(letter_html(data, row.called, title, hide))
        pages, count = self.draw.pages(title, [html])
        full = level == FULL
        note = TEXT_OF_LETTER + ("; the Word file is included" if full else "")
        return Made(part, title, pages, count, note, full, row.sha256 if full else "")

    def _exhibit(self, part: Part, title: str) -> Made:
        row = part.exhibit
        assert row is not None
        full = self.shown.wanted.level == FULL
        as_it_is = "" if full else AS_IT_IS
        why = ""
        try:
            if row.media_type == PDF and row.size <= pdf_work.LARGEST:
                data = self.file_of(part)
                pages, count = pdf_work.clean(data, bare=not full, hold=self.hold)
                return Made(part, title, pages, count, as_it_is, full, row.sha256)
            if row.media_type.startswith(PICTURE) and row.size <= LARGEST_PICTURE:
                data = self.file_of(part)
                page = self.draw.picture(title, row.media_type, data, self.hold)
                return Made(part, title, page, 1, as_it_is, full, row.sha256)
        except ProbityError as error:
            if "changed since it was stored" in str(error):
                raise
            why = ", which cannot be shown"
        said = f"a file of {size_words(row.size)} ({row.media_type}){why}"
        if full:
            return Made(part, title, note=said, original=True, sha256=row.sha256)
        note = f"{said}, not included: only its hash is listed"
        return Made(part, title, note=note, sha256=row.sha256)

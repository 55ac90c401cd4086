"""What a case file is made of: the whole of a case for somebody, as one PDF or as a folder.

At the full level everything is in it as it is recorded. Where names are initials, or chosen parts
are struck out, letters and exhibits are left out unless they are chosen one by one, for what is in
a picture or in another program's file is as it came; the index says so of each.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from models.case.casefile import CaseFile
from models.errors import InvalidError
from models.exchange.bundle.striking import Strikes, struck_file, words_to_strike
from models.exchange.papers.case_sheet import names_hidden, sheet_html, with_initials
from models.exchange.papers.chronology_paper import chronology_sections
from models.queries.cases.case_list import owners
from models.queries.cases.casefile import load_case
from models.queries.cases.chronology import Entries
from models.queries.cases.exhibits import ExhibitRow, exhibits
from models.queries.cases.letters import LetterRow, letters
from models.queries.people.guidance import receipts_by_member
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.process.guidance import Receipt
from models.rules.process.working_days import DEFAULT_NATION
from models.storage.engine import sqlite3

FULL, INITIALS, DISCLOSURE = "full", "initials", "disclosure"
LEVELS = (FULL, INITIALS, DISCLOSURE)
SHEET, CHRONOLOGY = "sheet", "chronology"


@dataclass(frozen=True)
class Material:
    """A case with all that belongs to it, as a case file is made from."""

    file: CaseFile
    exhibits: list[ExhibitRow]
    letters: list[LetterRow]
    users: dict[int, str]
    receipts: dict[int, list[Receipt]]
    force: str = ""
    nation: str = DEFAULT_NATION
    made_by: str = ""
    made_at: datetime.datetime = field(default_factory=datetime.datetime.now)

    @property
    def reference(self) -> str:
        """The case's."""
        return str(self.file.case["reference"])


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for.

    :ivar level: one of :data:`LEVELS`.
    :ivar parts: the keys of the parts that are in it.
    :ivar passages: the keys of the passages struck out (:func:`.striking.pieces`).
    :ivar words: further words struck out wherever they stand.
    """

    level: str = FULL
    parts: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part that there may be: its key, what it is called, and the row that it comes from."""

    key: str
    title: str
    letter: LetterRow | None = None
    exhibit: ExhibitRow | None = None

    @property
    def group(self) -> str:
        """The bookmark under which it stands."""
        return "Letters" if self.letter else "Exhibits" if self.exhibit else ""


def material(register: Register, connection: sqlite3.Connection, case_id: int) -> Material:
    """Read a case with all that belongs to it.

    :raises NotFoundError: there is no such case.
    """
    file = load_case(connection, case_id)
    return Material(
        file=file,
        exhibits=exhibits(connection, case_id),
        letters=letters(connection, case_id),
        users=owners(connection),
        receipts=receipts_by_member(connection, file.subjects),
        force=register.force,
        nation=register.nation,
        made_by=register.user.full_name,
    )


def parts(found: Material) -> list[Part]:
    """Every part that a case file of this case may have, in order."""
    return [
        Part(SHEET, "Case sheet"),
        Part(CHRONOLOGY, "Chronology"),
        *(Part(f"letter.{row.number}", _letter_title(row), letter=row) for row in found.letters),
        *(
            Part(f"exhibit.{row.number}", _exhibit_title(row), exhibit=row)
            for row in found.exhibits
        ),
    ]


def usual(found: Material, level: str) -> frozenset[str]:
    """The parts that are in a case file of this level unless somebody says otherwise."""
    if level == FULL:
        return frozenset(one.key for one in parts(found))
    return frozenset({SHEET, CHRONOLOGY})


@dataclass(frozen=True)
class Shown:
    """A case as a level shows it: what is done to every text of it, and to the case itself.

    :ivar strikes: what is struck out; of nothing at the other levels.
    """

    wanted: Wanted
    material: Material
    file: CaseFile
    strikes: Strikes
    hide: Callable[[str], str]

    def said(self, text: str) -> str:
        """A title, or a file's name, as this level shows it."""
        return self.strikes.say(self.hide(text))

    def html(self, html: str) -> str:
        """HTML as this level shows it: what is struck is gone from it."""
        return self.strikes.hide_html(html) if self.strikes.words else html

    def sheet(self) -> list[str]:
        """The case sheet; the chronology is a part of its own."""
        found = self.material
        full = self.wanted.level == FULL
        html = sheet_html(
            self.file,
            force=found.force,
            users=found.users,
            nation=found.nation,
            exhibits=found.exhibits if full else (),
            receipts=found.receipts,
            with_chronology=False,
            short=self.wanted.level == INITIALS,
        )
        return [self.html(html)]

    def chronology(self) -> list[str]:
        """The chronology, a section a hundred entries or so."""
        sections = chronology_sections(self.file, Entries(), force=self.material.force)
        return [self.html(one) for one in sections]


def shown(found: Material, wanted: Wanted) -> Shown:
    """The case as a level shows it.

    :raises InvalidError: there is no such level, part or passage; or a word is too short.
    """
    if wanted.level not in LEVELS:
        raise InvalidError({"level": f"There is no level “{wanted.level}”."})
    known = {one.key for one in parts(found)}
    for key in sorted(wanted.parts - known):
        raise InvalidError({"parts": f"This case has no part “{key}”."})
    if not wanted.parts:
        raise InvalidError({"parts": "Choose at least one part."})
    if wanted.level != DISCLOSURE:
        nothing = Strikes(())
        if wanted.passages or wanted.words:
            raise InvalidError({"strike": "Text can be redacted only at the disclosure level."})
        if wanted.level == FULL:
            return Shown(wanted, found, found.file, nothing, str)
        hide = names_hidden(found.file)
        users = {key: hide(name) for key, name in found.users.items()}
        return Shown(wanted, replace(found, users=users), with_initials(found.file), nothing, hide)
    strikes = Strikes(words_to_strike(found.file, wanted.passages, wanted.words))
    file = struck_file(found.file, wanted.passages, strikes)
    return Shown(wanted, found, file, strikes, str)


def level_words(level: str) -> str:
    """What a level is called."""
    return vocabularies.name("case_file_level", level)


def _letter_title(row: LetterRow) -> str:
    to = f" to {row.recipient}" if row.recipient else ""
    return f"Letter {row.number}: {row.name}{to}, {format_date(row.sent)}"


def _exhibit_title(row: ExhibitRow) -> str:
    return f"Exhibit {row.mark}: {row.description or row.file_name}"

"""A published answer as plain data: what is shown, exported and kept, and nothing behind it."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.publishing.questions import Question

#: What stands for a number that is withheld.
WITHHELD = "[c]"


@dataclass(frozen=True)
class Line:
    """One line of a table; a value is ``None`` where it is withheld.

    ``level`` is how far it is set in: what is set in is part of what it stands under.
    """

    label: str
    values: tuple[int | float | None, ...]
    definition: str = ""
    level: int = 0


@dataclass(frozen=True)
class Table:
    """Counts under headings; ``heading`` is of the column of labels."""

    code: str
    title: str
    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    definitions: tuple[tuple[str, str], ...] = ()

    @property
    def beside(self) -> str:
        """What a line's own words are: its definition, or its source where columns have one."""
        return "Source" if self.definitions else "What it counts"


@dataclass(frozen=True)
class Listing:
    """A row for each subject, in words; ``definitions`` says of each column what it holds."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    definitions: tuple[tuple[str, str], ...]


def factor_in_words(factor: str | None) -> str:
    """A factor as it is called inside a sentence."""
    name = vocabularies.name("factor", factor) if factor else "this factor"
    return name[:1].lower() + name[1:]


def nothing_uncoded(factor: str | None) -> str:
    """That no allegation is left which may carry a factor and does not."""
    return f"No uncoded allegation appears to involve {factor_in_words(factor)}."


@dataclass(frozen=True)
class Coding:
    """How far the reading of what carries no factor has come, in allegations."""

    proposed: int
    reviewed: int
    unsure: int

    @property
    def waiting(self) -> int:
        """Those that nobody has decided."""
        return self.proposed - self.reviewed

    def sentence(self, factor: str | None) -> str:
        """In words, to stand beside the figures of a factor."""
        about = factor_in_words(factor)
        if not self.proposed:
            return nothing_uncoded(factor)
        left = "was" if self.unsure == 1 else "were"
        unsure = f", of which {self.unsure:,} {left} left unsure" if self.unsure else ""
        waits = "is waiting" if self.waiting == 1 else "are waiting"
        appear = "appears" if self.proposed == 1 else "appear"
        return (
            f"Coding after the fact: {self.proposed:,} uncoded "
            f"allegation{'s' * (self.proposed != 1)} {appear} to involve {about} by the words "
            f"used; {self.reviewed:,} {'were' if self.reviewed != 1 else 'was'} "
            f"reviewed{unsure}, and {self.waiting:,} {waits}."
        )


@dataclass(frozen=True)
class Answer:
    """What a question was answered on a day.

    :ivar unit: what every figure counts. :ivar basis: the day by which it counts.
    :ivar paragraph: sentences for a press officer. :ivar notes: what is to be known beside it.
    """

    question: Question
    force: str
    answered: datetime.date
    unit: str
    basis: str
    paragraph: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    listing: Listing | None = None
    coding: Coding | None = None

    @property
    def title(self) -> str:
        """What it is about and of when, in a line."""
        return f"{self.question.about()}, {self.question.period()}"

    def about(self) -> list[tuple[str, str]]:
        """What stands beside every figure wherever it goes: what it is, and in words."""
        said = [
            ("Question", self.question.in_words()),
            ("Answer", self.paragraph),
            ("Unit", self.unit),
            ("Date", self.basis),
            ("Force", self.force),
            ("Answered", format_date(self.answered)),
        ]
        if self.coding is not None:
            said.append(("Coding", self.coding.sentence(self.question.factor)))
        return said + [("Note", words) for words in self.notes]

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        days = {"answered": self.answered.isoformat(), "question": self.question.to_dict()}
        return asdict(self) | days

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> Answer:
        """What :meth:`to_dict` gave, also after JSON made lists of its tuples."""
        listing, coding = given["listing"], given["coding"]
        return cls(
            question=Question.from_dict(given["question"]),
            force=given["force"],
            answered=datetime.date.fromisoformat(given["answered"]),
            unit=given["unit"],
            basis=given["basis"],
            paragraph=given["paragraph"],
            notes=tuple(given["notes"]),
            tables=tuple(_table(one) for one in given["tables"]),
            listing=_listing(listing) if listing else None,
            coding=Coding(**coding) if coding else None,
        )


def shown(value: float | None) -> str:
    """A count as it is read: ``1,234``, or that it is withheld."""
    return WITHHELD if value is None else f"{value:,}"


def _table(given: dict[str, Any]) -> Table:
    lines = tuple(Line(**{**one, "values": tuple(one["values"])}) for one in given["lines"])
    made = {"lines": lines, "columns": tuple(given["columns"])}
    return Table(**{**given, **made, "definitions": _pairs(given["definitions"])})


def _listing(given: dict[str, Any]) -> Listing:
    rows = tuple(tuple(row) for row in given["rows"])
    return Listing(tuple(given["columns"]), rows, _pairs(given["definitions"]))


def _pairs(given: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name, words) for name, words in given)

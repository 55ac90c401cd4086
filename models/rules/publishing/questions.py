"""What may be asked of a register for publication, as plain data: a period, filters, a unit."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from models.errors import InvalidError
from models.rules import vocabularies
from models.rules.dates import FULL

#: Withheld below this unless somebody chooses otherwise; 0 withholds nothing.
THRESHOLD = 5
THRESHOLDS = (0, 3, 5, 10)
LONGEST = 100  # years of a period
#: Of a table's row or column, what has no value there.
NOT_RECORDED = "not-recorded"
#: The answer is figures, a row for each subject, or figures beside other forces'.
FIGURES, ROWS, FORCES = "figures", "rows", "forces"
#: Filters by code: the field and its vocabulary are called the same.
FILTERS = ("factor", "kind", "category", "role")


@dataclass(frozen=True)
class Question:
    """How many, for what, and what happened to them, in a period with both its ends.

    :ivar basis: which day counts; a code of the vocabulary ``date_basis``.
    :ivar counts: what is counted; a code of the vocabulary ``counted``.
    :ivar threshold: counts from one to below it are withheld, and a rank with fewer is grouped.
    :ivar form: ``figures``; ``rows``, one for each subject whatever ``counts`` says; or ``forces``,
        the same question beside what other forces have published.
    """

    start: datetime.date
    end: datetime.date
    basis: str = "received"
    counts: str = "subjects"
    factor: str | None = None
    kind: str | None = None
    category: str | None = None
    role: str | None = None
    threshold: int = THRESHOLD
    form: str = FIGURES

    def check(self) -> None:
        """Refuse what cannot be answered.

        :raises InvalidError: by field, why.
        """
        problems = {}
        if self.end < self.start:
            problems["end"] = "The period cannot end before it begins."
        elif self.end.year - self.start.year > LONGEST:
            problems["end"] = f"A period can be at most {LONGEST} years."
        for field, vocabulary in (("basis", "date_basis"), ("counts", "counted")):
            if vocabularies.term(vocabulary, getattr(self, field)) is None:
                problems[field] = "Choose one from the list."
        for field in FILTERS:
            code = getattr(self, field)
            if code is not None and vocabularies.term(field, code) is None:
                problems[field] = "Choose one from the list."
        if not 0 <= self.threshold <= 100:
            problems["threshold"] = "Choose a threshold from 0 to 100."
        if self.form not in (FIGURES, ROWS, FORCES):
            problems["form"] = "Choose figures, rows or other forces."
        if problems:
            raise InvalidError(problems)

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"start": self.start.isoformat(), "end": self.end.isoformat()}

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> Question:
        """What :meth:`to_dict` gave."""
        days = {name: datetime.date.fromisoformat(given[name]) for name in ("start", "end")}
        return cls(**{**given, **days})

    def period(self) -> str:
        """``between 1 January 2009 and 28 February 2014``."""
        return f"between {long_date(self.start)} and {long_date(self.end)}"

    def about(self) -> str:
        """What it is about: the factor, else the category or kind, else any matter."""
        for field in ("factor", "category", "kind"):
            code = getattr(self, field)
            if code:
                return vocabularies.name(field, code)
        return "Any matter"

    def in_words(self) -> str:
        """The whole question in a line, for records and lists of answers."""
        parts = [self.about()]
        for field in FILTERS:
            name = vocabularies.name(field, getattr(self, field))
            if name and name not in parts:
                parts.append(name)
        if self.form == ROWS:
            parts.append("a row for each subject")
        else:
            parts.append(vocabularies.name("counted", self.counts).partition(" (")[0].lower())
        if self.form == FORCES:
            parts.append("compared with other forces")
        basis = vocabularies.name("date_basis", self.basis)
        parts.append(f"{basis[:1].lower()}{basis[1:]} {self.period()}")
        withheld = f"withheld below {self.threshold}" if self.threshold > 1 else "nothing withheld"
        return ", ".join([*parts, withheld])


def long_date(day: datetime.date) -> str:
    """``12 February 2014``."""
    return f"{day.day} {FULL[day.month - 1].title()} {day.year:04d}"

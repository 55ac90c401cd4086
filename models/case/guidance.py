"""The versions of guidance that a case names, or may name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

Day = datetime.date | None


@dataclass(frozen=True)
class Clause:
    """A numbered clause of a version."""

    id: int
    number: str
    words: str = ""

    @property
    def called(self) -> str:
        """``4.2 Nothing from work is posted``."""
        return f"{self.number} {self.words}".strip()


@dataclass(frozen=True)
class Version:
    """A version of a document, as a case names it; ``factor`` is what the document is about."""

    id: int
    document_id: int
    title: str
    name: str
    starts: Day = None
    ends: Day = None
    factor: str = ""
    clauses: tuple[Clause, ...] = ()

    @property
    def called(self) -> str:
        """``Use of social media, version 2``."""
        return f"{self.title}, version {self.name}"

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it was in force on ``day``."""
        begun = self.starts is not None and self.starts <= day
        return begun and (self.ends is None or day <= self.ends)

    def clause(self, clause_id: int | None) -> Clause | None:
        """Its clause with this id."""
        return next((one for one in self.clauses if one.id == clause_id), None)

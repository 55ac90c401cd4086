"""Which entries of a chronology are wanted: by kind, by words, or those that are pinned."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.casefile import Row
from models.rules import vocabularies


@dataclass(frozen=True)
class Entries:
    """A filter over a case's entries; ``kind`` ``"decision"`` is the policy log."""

    kind: str = ""
    words: str = ""
    pinned: bool = False

    def of(self, rows: list[Row]) -> list[Row]:
        """The entries let through, in their order."""
        wanted = self.words.casefold().split()
        return [
            row
            for row in rows
            if (not self.kind or row["kind"] == self.kind)
            and (not self.pinned or row["pinned"])
            and all(word in _words(row) for word in wanted)
        ]

    def describe(self) -> str:
        """What is asked for, as a heading says it; empty where that is everything."""
        kind = "policy log" if self.kind == "decision" else ""
        parts = [
            kind or vocabularies.name("chronology_kind", self.kind).lower(),
            f"“{self.words.strip()}”" if self.words.strip() else "",
            "pinned" if self.pinned else "",
        ]
        return ", ".join(part for part in parts if part)


def _words(row: Row) -> str:
    return f"{row['number']} {row['text']} {row['rationale']} {row['entered_by_name']}".casefold()

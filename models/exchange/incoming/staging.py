"""The rows of a file while it is being imported: grouped by case, with what becomes of each.

They stand in a database of their own (:mod:`models.storage.sqlite.scratch`), encrypted under a key
that ends with the program: memory does not grow with the file, and nothing of it is left in the
clear.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, cast

from models.exchange.incoming import headings
from models.exchange.incoming.cells import Cells
from models.exchange.incoming.headings import Heads
from models.exchange.incoming.mapping import Mapping as ColumnMapping
from models.storage.sqlite.scratch import Scratch

Became = Literal["added", "changed", "skipped", "refused"]
WORDS: dict[Became, str] = {
    "added": "Added",
    "changed": "Changed",
    "skipped": "Skipped",
    "refused": "Not imported",
}
Whys = Mapping[int, str]
#: Whether what a row says of the case itself is left to the row above.
OF_CASE = ("received", "recorded", "came_to_notice", "title", "kind", "closed")
_BATCH = 1000


@dataclass(frozen=True)
class Verdict:
    """What becomes of a row, and why; ``reference`` is its case's, where that is known."""

    number: int
    became: Became
    why: str = ""
    reference: str = ""
    title: str = ""


@dataclass(frozen=True)
class Counts:
    """How many rows become what."""

    added: int = 0
    changed: int = 0
    skipped: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.added + self.changed + self.skipped + self.refused

    def in_words(self) -> str:
        """``380 rows added, 12 skipped, 8 not imported``."""
        said = [f"{self.added:,} row{'s' * (self.added != 1)} added"]
        for number, words in (
            (self.changed, "changed"),
            (self.skipped, "skipped"),
            (self.refused, "not imported"),
        ):
            said += [f"{number:,} {words}"] if number else []
        return ", ".join(said)


@dataclass(frozen=True)
class Group:
    """The rows of one case, in the order of the file, each as its number and its cells."""

    key: str
    rows: list[tuple[int, list[str]]]


class Stage:
    """Rows on their way into a register; ended by :meth:`close`, as by leaving a ``with``."""

    def __init__(self) -> None:
        self._scratch = Scratch()
        self.heads = Heads((), 0, 0)
        self.total = 0
        self._grouped = False

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take all of it away."""
        self._scratch.close()

    def load(
        self,
        cells: Cells,
        heads: Heads,
        mapping: ColumnMapping,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Take in every row of the table, and say of the others why they are none.

        :raises ProbityError: the file cannot be read to its end.
        """
        self.heads, self.total = heads, 0
        place_of = {mapping.field_of(name): at for at, name in enumerate(heads.names)}
        keyed, of_case = place_of.get("key"), [place_of[one] for one in OF_CASE if one in place_of]
        self._grouped = keyed is not None
        self._scratch.begin()
        self._scratch.empty()
        above = ""
        for done, line in enumerate(headings.lines(cells, heads), start=1):
            if done % _BATCH == 0:
                check()
                progress(done, 0)
            if line.skip == headings.BLANK:
                continue
            row = [cell.strip() for cell in line.cells]
            if line.skip is not None:
                self._scratch.say([(line.number, "skipped", f"It is {line.skip}.", "", "")])
            elif keyed is None:
                self._take(line.number, None, row)
            else:
                key = " ".join(row[keyed].split()) if keyed < len(row) else ""
                follows = above and not any(row[at] for at in of_case if at < len(row))
                if not key and follows:
                    key = above  # a merged cell, of which only the first row is filled
                self._take(line.number, key, row)
                above = key or above
        self._scratch.commit()

    def _take(self, number: int, key: str | None, row: list[str]) -> None:
        self.total += 1
        place = number
        cells = json.dumps(row)  # in ASCII, so that halves of characters come through too
        if key is None:
            digest = hashlib.sha256(cells.encode()).hexdigest()[:32]
            key = f"sha256:{digest}#{self._scratch.times(digest)}"
        elif key:
            place = self._scratch.first_place(key.casefold(), number)
        self._scratch.put(number, place, json.dumps(key), cells)

    def groups(self) -> Iterator[Group]:
        """The rows, case by case, in the order in which their first rows stand in the file."""
        group: Group | None = None
        present = None
        for number, place, key, cells in self._scratch.rows(by_place=self._grouped):
            if group is not None and place != present:
                yield group
                group = None
            if group is None:
                group, present = Group(json.loads(key), []), place
            group.rows.append((number, json.loads(cells)))
        if group is not None:
            yield group

    def begin(self) -> None:
        """Forget what was said of the rows, and have what is said now written at once."""
        self._scratch.begin()
        self._scratch.unsay()

    def say(self, group: Group, became: Became, why: Whys, reference: str, title: str) -> None:
        """What becomes of the rows of a case, and why, by the number of the row."""
        self._scratch.say(
            (number, became, why.get(number, ""), reference, title) for number, _ in group.rows
        )

    def end(self) -> None:
        """All has been said."""
        self._scratch.commit()

    def counts(self) -> Counts:
        """How many rows become what."""
        return Counts(**self._scratch.counts())

    def verdicts(
        self, became: Became | None = None, after: int = 0, limit: int = -1
    ) -> Iterator[Verdict]:
        """What becomes of each row, in the order of the file.

        :param became: only of those that become this.
        :param after: only of rows after this number; ``limit`` of them at most.
        """
        for number, what, why, reference, title in self._scratch.said(became, after, limit):
            yield Verdict(number, cast("Became", what), why, reference, title)

    def refused(self) -> Iterator[tuple[list[str], str]]:
        """The cells of every row that was refused, and why."""
        for cells, why in self._scratch.cells_of("refused"):
            yield json.loads(cells), why

    def words(self, places: Sequence[int], most: int) -> dict[int, dict[str, int]]:
        """What stands in some columns, and how often, the most frequent first, ``most`` each."""
        return {place: self._scratch.words(place, most) for place in places}

    def sample(self, many: int) -> list[list[str]]:
        """The cells of the first rows."""
        return [json.loads(cells) for cells in self._scratch.sample(many)]

"""The rows of a file while it is being imported: grouped by case, with what becomes of each.

They stand in a database of their own, in a folder for passing files, encrypted under a key that is
never written down and ends with the program: memory does not grow with the file, and nothing of
it is left in the clear.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from models.exchange.incoming import headings
from models.exchange.incoming.cells import Cells
from models.exchange.incoming.headings import Heads
from models.exchange.incoming.mapping import Mapping as ColumnMapping
from models.storage import engine
from models.storage.engine import Keys, sqlite3

Became = Literal["added", "changed", "skipped", "refused"]
WORDS: dict[Became, str] = {
    "added": "Added",
    "changed": "Changed",
    "skipped": "Skipped",
    "refused": "Not imported",
}
SCHEMA = """
CREATE TABLE line (number INTEGER PRIMARY KEY, place INTEGER NOT NULL, key TEXT NOT NULL,
    cells TEXT NOT NULL);
CREATE TABLE known (key TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE verdict (number INTEGER PRIMARY KEY, became TEXT NOT NULL, why TEXT NOT NULL,
    reference TEXT NOT NULL, title TEXT NOT NULL);
CREATE INDEX verdict_became ON verdict (became, number);
"""
FIRST = "INSERT OR IGNORE INTO known (key, place) VALUES (?, ?)"
PLACE = "SELECT place FROM known WHERE key = ?"
AGAIN = "INSERT INTO known VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET place = place + 1"
VERDICT = "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?)"
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
        self._folder = Path(tempfile.mkdtemp(prefix="probity-import-"))
        try:
            self._connection = engine.connect(self._folder / "rows", Keys.make())
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
                self._connection.execute(f"PRAGMA {pragma}")
            for statement in SCHEMA.split(";\n"):
                self._connection.execute(statement)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        # Also where the program ends before anybody closes it.
        self._clear = weakref.finalize(self, _take_away, self._connection, self._folder)
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
        self._clear()

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
        for table in ("line", "known", "verdict"):
            self._connection.execute(f"DELETE FROM {table}")
        self.heads, self.total = heads, 0
        place_of = {mapping.field_of(name): at for at, name in enumerate(heads.names)}
        keyed, of_case = place_of.get("key"), [place_of[one] for one in OF_CASE if one in place_of]
        self._grouped = keyed is not None
        self._connection.execute("BEGIN")
        above = ""
        for done, line in enumerate(headings.lines(cells, heads), start=1):
            if done % _BATCH == 0:
                check()
                progress(done, 0)
            if line.skip == headings.BLANK:
                continue
            row = [cell.strip() for cell in line.cells]
            if line.skip is not None:
                skipped = (line.number, "skipped", f"It is {line.skip}.", "", "")
                self._connection.execute(VERDICT, skipped)
            elif keyed is None:
                self._take(line.number, None, row)
            else:
                key = " ".join(row[keyed].split()) if keyed < len(row) else ""
                follows = above and not any(row[at] for at in of_case if at < len(row))
                if not key and follows:
                    key = above  # a merged cell, of which only the first row is filled
                self._take(line.number, key, row)
                above = key or above
        self._connection.execute("COMMIT")

    def _take(self, number: int, key: str | None, row: list[str]) -> None:
        self.total += 1
        place = number
        cells = json.dumps(row)  # in ASCII, so that halves of characters come through too
        if key is None:
            digest = hashlib.sha256(cells.encode()).hexdigest()[:32]
            key = f"sha256:{digest}#{self._counted(digest)}"
        elif key:
            self._connection.execute(FIRST, (key.casefold(), number))
            place = self._connection.execute(PLACE, (key.casefold(),)).fetchone()[0]
        self._connection.execute(
            "INSERT INTO line VALUES (?, ?, ?, ?)", (number, place, json.dumps(key), cells)
        )

    def _counted(self, digest: str) -> int:
        """How many rows of the file were the same up to here, with this one."""
        self._connection.execute(AGAIN, (digest,))
        return int(self._connection.execute(PLACE, (digest,)).fetchone()[0])

    def groups(self) -> Iterator[Group]:
        """The rows, case by case, in the order in which their first rows stand in the file."""
        order = "number"
        if self._grouped:
            self._connection.execute(
                "CREATE INDEX IF NOT EXISTS line_place ON line (place, number)"
            )
            order = "place, number"
        group: Group | None = None
        present = None
        query = f"SELECT number, place, key, cells FROM line ORDER BY {order}"
        for number, place, key, cells in self._connection.execute(query):
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
        if self._connection.in_transaction:
            self._connection.rollback()
        self._connection.execute("BEGIN")
        self._connection.execute("DELETE FROM verdict WHERE number IN (SELECT number FROM line)")

    def say(self, group: Group, became: Became, why: Whys, reference: str, title: str) -> None:
        """What becomes of the rows of a case, and why, by the number of the row."""
        self._connection.executemany(
            VERDICT,
            [(number, became, why.get(number, ""), reference, title) for number, _ in group.rows],
        )

    def end(self) -> None:
        """All has been said."""
        if self._connection.in_transaction:
            self._connection.commit()

    def counts(self) -> Counts:
        """How many rows become what."""
        query = "SELECT became, COUNT(*) FROM verdict GROUP BY became"
        return Counts(**dict(self._connection.execute(query).fetchall()))

    def verdicts(
        self, became: Became | None = None, after: int = 0, limit: int = -1
    ) -> Iterator[Verdict]:
        """What becomes of each row, in the order of the file.

        :param became: only of those that become this.
        :param after: only of rows after this number; ``limit`` of them at most.
        """
        condition = "" if became is None else " AND became = ?3"  # answered from its own index
        query = (
            "SELECT number, became, why, reference, title FROM verdict"
            f" WHERE number > ?1{condition} ORDER BY number LIMIT ?2"
        )
        values = (after, limit) if became is None else (after, limit, became)
        for row in self._connection.execute(query, values):
            yield Verdict(*row)

    def refused(self) -> Iterator[tuple[list[str], str]]:
        """The cells of every row that was refused, and why."""
        query = (
            "SELECT l.cells, v.why FROM verdict v JOIN line l ON l.number = v.number"
            " WHERE v.became = 'refused' ORDER BY v.number"
        )
        for cells, why in self._connection.execute(query):
            yield json.loads(cells), why

    def words(self, places: Sequence[int], most: int) -> dict[int, dict[str, int]]:
        """What stands in some columns, and how often, the most frequent first, ``most`` each."""
        found: dict[int, dict[str, int]] = {}
        for place in places:
            query = (
                f"SELECT TRIM(json_extract(cells, '$[{int(place)}]')) AS word, COUNT(*) AS many"
                " FROM line WHERE word <> '' GROUP BY word ORDER BY many DESC, word LIMIT ?"
            )
            found[place] = dict(self._connection.execute(query, (most,)).fetchall())
        return found

    def sample(self, many: int) -> list[list[str]]:
        """The cells of the first rows."""
        query = "SELECT cells FROM line ORDER BY number LIMIT ?"
        return [json.loads(row[0]) for row in self._connection.execute(query, (many,))]


def _take_away(connection: sqlite3.Connection, folder: Path) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)

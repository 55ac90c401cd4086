"""A database for passing: the rows of a file while it is read, and what is said of each.

It stands in a folder for passing files, encrypted under a key that is never written down and ends
with the program, and keeps no journal: nothing in it is worth more than the file it came from.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.storage import engine
from models.storage.engine import Keys, sqlite3

_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000")
#: ``line`` holds the rows by their numbers, ``known`` the keys that were met, ``verdict`` what is
#: said of each row.
_SCHEMA = """
CREATE TABLE line (number INTEGER PRIMARY KEY, place INTEGER NOT NULL, key TEXT NOT NULL,
    cells TEXT NOT NULL);
CREATE TABLE known (key TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE verdict (number INTEGER PRIMARY KEY, became TEXT NOT NULL, why TEXT NOT NULL,
    reference TEXT NOT NULL, title TEXT NOT NULL);
CREATE INDEX verdict_became ON verdict (became, number);
"""
_FIRST = "INSERT OR IGNORE INTO known (key, place) VALUES (?, ?)"
_PLACE = "SELECT place FROM known WHERE key = ?"
_AGAIN = "INSERT INTO known VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET place = place + 1"
_VERDICT = "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?)"

Said = tuple[int, str, str, str, str]
"""A row's number, what becomes of it, why, the reference of its case and the case's title."""


class Scratch:
    """Rows and what is said of them, until :meth:`close` or the end of the program.

    :ivar folder: holds the database and nothing else.
    """

    def __init__(self) -> None:
        self.folder = folder = Path(tempfile.mkdtemp(prefix="probity-import-"))
        try:
            self._connection = engine.connect(folder / "rows", Keys.make())
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
            for statement in _SCHEMA.split(";\n"):
                self._connection.execute(statement)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        # Also where the program ends before anybody closes it.
        self._clear = weakref.finalize(self, _take_away, self._connection, folder)

    def close(self) -> None:
        """Take all of it away."""
        self._clear()

    def empty(self) -> None:
        """Forget every row and what was said."""
        for table in ("line", "known", "verdict"):
            self._connection.execute(f"DELETE FROM {table}")

    def begin(self) -> None:
        """Write what follows at once, and nothing of what was begun before."""
        if self._connection.in_transaction:
            self._connection.rollback()
        self._connection.execute("BEGIN")

    def commit(self) -> None:
        """Write what was put in since :meth:`begin`."""
        if self._connection.in_transaction:
            self._connection.commit()

    # --- rows ---

    def put(self, number: int, place: int, key: str, cells: str) -> None:
        """Put in a row; ``place`` orders it among the others when they are read by place."""
        self._connection.execute(
            "INSERT INTO line VALUES (?, ?, ?, ?)", (number, place, key, cells)
        )

    def first_place(self, key: str, number: int) -> int:
        """The number of the first row of a key, which is ``number`` where it was not met yet."""
        self._connection.execute(_FIRST, (key, number))
        return self._place(key)

    def times(self, key: str) -> int:
        """How many times a key was met, with this time."""
        self._connection.execute(_AGAIN, (key,))
        return self._place(key)

    def rows(self, *, by_place: bool) -> Iterator[tuple[int, int, str, str]]:
        """Number, place, key and cells of every row, in the order of the numbers or the places."""
        order = "number"
        if by_place:
            self._connection.execute(
                "CREATE INDEX IF NOT EXISTS line_place ON line (place, number)"
            )
            order = "place, number"
        query = f"SELECT number, place, key, cells FROM line ORDER BY {order}"
        for row in self._connection.execute(query):
            yield tuple(row)

    def sample(self, many: int) -> list[str]:
        """The cells of the first rows."""
        query = "SELECT cells FROM line ORDER BY number LIMIT ?"
        return [row[0] for row in self._connection.execute(query, (many,))]

    def words(self, place: int, most: int) -> dict[str, int]:
        """What stands in a column of the cells, and how often, the most frequent first."""
        query = (
            f"SELECT TRIM(json_extract(cells, '$[{int(place)}]')) AS word, COUNT(*) AS many"
            " FROM line WHERE word <> '' GROUP BY word ORDER BY many DESC, word LIMIT ?"
        )
        return dict(self._connection.execute(query, (most,)).fetchall())

    # --- what is said of them ---

    def say(self, said: Iterable[Said]) -> None:
        """Say what becomes of rows, in the place of what was said of them."""
        self._connection.executemany(_VERDICT, said)

    def unsay(self) -> None:
        """Forget what was said of every row that is here."""
        self._connection.execute("DELETE FROM verdict WHERE number IN (SELECT number FROM line)")

    def counts(self) -> dict[str, int]:
        """How many rows become what."""
        query = "SELECT became, COUNT(*) FROM verdict GROUP BY became"
        return dict(self._connection.execute(query).fetchall())

    def said(self, became: str | None, after: int, limit: int) -> Iterator[Said]:
        """What is said of rows after a number, in their order; only of those that become this."""
        condition = "" if became is None else " AND became = ?3"  # answered from its own index
        query = (
            "SELECT number, became, why, reference, title FROM verdict"
            f" WHERE number > ?1{condition} ORDER BY number LIMIT ?2"
        )
        values = (after, limit) if became is None else (after, limit, became)
        for row in self._connection.execute(query, values):
            yield tuple(row)

    def cells_of(self, became: str) -> Iterator[tuple[str, str]]:
        """The cells of the rows that become this, and why."""
        query = (
            "SELECT l.cells, v.why FROM verdict v JOIN line l ON l.number = v.number"
            " WHERE v.became = ? ORDER BY v.number"
        )
        for row in self._connection.execute(query, (became,)):
            yield tuple(row)

    def _place(self, key: str) -> int:
        return int(self._connection.execute(_PLACE, (key,)).fetchone()[0])


def _take_away(connection: sqlite3.Connection, folder: Path) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)

"""A spreadsheet that somebody gave, as rows of text: which kind of file it is, and its cells.

Nothing is taken on trust: it is a file and nothing else, it is read row by row, and no more of it
is kept than one row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import ProbityError
from models.storage import reading

#: What a file may have at most: rows, columns, and characters in a cell.
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 5_000_000, 500, 100_000
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 1 << 20

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Options:
    """How somebody says that a file is to be read; what is empty is found out.

    :ivar encoding: as Python names it; ``delimiter`` is one character; ``sheet`` is a name.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Cells:
    """A file whose rows can be read, as often as wanted.

    :ivar said: what it is, in words: ``CSV, Windows-1252, separated by semicolons``.
    :ivar read: gives its rows, each with its number in the file from 1; blank ones too.
    :ivar sheets: the sheets of a workbook, and ``sheet`` the one that is read.
    """

    path: Path
    said: str
    read: Callable[[], Iterator[Row]]
    options: Options
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    size: int = 0
    digest: str = field(default="", repr=False)


def open_cells(
    path: Path, options: Options | None = None, check: Callable[[], None] = lambda: None
) -> Cells:
    """What the file at ``path`` is, ready to be read.

    :raises ProbityError: it cannot be read, or is no table that this program knows.
    """
    options = options or Options()
    try:
        size, first, digest = _look(path, check)
    except OSError as error:
        raise ProbityError(
            f"{path.name} cannot be read ({error.strerror}). Nothing was imported."
        ) from error
    if not first:
        raise ProbityError(f"{path.name} is empty. Nothing was imported.")
    if first.startswith(_COMPOUND):
        raise ProbityError(
            f"{path.name} is a workbook of an old form, or one with a password. Save it as .xlsx "
            "without a password, or as CSV, and import that."
        )
    if first.startswith(_ZIP):
        from models.exchange.incoming import xlsx_cells

        return xlsx_cells.cells(path, options, size, digest)
    from models.exchange.incoming import csv_cells

    return csv_cells.cells(path, options, size, digest, check)


def _look(path: Path, check: Callable[[], None]) -> tuple[int, bytes, str]:
    """Its size in bytes, its first bytes, and the SHA-256 of it all."""
    digest, size, first = hashlib.sha256(), 0, b""
    with reading.open_file(path) as file:
        while piece := file.read(_PIECE):
            first = first or piece[:16]
            size += len(piece)
            digest.update(piece)
            check()
    return size, first, digest.hexdigest()


def too_many(path: Path, number: int, cells: int) -> None:
    """Refuse what is no table but a flood.

    :raises ProbityError: there are more rows or columns than a table has.
    """
    if number > MOST_ROWS:
        raise ProbityError(
            f"{path.name} has more than {MOST_ROWS:,} rows. Nothing was imported; divide it."
        )
    if cells > MOST_COLUMNS:
        raise ProbityError(
            f"Row {number} of {path.name} has {cells:,} columns; at most {MOST_COLUMNS} are read. "
            "Nothing was imported."
        )

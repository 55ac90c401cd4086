"""The rows of a spreadsheet that somebody gave, as text, and the most that one may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import ProbityError

#: What a file may have at most: rows, columns, and characters in a cell.
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 5_000_000, 500, 100_000

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


def too_many(path: Path, number: int, cells: int) -> None:
    """Refuse what is no table but a flood.

    :raises ProbityError: there are more rows or columns than a table has.
    """
    if number > MOST_ROWS:
        raise ProbityError(
            f"{path.name} has more than {MOST_ROWS:,} rows. Nothing was imported; split the file."
        )
    if cells > MOST_COLUMNS:
        raise ProbityError(
            f"Row {number} of {path.name} has {cells:,} columns; at most {MOST_COLUMNS} are read. "
            "Nothing was imported."
        )

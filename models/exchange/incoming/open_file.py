"""Opening a spreadsheet that somebody gave: which kind of file it is, and what reads its cells.

Nothing is taken on trust: it is a file and nothing else, it is read row by row, and no more of it
is kept than one row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from models.errors import ProbityError
from models.exchange.incoming import csv_cells, xlsx_cells
from models.exchange.incoming.cells import Cells, Options
from models.storage import reading

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 1 << 20


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
            f"{path.name} is a workbook in an old format, or one with a password. Save it as "
            ".xlsx without a password, or as CSV, and import that."
        )
    if first.startswith(_ZIP):
        return xlsx_cells.cells(path, options, size, digest)
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

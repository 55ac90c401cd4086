"""The one writer of CSV: RFC 4180, UTF-8, formulas neutralised reversibly, whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from models.storage.files import replacing

#: Between the cells of a row.
DELIMITER = ","
#: A cell that begins with one of these gets an apostrophe before it: a spreadsheet would take the
#: first six for a formula, and the apostrophe itself must be told from ours.
RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
#: Rows between two looks at whether somebody asked for it to stop.
ROWS_A_STEP = 200


def neutralise(text: str) -> str:
    """``text`` as no spreadsheet will run it; :func:`restore` gives it back."""
    return f"'{text}" if text.startswith(RISKY) else text


def restore(cell: str) -> str:
    """What :func:`neutralise` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def write_csv(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    bom: bool = False,
    errors: str = "strict",
    record: Callable[[], None] = lambda: None,
    progress: Callable[[int], None] = lambda _written: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write ``rows`` under their ``headings`` to ``path``; return how many rows they are.

    :param bom: begin with a byte-order mark, for spreadsheets that need one to see UTF-8.
    :param errors: what becomes of a letter that UTF-8 does not have, as :func:`open` says.
    :param record: puts it on record before it stands at ``path``; where it raises, nothing is
        given out.
    :param progress: told now and then how many rows are written.
    :param check: raises to cancel; nothing then stands at ``path`` that did not before.
    :raises ProbityError: it could not be written.
    """
    with replacing(path) as temporary:
        written = fill_csv(
            temporary, headings, rows, bom=bom, errors=errors, progress=progress, check=check
        )
        check()
        record()
    return written


def fill_csv(
    temporary: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    bom: bool = False,
    errors: str = "strict",
    progress: Callable[[int], None] = lambda _written: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """As :func:`write_csv`, into a file that whoever calls puts on record and in its place."""
    encoding = "utf-8-sig" if bom else "utf-8"
    written = 0
    with temporary.open("w", encoding=encoding, errors=errors, newline="") as file:
        writer = csv.writer(file, delimiter=DELIMITER, lineterminator="\r\n")
        writer.writerow([neutralise(heading) for heading in headings])
        for row in rows:
            writer.writerow([neutralise(cell) for cell in row])
            written += 1
            if written % ROWS_A_STEP == 0:
                check()
                progress(written)
    return written

"""What came of an import, as files: every row and why, and the rows to be mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.exchange.incoming.fields import WHY
from models.exchange.incoming.staging import WORDS, Stage
from models.exchange.tables.csv_file import write_csv

HEADINGS = ("Row", "What", "Case", "Title", "Why")


def write_report(
    stage: Stage,
    path: Path,
    *,
    bom: bool = False,
    record: Callable[[], None] = lambda: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write what becomes of every row as CSV, and return how many rows that is.

    :param record: puts it on record before it stands at ``path``.
    :raises ProbityError: it could not be written.
    """
    rows = (
        (str(row.number), WORDS[row.became], row.reference, row.title, row.why)
        for row in stage.verdicts()
    )
    return write_csv(path, HEADINGS, rows, bom=bom, record=record, check=check)


def write_refused(
    stage: Stage,
    path: Path,
    *,
    record: Callable[[], None] = lambda: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write the rows that were refused, as they stood, and why; return how many they are.

    The file begins with a byte-order mark, so that a spreadsheet in which it is mended keeps its
    letters, and is imported again by the same mapping: the column that says why is left out.

    :param record: puts it on record before it stands at ``path``.
    :raises ProbityError: it could not be written.
    """
    names = stage.heads.names
    blank = [""] * len(names)
    rows = ([*[*cells, *blank][: len(names)], why] for cells, why in stage.refused())
    return write_csv(
        path, [*names, WHY], rows, bom=True, errors="replace", record=record, check=check
    )

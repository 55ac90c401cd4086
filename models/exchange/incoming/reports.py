"""What came of an import, as files: every row and why, and the rows to be mended."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from models.exchange.incoming.fields import WHY
from models.exchange.incoming.staging import WORDS, Stage
from models.exchange.tables.csv_export import neutralise
from models.storage.files import replacing

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
    written = 0
    with replacing(path) as temporary:
        encoding = "utf-8-sig" if bom else "utf-8"
        with temporary.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(HEADINGS)
            for one in stage.verdicts():
                cells = (WORDS[one.became], one.reference, one.title, one.why)
                writer.writerow([str(one.number), *map(neutralise, cells)])
                written += 1
                if written % 500 == 0:
                    check()
        record()
    return written


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
    written = 0
    names = stage.heads.names
    with replacing(path) as temporary:
        with temporary.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([*map(neutralise, names), WHY])
            for cells, why in stage.refused():
                padded = [*cells, *[""] * (len(names) - len(cells))][: len(names)]
                writer.writerow([*map(neutralise, padded), neutralise(why)])
                written += 1
                if written % 500 == 0:
                    check()
        record()
    return written

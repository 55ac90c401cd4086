"""The case list as CSV: RFC 4180, UTF-8, ISO dates, formulas neutralised reversibly."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import column
from models.queries.cases.filters import Filter
from models.rules import vocabularies
from models.storage.engine import sqlite3
from models.storage.files import replacing

#: A cell that begins with one of these gets an apostrophe before it: a spreadsheet would take the
#: first six for a formula, and the apostrophe itself must be told from ours.
RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def neutralise(text: str) -> str:
    """``text`` as no spreadsheet will run it; :func:`restore` gives it back."""
    return f"'{text}" if text.startswith(RISKY) else text


def restore(cell: str) -> str:
    """What :func:`neutralise` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def export_csv(
    connection: sqlite3.Connection,
    path: Path,
    where: Filter,
    sort: Sort,
    columns: Sequence[str],
    today: datetime.date,
    *,
    bom: bool = False,
    record: Callable[[], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    check: Callable[[], None] | None = None,
) -> int:
    """Write the filtered, sorted list to ``path`` and return how many cases it holds.

    :param bom: begin with a byte-order mark, for spreadsheets that need one to see UTF-8.
    :param record: puts the export on record before it stands at ``path``; where it raises,
        nothing is given out.
    :param check: raises to cancel; nothing then stands at ``path`` that did not before.
    :raises ProbityError: it could not be written.
    """
    total = case_list.count(connection, where, today)
    written = 0
    with replacing(path) as temporary:
        encoding = "utf-8-sig" if bom else "utf-8"
        with temporary.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(_headings(columns))
            for row in case_list.every_row(connection, where, sort, today, columns):
                writer.writerow(_cells(row, columns))
                written += 1
                if written % 200 == 0:
                    if check is not None:
                        check()
                    if progress is not None:
                        progress(written, total)
        if check is not None:
            check()
        if record is not None:
            record()
    if progress is not None:
        progress(written, total)
    return written


def _headings(columns: Sequence[str]) -> list[str]:
    """A heading a column, and one for each second line that a column shows."""
    found = []
    for code in columns:
        item = column(code)
        found.append(item.title)
        if item.second:
            found.append(f"{item.title} (second line)")
    return found


def _cells(row: case_list.ListRow, columns: Sequence[str]) -> list[str]:
    found = []
    for code in columns:
        item = column(code)
        found.append(neutralise(cell_text(item.kind, row.values[code])))
        if item.second:
            found.append(neutralise(row.second.get(code, "")))
    return found


def cell_text(kind: str, value: Any) -> str:
    """A value as a file carries it: ISO days, yes and no, the stage by name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return vocabularies.name("stage", value) if kind == "pill" else str(value)

"""The case list as CSV, its dates as ISO writes them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.exchange.tables.csv_file import write_csv
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import column
from models.queries.cases.filters import Filter
from models.rules import vocabularies
from models.storage.engine import sqlite3


def export_csv(
    connection: sqlite3.Connection,
    path: Path,
    where: Filter,
    sort: Sort,
    columns: Sequence[str],
    today: datetime.date,
    *,
    bom: bool = False,
    record: Callable[[], None] = lambda: None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write the filtered, sorted list to ``path`` and return how many cases it holds.

    :param bom: begin with a byte-order mark, for spreadsheets that need one to see UTF-8.
    :param record: puts the export on record before it stands at ``path``; where it raises,
        nothing is given out.
    :param check: raises to cancel; nothing then stands at ``path`` that did not before.
    :raises ProbityError: it could not be written.
    """
    total = case_list.count(connection, where, today)
    rows = case_list.every_row(connection, where, sort, today, columns)
    written = write_csv(
        path,
        _headings(columns),
        (_cells(row, columns) for row in rows),
        bom=bom,
        record=record,
        progress=lambda written: progress(written, total),
        check=check,
    )
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
        found.append(cell_text(item.kind, row.values[code]))
        if item.second:
            found.append(row.second.get(code, ""))
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

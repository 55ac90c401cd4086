"""The case list on paper: the screen's filter, columns and order."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from models.exchange.papers.templates import environment
from models.queries.cases import case_list
from models.queries.cases.case_list import ListRow, Sort
from models.queries.cases.columns import cell_words, column
from models.queries.cases.filters import Filter
from models.rules import vocabularies
from models.rules.dates import format_date
from models.storage.engine import sqlite3

#: Rows laid out at a time: a layout's cost grows faster than its rows.
ROWS_A_SECTION = 240


def list_sections(
    connection: sqlite3.Connection,
    where: Filter,
    sort: Sort,
    columns: tuple[str, ...],
    today: datetime.date,
    *,
    force: str = "",
    check: Callable[[], None] | None = None,
) -> list[str]:
    """The list as HTML sections of ``ROWS_A_SECTION`` cases, each with its headings."""
    total = case_list.count(connection, where, today)
    asked = "  ·  ".join(words for _, words in where.describe(case_list.owners(connection)))
    template = environment().get_template("case_list.html")
    widths = [column(code).width for code in columns]
    headings = [
        {
            "title": column(code).title,
            "numeric": column(code).numeric,
            "width": round(100 * width / sum(widths)),
        }
        for code, width in zip(columns, widths, strict=True)
    ]
    found: list[str] = []
    rows: list[list[dict[str, Any]]] = []

    def close_section() -> None:
        found.append(
            template.render(
                first=not found,
                force=force,
                total=f"{total:,} case{'s' * (total != 1)}",
                asked=asked,
                headings=headings,
                rows=rows,
            )
        )

    for row in case_list.every_row(connection, where, sort, today, columns):
        rows.append([_cell(row, code) for code in columns])
        if len(rows) == ROWS_A_SECTION:
            if check is not None:
                check()
            close_section()
            rows = []
    if rows or not found:
        close_section()
    return found


def _cell(row: ListRow, code: str) -> dict[str, Any]:
    item = column(code)
    value = row.values[code]
    if isinstance(value, datetime.date):
        text = format_date(value)
    elif item.kind == "pill":
        text = vocabularies.name("stage", value)
    elif item.kind in ("flag", "yesno"):
        text = cell_words(item.kind, value)
    else:
        text = "" if value is None else str(value)
    return {"text": text, "second": row.second.get(code, ""), "numeric": item.numeric}

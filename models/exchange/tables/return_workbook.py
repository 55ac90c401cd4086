"""A return as a workbook: its definitions on the first sheet, each table on one."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from models.exchange.tables.return_words import defined
from models.rules.publishing.returns import TOTAL, Return, ReturnTable

LABEL, NUMBER, WORDS = 46, 14, 90  # widths of columns, in letters
LONGEST = 31  # letters of a sheet's name


def write_return_workbook(path: Path, made: Return, why: str = "") -> None:
    """Write it to ``path``; a figure that there is nothing to measure for is an empty cell."""
    import xlsxwriter  # type: ignore[import-untyped]  # heavy: only where a workbook is written  # heavy: only where a workbook is written

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.datetime.combine(made.made, datetime.time())
    about = {"title": made.title, "author": made.force, "comments": "", "created": created}
    book.set_properties(about)
    formats = {
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "align": "right"}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "part": book.add_format({"num_format": "#,##0.0"}),
        "whole total": book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
        "part total": book.add_format({"num_format": "#,##0.0", "bold": True, "top": 1}),
        "total": book.add_format({"bold": True, "top": 1}),
    }
    sheet = book.add_worksheet("Definitions")
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, 2, WORDS)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate([("Table", "What", "In words"), *defined(made, why)]):
        for place, words in enumerate(row):
            sheet.write_string(at, place, words, formats["wrap" if at and place else "bold"])
    for table in made.tables:
        _table(book.add_worksheet(table.definition.title[:LONGEST]), table, formats)
    book.close()


def _table(sheet: Any, table: ReturnTable, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, len(table.columns), NUMBER)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, table.heading, formats["bold"])
    for place, name in enumerate(table.columns, 1):
        sheet.write_string(0, place, name, formats["head"])
    for at, row in enumerate(table.rows, 1):
        total = " total" if row.code == TOTAL else ""
        sheet.write_string(at, 0, row.label, formats["total"] if total else None)
        for place, cell in enumerate(row.cells, 1):
            kind = "part" if isinstance(cell.value, float) else "whole"
            if cell.value is None:
                sheet.write_blank(at, place, None, formats[f"{kind}{total}"])
            else:
                sheet.write_number(at, place, cell.value, formats[f"{kind}{total}"])
    for at, (name, words) in enumerate(table.about(), len(table.rows) + 2):
        sheet.write_string(at, 0, f"{name}: {words}")

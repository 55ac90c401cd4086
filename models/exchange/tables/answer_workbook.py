"""A published answer as a workbook: its words on one sheet, each table on one, with a chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.rules.publishing.answers import Answer, Table, shown

LABEL, NUMBER, WORDS = 46, 16, 90  # widths of columns, in letters


def write_workbook(path: Path, answer: Answer) -> None:
    """Write it to ``path``; numbers are numbers, and what is withheld is a word."""
    import xlsxwriter  # type: ignore[import-untyped]  # heavy: only where a workbook is written  # heavy: only where a workbook is written

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": answer.title, "author": answer.force, "comments": ""})
    formats = {
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "rate": book.add_format({"num_format": "#,##0.0", "valign": "top"}),
        "right": book.add_format({"align": "right", "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "align": "right"}),
    }
    for level in range(3):
        formats[f"level{level}"] = book.add_format({"indent": level, "valign": "top"})
    _about(book.add_worksheet("Answer"), answer, formats)
    for table in answer.tables:
        _table(book, book.add_worksheet(table.title[:31]), table, answer, formats)
    if answer.listing is not None:
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        for at, row in enumerate((answer.listing.columns, *answer.listing.rows)):
            for place, cell in enumerate(row):
                if at and cell.isdecimal():
                    sheet.write_number(at, place, int(cell), formats["number"])
                else:
                    sheet.write_string(at, place, cell, formats["wrap" if at else "bold"])
        sheet.set_column(0, len(answer.listing.columns) - 1, 24)
    book.close()


def _about(sheet: Any, answer: Answer, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, WORDS)
    said = answer.about()
    if answer.listing is not None:
        said += list(answer.listing.definitions)
    for at, (name, words) in enumerate(said):
        sheet.write_string(at, 0, name, formats["bold"])
        sheet.write_string(at, 1, words, formats["wrap"])


def _table(book: Any, sheet: Any, table: Table, answer: Answer, formats: dict[str, Any]) -> None:
    last = len(table.columns) + 1
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, len(table.columns), NUMBER)
    sheet.set_column(last, last, WORDS)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, table.heading or table.title, formats["bold"])
    for place, name in enumerate(table.columns, 1):
        sheet.write_string(0, place, name, formats["head"])
    if any(line.definition for line in table.lines):
        sheet.write_string(0, last, table.beside, formats["bold"])
    for at, line in enumerate(table.lines, 1):
        sheet.write_string(at, 0, line.label, formats[f"level{line.level}"])
        for place, value in enumerate(line.values, 1):
            if value is None:
                sheet.write_string(at, place, shown(value), formats["right"])
            else:
                whole = isinstance(value, int)
                sheet.write_number(at, place, value, formats["number" if whole else "rate"])
        if line.definition:
            sheet.write_string(at, last, line.definition, formats["wrap"])
    foot = len(table.lines) + 2
    below = [("Unit", answer.unit), ("Date", answer.basis), *table.definitions]
    for at, (name, words) in enumerate(below, foot):
        sheet.write_string(at, 0, f"{name}: {words}")
    _chart(book, sheet, table, foot + len(below) + 1)


def _chart(book: Any, sheet: Any, table: Table, row: int) -> None:
    """Bars of the first column by line, where nothing in it is withheld."""
    lines = table.lines[:-1]  # without the total
    if table.definitions and lines and all(line.values[0] is not None for line in lines):
        chart = book.add_chart({"type": "column"})
        name = f"'{table.title[:31]}'"
        chart.add_series(
            {
                "name": table.columns[0],
                "categories": f"={name}!$A$2:$A${len(lines) + 1}",
                "values": f"={name}!$B$2:$B${len(lines) + 1}",
            }
        )
        chart.set_title({"name": f"{table.columns[0]}: {table.title[:1].lower()}{table.title[1:]}"})
        chart.set_legend({"none": True})
        sheet.insert_chart(row, 0, chart)

"""A published answer as a Word document, to be edited and sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.rules.publishing.answers import Answer, Table, shown

A4 = (7560310, 10692130)  # width and height, in English metric units
WIDE = 4  # columns of numbers for which a page is turned


def write_document(path: Path, answer: Answer) -> None:
    """Write it to ``path``: the paragraph first, then the tables and what they count."""
    import docx  # heavy: only where a Word file is read or written
    from docx.enum.section import WD_ORIENT  # heavy: only where a Word file is read or written

    document: Any = docx.Document()
    wide = answer.listing is not None or any(len(one.columns) > WIDE for one in answer.tables)
    for section in document.sections:
        section.page_width, section.page_height = A4[::-1] if wide else A4
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    properties = document.core_properties
    properties.title, properties.author, properties.comments = answer.title, answer.force, ""
    document.add_heading(answer.title, level=1)
    document.add_paragraph(answer.paragraph)
    for table in answer.tables:
        document.add_heading(table.title, level=2)
        document.add_paragraph(f"Unit: {answer.unit}. Date: {answer.basis}.")
        _table(document, table)
        for name, words in table.definitions:
            document.add_paragraph(f"{name}: {words}", style="List Bullet")
    if answer.listing is not None:
        document.add_heading("Rows", level=2)
        _fill(document, [answer.listing.columns, *answer.listing.rows], right=())
        for name, words in answer.listing.definitions:
            document.add_paragraph(f"{name}: {words}", style="List Bullet")
    document.add_heading("About these figures", level=2)
    for name, words in answer.about():
        if name != "Answer":
            document.add_paragraph(f"{name}: {words}", style="List Bullet")
    document.save(str(path))


def _table(document: Any, table: Table) -> None:
    defined = any(line.definition for line in table.lines)
    head = [table.heading, *table.columns, *([table.beside] if defined else [])]
    rows = [
        [
            f"{'    ' * line.level}{line.label}",
            *map(shown, line.values),
            *([line.definition] if defined else []),
        ]
        for line in table.lines
    ]
    _fill(document, [head, *rows], right=range(1, len(table.columns) + 1))


def _fill(document: Any, rows: list[Any], right: Any) -> None:
    from docx.enum.text import (
        WD_ALIGN_PARAGRAPH,  # heavy: only where a Word file is read or written
    )

    made = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    for row, words in zip(made.rows, rows, strict=True):
        for place, (cell, said) in enumerate(zip(row.cells, words, strict=True)):
            cell.text = said
            if place in right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

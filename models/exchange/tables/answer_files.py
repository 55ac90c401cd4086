"""A published answer as CSV, a workbook or a Word document: the same words and numbers in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from models.errors import ProbityError
from models.exchange.tables.answer_document import write_document
from models.exchange.tables.answer_workbook import write_workbook
from models.exchange.tables.csv_file import fill_csv
from models.rules.publishing.answers import Answer, shown
from models.storage.files import replacing

HEADINGS = ("Part", "Line", "Column", "Value", "Unit", "Date", "Definition")
ENDINGS = (".csv", ".xlsx", ".docx")


def write_answer(
    path: Path,
    answer: Answer,
    *,
    bom: bool = False,
    record: Callable[[], None] = lambda: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write an answer by the ending of ``path``; return how many figures or rows it holds.

    :param bom: begin a CSV with a byte-order mark, for spreadsheets that need one to see UTF-8.
    :param record: puts it on record before it stands at ``path``; where it raises, nothing does.
    :raises ProbityError: another ending, or it could not be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ProbityError(
            f"{path.name} should end in .csv, .xlsx, .docx or .pdf. Nothing was written."
        )
    with replacing(path) as temporary:
        if ending == ".csv":
            headings, *rows = _rows(answer)
            fill_csv(temporary, headings, rows, bom=bom)
        elif ending == ".xlsx":
            write_workbook(temporary, answer)
        else:
            write_document(temporary, answer)
        check()
        record()
    return size(answer)


def size(answer: Answer) -> int:
    """How many rows a list has, or how many figures the tables hold."""
    if answer.listing is not None:
        return len(answer.listing.rows)
    return sum(len(line.values) for table in answer.tables for line in table.lines)


def _rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    """The headings, then a row for each figure with what it counts, or the rows of a list."""
    if answer.listing is not None:
        yield answer.listing.columns
        yield from answer.listing.rows
        return
    yield HEADINGS
    for name, words in answer.about():
        yield "About", name, "", words, "", "", ""
    for table in answer.tables:
        of_column = dict(table.definitions)
        for line in table.lines:
            for column, value in zip(table.columns, line.values, strict=True):
                definition = " ".join(filter(None, (of_column.get(column), line.definition)))
                number = shown(value).replace(",", "")
                yield (
                    *(table.title, line.label, column, number),
                    *(answer.unit, answer.basis, definition),
                )

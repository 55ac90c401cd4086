"""A return as a workbook, or as a folder of CSV, one a table; its definitions go with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.errors import ProbityError
from models.exchange.tables.csv_file import fill_csv
from models.exchange.tables.return_words import defined
from models.exchange.tables.return_workbook import write_return_workbook
from models.rules.publishing.returns import Return
from models.storage.files import making_folder, replacing

#: In a folder, what is to be known of its tables.
DEFINITIONS = "definitions.csv"


def write_return(
    path: Path,
    made: Return,
    *,
    why: str = "",
    bom: bool = False,
    record: Callable[[], None] = lambda: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write a return by the ending of ``path``; return how many tables it holds.

    :param path: a workbook, ``.xlsx``; or a folder to make, a name without an ending.
    :param why: it leaves in spite of its problems.
    :param bom: begin each CSV with a byte-order mark, for spreadsheets that need one to see UTF-8.
    :param record: puts it on record before it stands at ``path``; where it raises, nothing does.
    :raises ProbityError: another ending, or it could not be written.
    """
    ending = path.suffix.lower()
    if ending == ".xlsx":
        with replacing(path) as temporary:
            write_return_workbook(temporary, made, why)
            check()
            record()
    elif ending:
        raise ProbityError(
            f"{path.name} should end in .xlsx or .pdf, or have no ending: then it is a folder of "
            "CSV. Nothing was written."
        )
    else:
        with making_folder(path) as folder:
            for table in made.tables:
                rows = [
                    (one.label, *(_text(cell.value) for cell in one.cells)) for one in table.rows
                ]
                name = f"{table.definition.code}.csv"
                fill_csv(folder / name, (table.heading, *table.columns), rows, bom=bom)
                check()
            headings = ("Table", "What", "In words")
            fill_csv(folder / DEFINITIONS, headings, defined(made, why), bom=bom)
            record()
    return len(made.tables)


def _text(value: float | None) -> str:
    """A figure for a program to read; nothing where there is nothing to measure."""
    return "" if value is None else str(value)

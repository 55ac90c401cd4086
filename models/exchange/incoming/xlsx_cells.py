"""Workbooks (.xlsx), read a row at a time by openpyxl, its XML by defusedxml.

A workbook is a ZIP of XML: before anything is read, what it would unpack to is looked at.
"""

from __future__ import annotations

import datetime
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from models.errors import ProbityError
from models.exchange.incoming.cells import MOST_CHARACTERS, Cells, Options, Row, too_many
from models.exchange.tables.csv_file import restore
from models.storage import reading

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook  # type: ignore[import-untyped]

#: What a workbook may unpack to, in bytes: all of it; the words shared by its cells, which are
#: held in memory; and everything else that is, such as its styles.
MOST, MOST_SHARED, MOST_OTHER = 4_000_000_000, 150_000_000, 30_000_000
MOST_PARTS = 2000
_BLANK_ROWS = 10_000  # a sheet that ends in so many has ended


def cells(path: Path, options: Options, size: int, digest: str) -> Cells:
    """A workbook ready to be read.

    :raises ProbityError: it is damaged, would fill the memory, or has no such sheet.
    """
    with _workbook(path) as book:
        names = tuple(book.sheetnames)
        sheets = tuple(name for name in names if hasattr(book[name], "iter_rows"))
        visible = [name for name in sheets if book[name].sheet_state == "visible"]
    if not sheets:
        raise ProbityError(f"{path.name} has no sheet with cells. Nothing was imported.")
    if options.sheet and options.sheet not in sheets:
        listed = ", ".join(sheets[:20])
        raise ProbityError(
            f"{path.name} has no sheet “{options.sheet}”. It has {listed}. Nothing was imported."
        )
    sheet = options.sheet or (visible or sheets)[0]
    said = f"Excel workbook, sheet “{sheet}”"
    found = Options(sheet=sheet)
    return Cells(path, said, lambda: _rows(path, sheet), found, sheets, sheet, size, digest)


def _rows(path: Path, sheet: str) -> Iterator[Row]:
    with _workbook(path) as book:
        blank = 0
        book[sheet].reset_dimensions()  # what the file says of its size need not be so
        for number, row in enumerate(book[sheet].iter_rows(values_only=True), start=1):
            found = [text_of(value) for value in row]
            while found and not found[-1]:
                found.pop()
            too_many(path, number, len(found))
            blank = 0 if found else blank + 1
            if blank > _BLANK_ROWS:
                return
            yield number, found


def text_of(value: Any) -> str:
    """A cell's value as text: days as ``YYYY-MM-DD``, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return restore(value[:MOST_CHARACTERS])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    """The workbook, open for reading; whatever openpyxl trips over is said in a sentence."""
    import openpyxl  # type: ignore[import-untyped]  # heavy: only where a workbook is read  # heavy: only where a workbook is read

    try:
        with reading.open_file(path) as file:
            _refuse_bomb(path, file)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it leaves out: drawings, validations
                book = openpyxl.load_workbook(
                    file, read_only=True, data_only=True, keep_links=False
                )
                try:
                    yield book
                finally:
                    book.close()
    except (ProbityError, GeneratorExit):
        raise
    except OSError as error:
        raise ProbityError(
            f"{path.name} cannot be read ({error.strerror or error}). Nothing was imported."
        ) from error
    except MemoryError as error:
        raise _too_large(path) from error
    except Exception as error:  # any other parser's, on a file of any content
        raise ProbityError(
            f"{path.name} is damaged, or is not a workbook. Nothing was imported; save it again "
            "as .xlsx, or as CSV."
        ) from error


def _refuse_bomb(path: Path, file: IO[bytes]) -> None:
    """:raises ProbityError: it would unpack to far more than a table of cases does."""
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError) as error:
        raise ProbityError(
            f"{path.name} is damaged, or is not a workbook. Nothing was imported."
        ) from (error)
    finally:
        file.seek(0)
    shared = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    sheets = sum(part.file_size for part in parts if "worksheets/" in part.filename)
    total = sum(part.file_size for part in parts)
    held = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    other = sum(part.file_size for part in held) - shared - sheets
    if total > MOST or shared > MOST_SHARED or other > MOST_OTHER or len(parts) > MOST_PARTS:
        raise _too_large(path)


def _too_large(path: Path) -> ProbityError:
    return ProbityError(
        f"{path.name} unpacks to more than can be read safely. Nothing was imported; save the "
        "sheet as CSV and import that."
    )

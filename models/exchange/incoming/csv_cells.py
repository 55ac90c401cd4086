"""CSV in the encodings and with the delimiters that police bodies use, found out by looking."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from models.errors import ProbityError
from models.exchange.incoming.cells import MOST_CHARACTERS, Cells, Options, Row, too_many
from models.exchange.tables.csv_file import restore
from models.storage import reading

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte-order mark",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PIECE = 1 << 20
#: So much of a file is looked at for its delimiter, in characters; and so many of its rows.
_SAMPLE, _SAMPLE_ROWS = 200_000, 400
_COMMANDS = re.compile("[\0-\x08\x0e-\x1f]")  # of which no text is full
#: The five bytes to which Windows-1252 gives no character are kept as what browsers make of them.
_ERRORS = "probity-windows"


def cells(path: Path, options: Options, size: int, digest: str, check: Callable[[], None]) -> Cells:
    """A CSV file ready to be read.

    :raises ProbityError: it is no text, or the encoding asked for is none.
    """
    encoding = options.encoding or sniff_encoding(path, check)
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise ProbityError(
            f"“{encoding}” is not a known encoding. Nothing was imported."
        ) from error
    try:
        with _text(path, encoding) as file:
            sample = file.read(_SAMPLE)
    except UnicodeError as error:
        raise _not_text(path, encoding) from error
    if len(_COMMANDS.findall(sample)) > len(sample) // 100:
        raise ProbityError(
            f"{path.name} is not a table: it is neither a workbook (.xlsx) nor text (.csv). "
            "Nothing was imported."
        )
    delimiter = options.delimiter or sniff_delimiter(sample)
    said = f"CSV, {ENCODINGS.get(encoding, encoding)}, separated by " + DELIMITERS.get(
        delimiter, f"“{delimiter}”"
    )
    found = Options(encoding, delimiter)
    return Cells(
        path, said, lambda: _rows(path, encoding, delimiter), found, size=size, digest=digest
    )


def sniff_encoding(path: Path, check: Callable[[], None] = lambda: None) -> str:
    """The encoding of a text: by its mark, by its noughts, UTF-8 if all of it is, or Windows'."""
    with reading.open_file(path) as file:
        first = file.read(4096)
        for mark, encoding in _MARKS:
            if first.startswith(mark):
                return encoding
        even, odd = first[0::2].count(0), first[1::2].count(0)
        if max(even, odd) > len(first) // 5:
            return "utf-16-be" if even > odd else "utf-16-le"
        decoder = codecs.getincrementaldecoder("utf-8")()
        piece = first
        try:
            while piece:
                decoder.decode(piece)
                check()
                piece = file.read(_PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def sniff_delimiter(sample: str) -> str:
    """The delimiter by which most rows of a sample have one and the same number of columns."""
    best, found = (0.0, 0), ","
    for delimiter in DELIMITERS:
        counts: Counter[int] = Counter()
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            for number, row in enumerate(reader):
                if number >= _SAMPLE_ROWS:
                    break
                filled = sum(1 for cell in row if cell.strip())
                if filled > 1:
                    counts[len(row)] += 1
        except csv.Error:
            continue
        if not counts:
            continue
        width, rows = max(counts.items(), key=lambda one: (one[1], one[0]))
        score = (float(rows), width)
        if score > best:
            best, found = score, delimiter
    return found


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    codecs.register_error(_ERRORS, _as_browsers_do)
    errors = _ERRORS if encoding == "cp1252" else "strict"
    file = reading.open_file(path)
    if encoding in ("utf-16-le", "utf-16-be"):
        mark = file.read(2)
        if mark not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")


def _as_browsers_do(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(MOST_CHARACTERS)
    number = 0
    try:
        with _text(path, encoding) as file:
            # Noughts end a text in SQLite; rows say where they are instead of ending here.
            for number, row in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                too_many(path, number, len(row))
                yield number, [restore(cell) if cell[:1] == "'" else cell for cell in row]
    except csv.Error as error:
        raise ProbityError(
            f"Row {number + 1} of {path.name} cannot be read ({error}). A quotation mark may be "
            "missing there. Nothing was imported."
        ) from error
    except UnicodeError as error:
        raise _not_text(path, encoding) from error


def _not_text(path: Path, encoding: str) -> ProbityError:
    called = ENCODINGS.get(encoding, encoding)
    return ProbityError(f"{path.name} is not {called} text. Nothing was imported.")

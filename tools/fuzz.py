"""Fuzzes one reader of Probity, guided by what of its code each input reaches (atheris).

Called by ``tools/fuzz.sh``: ``fuzz.py READER CORPUS… -max_total_time=SECONDS``. Whatever a reader
raises that is no sentence for a person ends the run, and the input that did it is kept.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import atheris

with atheris.instrument_imports(include=["models", "ui.previews.file_preview", "icalendar"]):
    from models.errors import ProbityError
    from models.exchange import case_json
    from models.exchange.calendar_file import read_calendar
    from models.exchange.incoming import headings, mapping
    from models.exchange.incoming.building import Builder
    from models.exchange.incoming.open_file import open_cells
    from models.exchange.tables.csv_file import neutralise, restore
    from models.moving import arriving, records
    from models.rules.dates import parse_date, parse_time
    from models.rules.media_types import media_type
    from models.rules.validation import problems
    from models.storage import journals, throttle
    from models.storage.engine import Keys
    from models.storage.keys import KeyFile, key_path
    from models.storage.secrets import recovery_secret

TODAY = datetime.date(2014, 2, 28)
FOLDER = Path(tempfile.mkdtemp(prefix="probity-fuzz-"))
REGISTER = FOLDER / "force.probity"


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def keys(data: bytes) -> None:
    """A key file."""
    key_path(REGISTER).write_bytes(data)
    KeyFile.read(REGISTER)


def failures(data: bytes) -> None:
    """The record of failures to sign in."""
    REGISTER.with_name(REGISTER.name + throttle.SUFFIX).write_bytes(data)
    throttle.check(REGISTER, "a")
    throttle.passed(REGISTER, "a")


def journal(data: bytes) -> None:
    """A journal beside a register."""
    REGISTER.write_bytes(bytes(4096))
    for ending in ("-wal", "-journal"):
        REGISTER.with_name(REGISTER.name + ending).write_bytes(data)
    journals.refuse_foreign(REGISTER, Keys(bytes(32), bytes(32)))


def recovery(data: bytes) -> None:
    """A recovery key as somebody typed it."""
    recovery_secret(_text(data))


def case(data: bytes) -> None:
    """A case as JSON, up to whether it could be saved."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return
    problems(case_json.from_json(given, TODAY), TODAY)


def calendar(data: bytes) -> None:
    """A calendar file."""
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read_calendar(data)


def table(data: bytes) -> None:
    """A CSV file or a workbook to be imported, up to what would become of each row."""
    path = FOLDER / "in.table"
    path.write_bytes(data)
    cells = open_cells(path)
    heads = headings.find(cells)
    how = mapping.guessed(heads.names)
    builder = Builder(heads.names, how, TODAY, {}, path.name)
    for line in headings.lines(cells, heads):
        if line.skip is None:
            row = builder.read(line.number, line.cells)
            builder.build("", [row])


def columns(data: bytes) -> None:
    """A mapping of columns."""
    mapping.from_json(_text(data))


def parcel(data: bytes) -> None:
    """A case as a parcel of another register tells it."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return
    for row in arriving.case_part(given, {})["record"]:
        records.holds(row)


def words(data: bytes) -> None:
    """Days, times, cells and names of files."""
    text = _text(data)
    for read in (lambda: parse_date(text, TODAY), lambda: parse_time(text)):
        with contextlib.suppress(ProbityError):
            read()
    if restore(neutralise(text)) != text:
        raise AssertionError("a cell does not read back")
    media_type(text, data)


READERS: dict[str, Callable[[bytes], Any]] = {
    one.__name__: one
    for one in (keys, failures, journal, recovery, case, calendar, table, columns, parcel, words)
}


def main() -> None:
    """Fuzz the reader that the command line names."""
    reader = READERS[sys.argv.pop(1)]

    def one(data: bytes) -> None:
        with contextlib.suppress(ProbityError):
            reader(data)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

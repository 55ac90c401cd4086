"""What leaves the register: allowed before a byte is written, on record before it stands outside.

Each kind of file is a function here; what the window draws asks :func:`leaving` first. Reading a
case or a figure on the screen is no disclosure.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from models.case.guidance import Version
from models.changes.noting import LIST_AS_CSV, disclosed
from models.exchange.apart import Hold
from models.exchange.bundle.files import Written, write_folder, write_pdf
from models.exchange.bundle.parts import Draw, Making
from models.exchange.bundle.plan import Shown, level_words
from models.exchange.calendar_file import write_calendar
from models.exchange.incoming.reports import write_refused, write_report
from models.exchange.incoming.staging import Stage
from models.exchange.letters.files import write_docx
from models.exchange.tables.csv_export import export_csv
from models.exchange.tables.guidance_csv import export_recipients
from models.exchange.tables.record_csv import export_record
from models.moving.sending import write_parcel
from models.queries.cases.case_list import Sort
from models.queries.cases.exhibits import ExhibitRow
from models.queries.cases.filters import Filter
from models.queries.cases.letters import LetterRow, TemplateRow
from models.queries.cases.my_work import WorkItem
from models.queries.people.acknowledgements import Recipient
from models.queries.people.guidance import KeptFile
from models.record.records import Asked
from models.register import Register
from models.schema import Case, Exhibit, Letter, LetterTemplate, Table
from models.storage.engine import sqlite3
from models.storage.secrets import check_passphrase
from models.storage.stored_files import export_exhibit

#: What the record of a case says when it is sent.
SENT = "Sent to another register"


def leaving(
    register: Register,
    what: str,
    *,
    case_id: int | None = None,
    about: tuple[type[Table], int | None] | None = None,
    reason: str = "",
    **details: Any,
) -> Callable[[], None]:
    """Let something leave the register; what is returned puts on record that it does.

    :param what: what it is, and how it leaves.
    :param about: the table and id of the row that it is, if it is one.
    :param reason: for whom and for what, where that was asked.
    :raises NotAllowedError: the user's role may not; nothing has been written.
    """
    register.require("disclose")
    return lambda: disclosed(register, what, case_id=case_id, about=about, reason=reason, **details)


def save_csv(
    register: Register,
    connection: sqlite3.Connection,
    path: Path,
    where: Filter,
    sort: Sort,
    columns: Sequence[str],
    *,
    bom: bool = False,
    reason: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write the list as CSV (:func:`export_csv`) and return how many cases it holds.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    record = leaving(register, LIST_AS_CSV, reason=reason, asked=where.in_words(), file=path.name)
    today = register.today()
    return export_csv(
        connection,
        path,
        where,
        sort,
        columns,
        today,
        bom=bom,
        record=record,
        progress=progress,
        check=check,
    )


def save_calendar(
    register: Register, connection: sqlite3.Connection, items: Iterable[WorkItem], path: Path
) -> int:
    """Write work as an iCalendar file and return how much of it there is.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    record = leaving(register, "Tasks and deadlines saved as a calendar", file=path.name)
    return write_calendar(connection, items, path, datetime.datetime.now(datetime.UTC), record)


def save_exhibit(
    register: Register,
    connection: sqlite3.Connection,
    row: ExhibitRow,
    path: Path,
    what: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write an exhibit, verified, and put that on its chain of custody as ``what``.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written, or is not as it was stored.
    """
    record = leaving(register, what, case_id=row.case_id, about=(Exhibit, row.id))
    export_exhibit(connection, row, path, progress, check, record)


def save_letter(
    register: Register,
    connection: sqlite3.Connection,
    row: LetterRow,
    path: Path,
    what: str,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write a letter as it was sent, verified, and put that on record as ``what``.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written, or is not as it was kept.
    """
    record = leaving(register, what, case_id=row.case_id, about=(Letter, row.id))
    export_exhibit(connection, row, path, check=check, record=record)


def save_draft(register: Register, case_id: int, docx: bytes, path: Path, name: str) -> None:
    """Write a letter that is made and not yet sent, to be gone on with in Word.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    record = leaving(register, f"Draft of a letter saved: {name}", case_id=case_id, file=path.name)
    write_docx(path, docx, record)


def save_template(
    register: Register, path: Path, name: str, data: bytes, row: TemplateRow | None = None
) -> None:
    """Write a template, to be changed in Word.

    :param row: the force's own template, if it is one.
    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    about = (LetterTemplate, row.id) if row else None
    record = leaving(register, f"Letter template saved: {name}", about=about, file=path.name)
    write_docx(path, data, record)


def save_guidance(
    register: Register,
    connection: sqlite3.Connection,
    version: Version,
    kept: KeptFile,
    path: Path,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write the file of a version of guidance, verified.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written, or is not as it was stored.
    """
    record = leaving(register, f"Guidance saved: {version.called}", file=path.name)
    export_exhibit(connection, kept, path, check=check, record=record)


def save_recipients(
    register: Register,
    path: Path,
    version: Version,
    rows: Sequence[Recipient],
    *,
    bom: bool = False,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write who was given a version of guidance as CSV, and return how many they are.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    what = f"Members given {version.called}, exported as CSV"
    record = leaving(register, what, file=path.name)
    return export_recipients(path, version, rows, bom=bom, check=check, record=record)


def save_import_report(
    register: Register,
    stage: Stage,
    path: Path,
    of: str,
    *,
    bom: bool = False,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write what becomes of every row of an import as CSV, and return how many rows that is.

    :param of: the name of the file that is imported.
    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    what = f"What an import of {of} would do with each row, as CSV"
    record = leaving(register, what, file=path.name)
    return write_report(stage, path, bom=bom, record=record, check=check)


def save_refused_rows(
    register: Register,
    stage: Stage,
    path: Path,
    of: str,
    *,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write the rows that an import refused, to be mended, and return how many they are.

    :param of: the name of the file that is imported.
    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    record = leaving(register, f"Rows of {of} that were not imported, as CSV", file=path.name)
    return write_refused(stage, path, record=record, check=check)


def save_record(
    register: Register,
    connection: sqlite3.Connection,
    path: Path,
    asked: Asked,
    *,
    bom: bool = False,
    reason: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write what is asked of the record as CSV, and return how many records that is.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written.
    """
    register.require("audit")
    said = asked.describe() or "everything"
    what = "The record exported as CSV"
    record = leaving(register, what, reason=reason, asked=said, file=path.name)
    return export_record(
        connection, path, asked, bom=bom, record=record, progress=progress, check=check
    )


def save_case_file(
    register: Register,
    connection: sqlite3.Connection,
    shown: Shown,
    draw: Draw,
    path: Path,
    *,
    as_folder: bool,
    reason: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
    hold: Hold | None = None,
) -> Written:
    """Write a whole case as one PDF, or as a folder with a manifest, and put its hash on record.

    :raises NotAllowedError: the user's role may not.
    :raises ProbityError: it could not be written, or what was struck out is in it after all.
    """
    register.require("disclose")
    level = level_words(shown.wanted.level).partition(":")[0].lower()
    what = f"Case file {'in a folder' if as_folder else 'as PDF'} ({level}) saved as {path.name}"

    def record(sha256: str) -> None:
        case_id = shown.material.file.case["id"]
        leaving(register, what, case_id=case_id, reason=reason, sha256=sha256)()

    making = Making(connection, shown, draw, hold, check)
    write = write_folder if as_folder else write_pdf
    return write(making, path, record, progress)


def send_cases(
    register: Register,
    connection: sqlite3.Connection,
    path: Path,
    case_ids: Sequence[int],
    passphrase: str,
    *,
    reason: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write cases whole as a parcel for another register, sealed; return how many those are.

    Each case says in its own record that it was sent. One that was anonymised stays: nobody is left
    in it, and its figures are counted here.

    :param passphrase: what opens the parcel; told to whoever receives it by another way.
    :raises InvalidError: the passphrase would be guessed.
    :raises NotAllowedError: the user's role may not.
    :raises NotFoundError: there is no such case, as far as the user may know.
    :raises ProbityError: it could not be written.
    """
    check_passphrase("", passphrase)
    register.require("transfer")
    register.require("disclose")

    def record(sent: Sequence[int]) -> None:
        with register.change(reason) as change:
            change.require("transfer")
            for case_id in sent:
                about = (Case, case_id)
                change.note("disclose", case_id, about, what=SENT, file=path.name)

    return write_parcel(
        register, connection, path, case_ids, passphrase, record, progress=progress, check=check
    )

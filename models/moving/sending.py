"""Writing a parcel: every case with the files that it has, a chunk in memory at a time."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from peewee import BaseQuery

from models.errors import ProbityError
from models.moving.asking import Data, Whose
from models.moving.parcel import ABOUT, FORMAT, VERSION, ParcelWriter, Progress
from models.moving.parts import part_of
from models.moving.sealed import SealedWriter
from models.register import Register
from models.schema import Case, ExhibitChunk
from models.storage.asking import ask, given, question, value
from models.storage.engine import sqlite3
from models.storage.files import replacing

NOTHING = "There is no case to send. Nothing was written."
DAMAGED = (
    "{} has a file that has changed since it was stored: its hash differs. Nothing was sent. "
    "Restore the register from a backup, and tell the administrator."
)


def write_parcel(
    register: Register,
    connection: sqlite3.Connection,
    path: Path,
    case_ids: Sequence[int],
    passphrase: str,
    record: Callable[[Sequence[int]], None],
    *,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write the parcel at ``path``, as far as the connection sees; return how many cases it holds.

    :param record: puts on record that these leave, before the file takes its name.
    :param progress: told ``(done, total)`` in cases.
    :param check: raises to stop; nothing then stands at ``path`` that did not before.
    :raises ProbityError: it could not be written, or a file is not as it was stored.
    """
    # One that is not there is told of when it is read.
    sent = [
        case_id
        for case_id in dict.fromkeys(case_ids)
        if not value(connection, _anonymised, case=case_id)
    ]
    if not sent:
        raise ProbityError(NOTHING)
    whose = Whose(register.identity, register.force)
    about = {
        "format": FORMAT,
        "version": VERSION,
        "register": whose.register,
        "force": whose.force,
        "who": register.user.full_name,
        "made": datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0).isoformat(),
        "cases": len(sent),
    }
    with replacing(path) as temporary:
        with temporary.open("wb") as file:
            writer = ParcelWriter(SealedWriter(file, passphrase))
            writer.add_json(ABOUT, about)
            for done, case_id in enumerate(sent):
                check()
                progress(done, len(sent))
                part = part_of(connection, case_id, whose)
                _add_files(writer, connection, part, check)
                writer.add_json(f"cases/{case_id}.json", part)
            writer.finish()
        check()
        record(sent)
    progress(len(sent), len(sent))
    return len(sent)


@question
def _anonymised() -> BaseQuery:
    return Case.select(Case.anonymised).where(Case.id == given("case"))


@question
def _data() -> BaseQuery:
    query = ExhibitChunk.select(ExhibitChunk.data).where(ExhibitChunk.file == given("file"))
    return query.order_by(ExhibitChunk.place)


def _add_files(
    writer: ParcelWriter, connection: sqlite3.Connection, part: Data, check: Callable[[], None]
) -> None:
    hashes = {
        row["file_id"]: row["sha256"]
        for rows in part["rows"].values()
        for row in rows
        if row.get("file_id") is not None and "sha256" in row
    }
    for key, file in part["files"].items():

        def chunks(file_id: int = int(key)) -> Iterator[bytes]:
            for (data,) in ask(connection, _data, file=file_id):
                check()
                yield data

        made = writer.add(f"files/{key}", file["size"], chunks())
        if hashes.get(int(key), made) != made:
            raise ProbityError(DAMAGED.format(part["reference"]))

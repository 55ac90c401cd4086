"""How a register's file is looked at, read and named, without the models that write in it."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import (
    NewerRegisterError,
    NotARegisterError,
    RegisterBusyError,
    RegisterError,
)

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"  # the table in which peewee's runner keeps what it applied
APPLICATION_ID = 0x50524F42  # "PROB", in the header of every register
SQLITE_MAGIC = b"SQLite format 3\0"
BUSY_MILLISECONDS = 5000


def look_at(path: Path) -> None:
    """Read the header of ``path`` and refuse what is no register before SQLite touches it.

    :raises NotARegisterError: something else, empty or cut short.
    :raises RegisterError: missing or unreadable.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise RegisterError(
            f"There is no register at {path}. Check the name and the folder."
        ) from error
    except OSError as error:
        raise RegisterError(
            f"{path} cannot be read ({error.strerror}). Nothing was changed; "
            "check the drive and your permission to read it."
        ) from error
    if len(header) < 100 or not header.startswith(SQLITE_MAGIC):
        raise NotARegisterError(
            f"{path.name} is not a Probity register. Nothing was changed; choose another file."
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotARegisterError(
            f"{path.name} is a database, but not a Probity register. "
            "Nothing was changed; choose another file."
        )
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    if size < page_size * int.from_bytes(header[28:32], "big") and not _journal(path).exists():
        raise NotARegisterError(
            f"{path.name} is cut short: part of the file is missing. "
            "Nothing was changed; restore it from a backup."
        )


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may write ``path`` and does not, made to find out whether it could.

    As long as it is open, whoever closes last folds the journal back into the one file.
    """
    with errors_as_sentences(path):
        connection = sqlite3.connect(
            path,
            check_same_thread=False,
            isolation_level=None,
            timeout=BUSY_MILLISECONDS / 1000,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = wal")
        return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that can read ``path`` and cannot write it, usable from any thread."""
    with errors_as_sentences(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            timeout=BUSY_MILLISECONDS / 1000,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA temp_store = memory")
        return connection


def is_current(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether the register's own history names every migration of this release.

    :raises NewerRegisterError: it has migrations that this release does not know.
    """
    ours = {script.stem for script in MIGRATIONS.glob("[0-9]*.py")}
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    applied: set[str] = set()
    if connection.execute(known, (HISTORY,)).fetchone():
        applied = {name for (name,) in connection.execute(f"SELECT name FROM {HISTORY}")}
    if applied - ours:
        raise NewerRegisterError(
            f"{path.name} was made by a newer release of Probity than this one. "
            "Nothing was changed; open it with the newer release."
        )
    return applied == ours


@contextmanager
def under_a_temporary_name(path: Path) -> Iterator[Path]:
    """Give a name beside ``path``; what was made under it takes ``path``'s place, or is removed.

    :raises RegisterError: ``path`` exists, or its folder cannot be written.
    """
    if path.exists():
        raise RegisterError(f"{path} exists already and was left as it is. Choose another name.")
    if _journal(path).exists():
        raise RegisterError(
            f"{_journal(path).name} is left of a register that stood here, and would damage a new "
            "one of that name. Choose another name, or put that file away first."
        )
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise RegisterError(
            f"Nothing can be written in {path.parent} ({error.strerror}). "
            "Choose a folder that you may write in."
        ) from error
    temporary = Path(name)
    try:
        yield temporary
        _take_place(temporary, path)
    finally:
        for leftover in (temporary, _journal(temporary), Path(name + "-shm")):
            leftover.unlink(missing_ok=True)


def _take_place(temporary: Path, path: Path) -> None:
    """Give the finished file its name, never over a file that came meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise RegisterError(f"{path} was made meanwhile by somebody else and is theirs.") from error
    except OSError:  # a drive without hard links, such as FAT
        if path.exists():
            raise RegisterError(f"{path} was made meanwhile and was left as it is.") from None
        temporary.rename(path)


@contextmanager
def errors_as_sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite says about ``path`` into a :class:`RegisterError` for a person."""
    try:
        yield
    except _database_errors() as error:
        sentence = _sentence(path, str(error).lower())
        if sentence is None:
            raise
        log.warning("register error: %s", error)
        raise sentence from error


def _database_errors() -> tuple[type[Exception], ...]:
    import peewee  # read only where something went wrong: a start is shorter without it

    return sqlite3.Error, peewee.PeeweeException


def _sentence(path: Path, said: str) -> RegisterError | None:
    if "locked" in said or "busy" in said:
        return RegisterBusyError(
            f"{path.name} is in use by another program that has not let go of it. "
            "Nothing was written; try again in a moment."
        )
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return NotARegisterError(
            f"{path.name} is damaged and was not changed. Restore it from a backup."
        )
    if "full" in said:
        return RegisterError(
            "The disk is full, so nothing was written; all that was saved before stands. "
            "Free some space and save again."
        )
    if "readonly" in said or "read-only" in said:
        return RegisterError(
            f"{path.name} or its folder is read-only, so nothing was written. "
            "Copy the register to a folder that you may write in."
        )
    if "unable to open" in said or "disk i/o" in said:
        return RegisterError(
            f"{path.name} cannot be reached on its drive, so nothing was written. "
            "Check the drive and the folder's permissions, then try again."
        )
    return None

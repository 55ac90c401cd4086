"""How a register's file is looked at, connected to, migrated and backed up."""

from __future__ import annotations

import datetime
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import peewee
from peewee import SqliteDatabase

from models.errors import (
    NewerRegisterError,
    NotARegisterError,
    RegisterBusyError,
    RegisterError,
)

if TYPE_CHECKING:
    from playhouse.migrations import Runner

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"  # the table in which peewee's runner keeps what it applied
APPLICATION_ID = 0x50524F42  # "PROB", in the header of every register
SQLITE_MAGIC = b"SQLite format 3\0"
BUSY_MILLISECONDS = 5000
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": BUSY_MILLISECONDS,
    "cache_size": -16_000,
    "temp_store": "memory",
}


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


def connect(path: Path, *, create: bool = False) -> SqliteDatabase:
    """The writing connection to ``path``."""
    with errors_as_sentences(path):
        database = SqliteDatabase(
            str(path), pragmas=PRAGMAS, check_same_thread=False, thread_safe=False
        )
        database.connect()
        if create:
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        return database


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


def migrate(database: SqliteDatabase, directory: Path = MIGRATIONS) -> list[str]:
    """Apply every migration not yet applied, each in its own transaction; return their names."""
    applied: list[str] = _runner(database, directory).up()
    return applied


def _runner(database: SqliteDatabase, directory: Path) -> Runner:
    # Imported where there is something to migrate: it costs a start several frames otherwise.
    from playhouse.migrations import Runner

    return Runner(database, str(directory))


def _names_applied(database: SqliteDatabase) -> set[str]:
    """The migrations that the register's own history names, asked without the runner."""
    if not database.table_exists(HISTORY):
        return set()
    return {name for (name,) in database.execute_sql(f"SELECT name FROM {HISTORY}")}


def bring_up_to_date(
    path: Path, database: SqliteDatabase, directory: Path = MIGRATIONS
) -> list[str]:
    """Back up, migrate and check an older register; return the names of what was applied.

    :raises NewerRegisterError: it has migrations that this release does not know.
    :raises RegisterError: the migrated register does not hold together.
    """
    applied_before = _names_applied(database)
    ours = {path.stem for path in directory.glob("[0-9]*.py")}
    if applied_before - ours:
        raise NewerRegisterError(
            f"{path.name} was made by a newer release of Probity than this one. "
            "Nothing was changed; open it with the newer release."
        )
    if applied_before == ours:
        return []
    backup = back_up(path, database)
    log.info("register backed up to %s before migration", backup.name)
    try:
        applied = migrate(database, directory)
    except Exception as error:
        raise RegisterError(
            f"{path.name} could not be brought up to date and was left as it was. "
            f"A backup stands beside it as {backup.name}."
        ) from error
    problems = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    if problems or database.execute_sql("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise RegisterError(
            f"{path.name} does not hold together after it was brought up to date. "
            f"Restore the backup {backup.name} and ask for help."
        )
    return applied


def back_up(path: Path, database: SqliteDatabase) -> Path:
    """Copy the register beside itself by SQLite's online backup, checked; return the copy."""
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.stem}.before-update-{moment}{path.suffix}")
    with under_a_temporary_name(target) as temporary:
        copy = sqlite3.connect(temporary)
        try:
            database.connection().backup(copy)
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise RegisterError(
                    f"A backup of {path.name} could not be verified, so it was left untouched."
                )
        finally:
            copy.close()
    return target


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
    except (sqlite3.Error, peewee.PeeweeException) as error:
        sentence = _sentence(path, str(error).lower())
        if sentence is None:
            raise
        log.warning("register error: %s", error)
        raise sentence from error


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

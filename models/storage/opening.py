"""How a register's file is looked at, read and named, without the models that write in it."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from models.errors import (
    NewerRegisterError,
    NotARegisterError,
    RegisterBusyError,
    RegisterError,
)
from models.resources import ROOT
from models.storage import engine, journals, reading
from models.storage.engine import Keys, sqlite3
from models.storage.keys import SUFFIX as KEYS_SUFFIX
from models.storage.keys import key_path

log = logging.getLogger(__name__)

MIGRATIONS = ROOT / "models" / "migrations"
HISTORY = "schema_migration"  # the table in which peewee's runner keeps what it applied
APPLICATION_ID = 0x50524F42  # "PROB", in the header of every register
SQLITE_MAGIC = b"SQLite format 3\0"
LEAST_BYTES = 4096  # one page
SIDE_FILES = ("-wal", "-shm", KEYS_SUFFIX)
#: What SQLite says of a file that is not as Probity wrote it.
_DAMAGED = (
    *("malformed", "not a database", "corrupt"),
    *("no such table", "no such column", "sql logic error", "foreign key mismatch"),
)

Mark = tuple[int, int]  # device and number of a file


def look_at(path: Path) -> None:
    """Read the header of ``path`` and refuse what is no register before SQLite touches it.

    :raises NotARegisterError: something else, in the clear, empty or cut short.
    :raises KeyFileError: it may be a register, but its key file is not beside it.
    :raises RegisterError: missing or unreadable.
    """
    try:
        with reading.open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            header = file.read(len(SQLITE_MAGIC))
    except FileNotFoundError as error:
        raise RegisterError(
            f"There is no register at {path}. Check the name and the folder."
        ) from error
    except (OSError, ValueError) as error:
        raise RegisterError(
            f"{path} cannot be read ({getattr(error, 'strerror', error)}). Nothing was changed; "
            "check the drive and your permission to read it."
        ) from error
    if header == SQLITE_MAGIC:  # another program's: a register begins with what is sealed
        raise NotARegisterError(_other_database(path))
    if size < LEAST_BYTES or not key_path(path).exists():
        missing = f", or its key file {key_path(path).name} is missing"
        raise NotARegisterError(
            f"{path.name} is not a Probity register{missing if size >= LEAST_BYTES else ''}. "
            "Nothing was changed; choose another file."
        )
    if size % LEAST_BYTES and not _journal(path).exists():
        raise NotARegisterError(
            f"{path.name} is cut short: part of the file is missing. "
            "Nothing was changed; restore it from a backup."
        )


def _other_database(path: Path) -> str:
    return (
        f"{path.name} is a database, but not a Probity register. "
        "Nothing was changed; choose another file."
    )


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def connect(path: Path, keys: Keys) -> sqlite3.Connection:
    """A connection that may write ``path`` and does not, made to find out whether it could.

    As long as it is open, whoever closes last folds the journal back into the one file.

    :raises NotARegisterError: ``keys`` does not open it, or it is another program's.
    :raises RegisterError: another register's journal stands beside it.
    """
    if keys.database:
        journals.refuse_foreign(path, keys)
    with errors_as_sentences(path):
        if _journal(path).exists():  # where nothing can be read, nothing shall be folded in either
            probe = engine.connect(path, keys, read_only=True)
            try:
                engine.refuse_unreadable(probe)
            finally:
                probe.close()
        connection = engine.connect(path, keys)
        try:
            connection.execute("PRAGMA journal_mode = wal")
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NotARegisterError(_other_database(path))
        except BaseException:
            connection.close()  # else SQLite's own files would be left beside a damaged one
            raise
        return connection


def connect_to_what_stands(path: Path, keys: Keys) -> tuple[sqlite3.Connection, Mark]:
    """:func:`connect`, with the mark of the very file that it is connected to.

    A restore may put another file in its place just then; it cannot once there is a connection.
    """
    while True:
        before = mark(path)
        connection = connect(path, keys)
        try:
            if mark(path) == before:
                return connection, before
        except BaseException:
            connection.close()
            raise
        connection.close()


def mark(path: Path) -> Mark:
    """What tells the file at ``path`` from any other, also from a later one of the same name.

    :raises RegisterError: there is none.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise RegisterError(_gone(path)) from error
    return found.st_dev, found.st_ino


def refuse_if_gone(path: Path, marked: Mark) -> None:
    """Refuse to write in a file that no longer has its name: a drive taken out, a file replaced.

    The system lets such a file be written, and what is written there is lost.

    :raises RegisterError: with a sentence for whoever saves.
    """
    if mark(path) != marked or not _journal(path).exists():
        raise RegisterError(_gone(path))


def _gone(path: Path) -> str:
    return (
        f"{path.name} is no longer in {path.parent}: its drive was removed, or it was moved or "
        "replaced. Nothing was written; everything saved before is still in it. Put it back, "
        "then save again; your edits are kept."
    )


def connect_reader(path: Path, keys: Keys) -> sqlite3.Connection:
    """A connection that can read ``path`` and cannot write it, usable from any thread."""
    with errors_as_sentences(path):
        connection = engine.connect(path, keys, read_only=True)
        connection.execute("PRAGMA query_only = 1")
        return connection


def is_current(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether the register's own history names every migration of this release.

    :raises NewerRegisterError: it has migrations that this release does not know.
    :raises NotARegisterError: it holds something that no release of Probity makes.
    """
    strange = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1"
    for (name,) in connection.execute(strange):  # Probity makes none: it would be run unasked
        raise NotARegisterError(
            f"{path.name} contains “{name}”, which Probity did not make, so it was not opened. "
            "Nothing was changed; restore it from a backup."
        )
    ours = {script.stem for script in MIGRATIONS.glob("[0-9]*.py")}
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if not connection.execute(known, (HISTORY,)).fetchone():
        raise NotARegisterError(
            f"{path.name} does not say which release made it, so it is damaged. "
            "Nothing was changed; restore it from a backup."
        )
    applied = {name for (name,) in connection.execute(f"SELECT name FROM {HISTORY}")}
    if applied - ours:
        raise NewerRegisterError(
            f"{path.name} was made by a newer release of Probity than this one. "
            "Nothing was changed; open it with the newer release."
        )
    return applied == ours


def refuse_existing(path: Path) -> None:
    """Refuse a name for a new register that something has already.

    :raises RegisterError: the register exists, or a file that belonged to one.
    """
    if path.exists():
        raise RegisterError(f"{path} exists already and was left as it is. Choose another name.")
    for left in (_journal(path), key_path(path)):
        if left.exists():
            raise RegisterError(
                f"{left.name} is left over from an earlier register here, and would not match a "
                "new one of that name. Choose another name, or move that file elsewhere first."
            )


@contextmanager
def under_a_temporary_name(path: Path) -> Iterator[Path]:
    """Give a name beside ``path``; what was made under it takes ``path``'s place, or is removed.

    :raises RegisterError: ``path`` exists, or its folder cannot be written.
    """
    refuse_existing(path)

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
    except RegisterError as error:  # said of the name that the person gave
        raise type(error)(str(error).replace(temporary.name, path.name)) from error
    finally:
        for leftover in (temporary, *(Path(name + ending) for ending in SIDE_FILES)):
            leftover.unlink(missing_ok=True)


def _take_place(temporary: Path, path: Path) -> None:
    """Give the finished register its name, its key file first."""
    slots = key_path(temporary)
    if not slots.exists():
        _take_name(temporary, path)
        return
    _take_name(slots, key_path(path))
    try:
        _take_name(temporary, path)
    except RegisterError:
        key_path(path).unlink()
        raise


def _take_name(temporary: Path, path: Path) -> None:
    """Give the finished file its name, never over a file that came meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise RegisterError(
            f"{path} was created by somebody else in the meantime and was left as it is."
        ) from error
    except OSError:  # a drive without hard links, such as FAT
        if path.exists():
            raise RegisterError(
                f"{path} was created in the meantime and was left as it is."
            ) from None
        temporary.rename(path)


@contextmanager
def errors_as_sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite says about ``path`` into a :class:`RegisterError` for a person."""
    try:
        yield
    except (UnicodeEncodeError, OverflowError) as error:
        if isinstance(error, OverflowError) and "SQLite" not in str(error):
            raise
        raise RegisterError(
            "This contains a character or a number that cannot be saved, so nothing was "
            "written. Type it again."
        ) from error
    except (sqlite3.Error, peewee.PeeweeException) as error:
        sentence = _first_sentence(path, error)
        if sentence is None:
            raise
        log.warning("register error: %s", error)
        raise sentence from error


def _first_sentence(path: Path, error: BaseException | None) -> RegisterError | None:
    """A full disk ends the transaction, and undoing it then fails: the first error is the cause."""
    found = None
    while error is not None:
        found = _sentence(path, str(error).lower()) or found
        error = error.__cause__ or error.__context__
    return found


def _sentence(path: Path, said: str) -> RegisterError | None:
    if "locked" in said or "busy" in said:
        return RegisterBusyError(
            f"{path.name} is in use by another program that has not let go of it. "
            "Nothing was written; try again in a moment."
        )
    if "foreign key constraint" in said:
        return RegisterError(
            "This refers to something that is not in the register, so nothing was written. "
            "Choose it again."
        )
    if any(words in said for words in _DAMAGED):
        return NotARegisterError(
            f"{path.name} is damaged or cut short. Nothing was changed; restore it from a backup."
        )
    if "full" in said:
        return RegisterError(
            "The disk is full, so nothing was written. Everything saved before is safe. Free "
            "some space and save again."
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

"""How a register is copied while people work in it: whole, encrypted, and checked."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import RegisterError
from models.storage import engine
from models.storage.engine import Keys, sqlite3
from models.storage.keys import key_path
from models.storage.opening import under_a_temporary_name

#: Pages copied in one step; between two of them the work can be stopped.
PAGES_A_STEP = 512
#: Steps of SQLite's machine between two times that the work may be stopped while it is checked.
STEPS_A_QUESTION = 50_000

Progress = Callable[[int, int], None]
Check = Callable[[], None]


def silent(_done: int, _total: int) -> None:
    """Progress that nobody follows."""


def never() -> None:
    """Work that nobody stops."""


def copy(
    path: Path,
    keys: Keys,
    connection: sqlite3.Connection,
    target: Path,
    progress: Progress = silent,
    check: Check = never,
) -> None:
    """Copy the register at ``path`` by SQLite's online backup to ``target``, with its key file.

    The copy is of one moment and holds up nobody who writes meanwhile. It is opened and checked
    before it takes its name, so a half one never stands there.

    :param connection: one that reads ``path``.
    :param progress: told ``(done, total)`` in pages.
    :param check: called between steps; may raise to stop, which leaves nothing behind.
    :raises RegisterError: ``target`` exists, cannot be written, or could not be verified.
    """
    with under_a_temporary_name(target) as temporary, in_words(target):
        copy_pages(keys, connection, temporary, progress, check)
        copy_file(key_path(path), key_path(temporary))
        if not is_whole(temporary, keys, check):
            raise RegisterError(
                f"A copy of {path.name} could not be verified, so none was kept. "
                "The register itself was left as it was; have it checked."
            )
    with in_words(target):
        sync_folder(target.parent)


def copy_pages(
    keys: Keys,
    connection: sqlite3.Connection,
    target: Path,
    progress: Progress = silent,
    check: Check = never,
) -> None:
    """Copy every page of what ``connection`` reads into ``target``, a step at a time."""

    def step(_status: int, left: int, total: int) -> None:
        check()
        progress(total - left, total)

    made = engine.connect(target, keys)
    held = connection.in_transaction
    try:
        if not held:
            connection.execute("BEGIN")
        # From here on the connection sees one moment, whoever writes: the copy never begins anew.
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        connection.backup(made, pages=PAGES_A_STEP, progress=step)
        made.execute("PRAGMA journal_mode = delete")
    finally:
        if not held:
            connection.rollback()
        made.close()


def copy_file(source: Path, target: Path) -> None:
    """Copy a small file so that it is on the disk when this returns."""
    target.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(target, flags, 0o600)
    with os.fdopen(handle, "wb") as written, source.open("rb") as read:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_whole(path: Path, keys: Keys, check: Check = never) -> bool:
    """Whether the file opens under ``keys`` and SQLite finds all of it in order."""
    try:
        connection = engine.connect(path, keys, read_only=True)
    except sqlite3.Error:
        return False
    try:
        with stoppable(connection, check):
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                return False
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                return False
            return not connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error:
        return False
    finally:
        connection.close()


@contextmanager
def stoppable(connection: sqlite3.Connection, check: Check) -> Iterator[None]:
    """Inside, ``check`` is called while statements run, and what it raises ends them."""
    raised: list[BaseException] = []

    def ask() -> int:
        try:
            check()
        except BaseException as error:  # noqa: BLE001 - raised again below, past SQLite
            raised.append(error)
        return len(raised)

    check()
    connection.set_progress_handler(ask, STEPS_A_QUESTION)
    try:
        yield
    except sqlite3.Error:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def in_words(target: Path) -> Iterator[None]:
    """Turn what goes wrong with a copy into a sentence about the copy, not about the register."""
    try:
        yield
    except OSError as error:
        raise RegisterError(_why(target, error)) from error
    except sqlite3.Error as error:
        raise RegisterError(_why(target, error)) from error


def _why(target: Path, error: Exception) -> str:
    said = str(error).lower()
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full or "full" in said:
        return (
            f"There is no room for {target.name} in {target.parent}, so no copy was made. The "
            "register itself is as it was. Free some space, or choose another folder."
        )
    return (
        f"{target.name} could not be written in {target.parent} ({_reason(error)}), so no copy was "
        "made. The register itself is as it was. Check the drive and the folder."
    )


def _reason(error: Exception) -> str:
    return error.strerror or "unreadable" if isinstance(error, OSError) else str(error)

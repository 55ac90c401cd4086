"""The database engine: SQLite with SQLCipher inside, and how a connection to a register is made.

SQLCipher encrypts every page of a register, of its write-ahead log and of its journal, with
AES-256 and an HMAC-SHA-512 a page, under a key that is given raw: no key is derived when a
connection is made. The driver has the interface of Python's own :mod:`sqlite3` and stands under
its name, so that the rest of ``models/`` reads as any program over SQLite does.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlcipher3 import dbapi2 as sqlite3

__all__ = [
    "BUSY_MILLISECONDS",
    "KEY_BYTES",
    "Keys",
    "begin",
    "connect",
    "data_version",
    "hold_alone",
    "keep_decrypted",
    "prepare",
    "raw_key",
    "refuse_unreadable",
    "sqlite3",
]

KEY_BYTES = 32
BUSY_MILLISECONDS = 5000
#: Pages that a connection keeps decrypted, in KiB: enough for the screens of a very large register.
CACHE_KIB = 65536
#: A damaged page is said to be so, not followed; nothing in a file's own schema calls functions.
GUARDED = ("PRAGMA cell_size_check = 1", "PRAGMA trusted_schema = 0")


@dataclass(frozen=True, repr=False)
class Keys:
    """What opens a register and seals its record: two times 32 bytes.

    An empty ``database`` stands for a file in the clear, which only measurements make.
    """

    database: bytes
    record: bytes

    @classmethod
    def make(cls) -> Keys:
        """New ones, from the operating system's source of randomness."""
        return cls(os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))

    def __repr__(self) -> str:
        return "Keys(…)"  # never in a log or a traceback


def connect(path: Path, keys: Keys, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to ``path`` under ``keys``.

    It commits each statement by itself, gives rows by name and may be used from any thread.

    :raises sqlite3.Error: the file cannot be reached, or the keys are not its own.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro" if read_only else str(path),
        uri=read_only,
        check_same_thread=False,
        isolation_level=None,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    try:
        # What it would write on standard error is said in a sentence instead.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if keys.database:
            connection.execute(f'PRAGMA key = "{raw_key(keys)}"')
        prepare(connection, keys)
        for pragma in GUARDED:
            connection.execute(pragma)
        connection.execute("PRAGMA temp_store = memory")
        keep_decrypted(connection, CACHE_KIB)
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


def begin(connection: sqlite3.Connection) -> None:
    """Begin to read: until it ends, every question sees the register as the first one did."""
    connection.execute("BEGIN")


def data_version(connection: sqlite3.Connection) -> int:
    """A number that is another after each commit that another connection made."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def refuse_unreadable(connection: sqlite3.Connection) -> None:
    """Read the beginning of the file.

    :raises sqlite3.Error: it is no register, is damaged there, or the keys are not its own.
    """
    connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


def hold_alone(connection: sqlite3.Connection, patience: int) -> None:
    """Fold the journal into the file, and let nobody else open it until the connection is closed.

    :param patience: milliseconds that whoever has it open is given to close it.
    :raises sqlite3.Error: somebody else has it open, or it is too damaged.
    """
    connection.execute(f"PRAGMA busy_timeout = {patience}")
    connection.execute("PRAGMA locking_mode = exclusive")
    connection.execute("PRAGMA journal_mode = delete")
    connection.execute("BEGIN EXCLUSIVE")


def keep_decrypted(connection: sqlite3.Connection, kib: int) -> None:
    """Let a connection keep so many KiB of pages decrypted."""
    connection.execute(f"PRAGMA cache_size = -{kib}")


def prepare(connection: sqlite3.Connection, keys: Keys) -> None:
    """Teach the connection ``audit_chain(previous, digest)``: HMAC-SHA-256 under the record's key.

    So the key goes no further than the connection, and a question can verify the record.
    """
    connection.create_function("audit_chain", 2, _sealer(keys.record), deterministic=True)


@cache
def _sealer(key: bytes) -> Callable[[bytes, bytes], bytes]:
    """The function that seals under a key; one for each, and never let go of.

    A connection that is closed while a cursor on it is alive ends with that cursor, and the driver
    then lets go of the function without Python's lock: were that the last hold on it, the whole
    program would end there.
    """

    def audit_chain(previous: bytes, digest: bytes) -> bytes:
        return hmac.digest(key, previous + digest, "sha256")

    return audit_chain


def raw_key(keys: Keys) -> str:
    """The database's key as SQLCipher takes one that is not to be derived."""
    return f"x'{keys.database.hex()}'"

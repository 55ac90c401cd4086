"""The one connection that writes, and the transaction in which it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from models.errors import RegisterBusyError
from models.storage.engine import BUSY_MILLISECONDS, Keys, prepare, raw_key
from models.storage.opening import errors_as_sentences

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": BUSY_MILLISECONDS,
    "cache_size": -16_000,
    "temp_store": "memory",
}


def connect(path: Path, keys: Keys) -> SqlCipherDatabase:
    """The writing connection to ``path`` under ``keys``."""
    with errors_as_sentences(path):
        database = SqlCipherDatabase(
            str(path),
            passphrase=raw_key(keys) if keys.database else "",
            pragmas=PRAGMAS,
            check_same_thread=False,
            thread_safe=False,
        )
        database.connect()
        prepare(database.connection(), keys)
        return database


@contextmanager
def transaction(
    database: SqlCipherDatabase, undo: Callable[[], None] | None = None
) -> Iterator[None]:
    """Write all of a block when it ends, or nothing of it if it raises.

    :param undo: then takes back what was done beside the register, before others can write.
    :raises RegisterBusyError: another program kept the register for too long.
    """
    try:
        database.begin("IMMEDIATE")
    except peewee.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise RegisterBusyError(
                "Another program is writing to this register and has not finished. Nothing was "
                "written; your edits are kept. Try again in a moment."
            ) from error
        raise
    try:
        yield
        database.commit()
    except BaseException:
        try:
            if undo is not None:
                undo()
        finally:
            if database.connection().in_transaction:  # a full disk may have ended it already
                database.rollback()
        raise

"""Writing a register's file anew, so that nothing is left in it of what was taken out.

Rows taken out under ``secure_delete`` are overwritten at once, as SQLCipher has it by itself; a
vacuum leaves no page of what was there before, by whatever program, and emptying the log leaves
nothing there. Backups are not reached by it.
"""

from __future__ import annotations

import logging

from models.errors import RegisterBusyError
from models.storage.engine import sqlite3

log = logging.getLogger(__name__)

#: The register's setting that says that its file is still to be written anew.
SETTING = "compact"
TRIES = 3
WAITING = (
    "Done. What was removed has gone from every list and search. The file itself will be "
    "rewritten when nobody else is reading it; the Retention page tries again."
)


def compact(connection: sqlite3.Connection) -> None:
    """Write the file anew and empty its log, then take away the setting that asked for it.

    The pages on their way are in a temporary file, encrypted as the register is, and not in memory.

    :param connection: one that writes, in no transaction.
    :raises RegisterBusyError: somebody reads what was there before; the setting stays.
    """
    overwrite(connection)
    connection.execute("PRAGMA temp_store = file")
    try:
        connection.execute("VACUUM")
    finally:
        connection.execute("PRAGMA temp_store = memory")
    for _ in range(TRIES):  # each waits for as long as for a lock
        if not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            break
    else:
        log.info("the log could not be emptied: somebody reads it")
        raise RegisterBusyError(WAITING)
    connection.execute("DELETE FROM setting WHERE key = ?", (SETTING,))


def overwrite(connection: sqlite3.Connection) -> None:
    """From here on overwrite what is taken out, whoever built the engine."""
    connection.execute("PRAGMA secure_delete = ON")


def is_gone(connection: sqlite3.Connection, case_id: int) -> bool:
    """Whether a case was erased, or everybody taken out of it."""
    query = 'SELECT 1 FROM main."case" WHERE id = ? AND anonymised IS NULL'
    return connection.execute(query, (case_id,)).fetchone() is None


def is_asked_for(connection: sqlite3.Connection) -> bool:
    """Whether the file is still to be written anew."""
    query = "SELECT 1 FROM setting WHERE key = ?"
    return connection.execute(query, (SETTING,)).fetchone() is not None

"""How a register of an older release is backed up, brought up to date and checked."""

from __future__ import annotations

import datetime
import logging
from pathlib import Path

from playhouse.migrations import Runner
from playhouse.sqlcipher_ext import SqlCipherDatabase

from models import copying, derive
from models.engine import Keys, sqlite3
from models.errors import RegisterError
from models.opening import APPLICATION_ID, MIGRATIONS, errors_as_sentences
from models.writing import connect

log = logging.getLogger(__name__)


def make(path: Path, keys: Keys | None, directory: Path = MIGRATIONS) -> None:
    """Make the tables of a new register in the empty file at ``path``."""
    database = connect(path, keys)
    try:
        with errors_as_sentences(path):
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            Runner(database, str(directory)).up()
    finally:
        database.close()


def bring_up_to_date(path: Path, keys: Keys | None, directory: Path = MIGRATIONS) -> list[str]:
    """Back up, migrate and check the older register at ``path``; return what was applied.

    :raises RegisterError: it could not be migrated, or does not hold together afterwards.
    """
    database = connect(path, keys)
    try:
        with errors_as_sentences(path):
            applied = _migrate(path, keys, database, directory)
            with database.atomic("IMMEDIATE"):
                derive.rebuild(database.connection())
            return applied
    finally:
        database.close()


def _migrate(
    path: Path, keys: Keys | None, database: SqlCipherDatabase, directory: Path
) -> list[str]:
    backup = back_up(path, keys, database.connection())
    log.info("register backed up to %s before migration", backup.name)
    try:
        applied: list[str] = Runner(database, str(directory)).up()
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


def back_up(path: Path, keys: Keys | None, connection: sqlite3.Connection) -> Path:
    """Copy the register and its key file beside it, checked; return the copy of the register."""
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.stem}.before-update-{moment}{path.suffix}")
    copying.copy(path, keys, connection, target)
    return target

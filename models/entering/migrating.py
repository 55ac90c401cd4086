"""How a register of an older release is backed up, brought up to date and checked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playhouse.migrations import Runner

from models.errors import RegisterError
from models.queries.cases import derive
from models.storage import copies, copying, engine, opening
from models.storage.engine import Keys
from models.storage.opening import APPLICATION_ID, errors_as_sentences
from models.storage.sqlite import soundness
from models.storage.writing import connect

log = logging.getLogger(__name__)


def make(path: Path, keys: Keys) -> None:
    """Make the tables of a new register in the empty file at ``path``."""
    database = connect(path, keys)
    try:
        with errors_as_sentences(path):
            database.pragma("application_id", APPLICATION_ID)
            Runner(database, str(opening.MIGRATIONS)).up()
    finally:
        database.close()


def bring_up_to_date(path: Path, keys: Keys, *, keep_copy: bool = True) -> list[str]:
    """Back up, migrate and check the older register at ``path``; return what was applied.

    All of it is one transaction: whatever ends it, the register is the older one or the newer.

    :param keep_copy: ``False`` where ``path`` is itself a copy of what is kept.
    :raises RegisterError: it could not be migrated, or does not hold together afterwards.
    """
    database = connect(path, keys)
    try:
        with errors_as_sentences(path):
            database.pragma("foreign_keys", 0)  # tables are made anew; checked before the end
            with _what_came_first(), database.atomic("IMMEDIATE"):
                return _migrate(path, keys, Runner(database, str(opening.MIGRATIONS)), keep_copy)
    finally:
        database.close()


@contextmanager
def _what_came_first() -> Iterator[None]:
    """A full disk ends a transaction by itself; that there is none left to undo is not the news."""
    try:
        yield
    except Exception as error:
        first: BaseException | None = error
        while first is not None and "no transaction is active" in str(first):
            first = first.__context__
        if first is None or first is error:
            raise
        raise first from error


def _migrate(path: Path, keys: Keys, runner: Runner, keep_copy: bool) -> list[str]:
    if all(item.applied for item in runner.status()):
        return []  # another process was quicker
    copied = ""
    if keep_copy:
        backup = back_up(path, keys)
        copied = f" A backup is next to it as {backup.name}."
        log.info("register backed up to %s before migration", backup.name)
    database = runner.database
    try:
        applied: list[str] = runner.up()
        derive.rebuild(database.connection())
    except Exception as error:
        raise RegisterError(
            f"{path.name} could not be updated and was left as it was.{copied}"
        ) from error
    migrated = database.connection()
    if soundness.dangling(migrated, 1) or soundness.damage(migrated, 1):
        raise RegisterError(
            f"{path.name} would have been damaged by the update, so it was left as it was. Ask "
            f"for help.{copied}"
        )
    return applied


def back_up(path: Path, keys: Keys) -> Path:
    """Copy the register and its key file beside it, checked; return the copy of the register."""
    reading = engine.connect(path, keys, read_only=True)
    try:
        target = copies.name_of(path, path.parent, "before-update")
        copying.copy(path, keys, reading, target)
    finally:
        reading.close()
    copies.thin_updates(path)
    return target

"""How a register is copied while people work in it: whole, encrypted, and checked."""

from __future__ import annotations

import shutil
from pathlib import Path

from models import engine
from models.engine import Keys, sqlite3
from models.errors import RegisterError
from models.keys import key_path
from models.opening import errors_as_sentences, under_a_temporary_name


def copy(path: Path, keys: Keys | None, connection: sqlite3.Connection, target: Path) -> None:
    """Copy the register at ``path`` by SQLite's online backup to ``target``, with its key file.

    The copy is opened and checked before it takes its name, so a half one never stands there.

    :param connection: one that reads ``path``; others may write meanwhile.
    :raises RegisterError: ``target`` exists, cannot be written, or could not be verified.
    """
    with under_a_temporary_name(target) as temporary, errors_as_sentences(target):
        made = engine.connect(temporary, keys)
        try:
            connection.backup(made)
            made.execute("PRAGMA journal_mode = delete")
        finally:
            made.close()
        if keys is not None:
            shutil.copyfile(key_path(path), key_path(temporary))
        if not is_whole(temporary, keys):
            raise RegisterError(
                f"A copy of {path.name} could not be verified, so none was kept. "
                "The register itself was left as it was."
            )


def is_whole(path: Path, keys: Keys | None) -> bool:
    """Whether the file opens under ``keys`` and SQLite finds all of it in order."""
    connection = engine.connect(path, keys, read_only=True)
    try:
        if keys is not None and connection.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return False
        return not connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error:
        return False
    finally:
        connection.close()

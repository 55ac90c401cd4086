"""What a backup holds, and whether all of it is in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.keeping.backups import Backup
from models.schema import Case
from models.storage import chain as audit
from models.storage import engine
from models.storage.asking import ask
from models.storage.copying import Check, is_whole, never, stoppable
from models.storage.engine import Keys, sqlite3
from models.storage.sqlite.walking import hidden_cases

if TYPE_CHECKING:
    from models.register import Register


@dataclass(frozen=True)
class Inside:
    """What a backup holds: ``cases`` that the user sees (``None``: it cannot be told).

    ``problem`` is empty where all of it is in order, or not yet looked for.
    """

    cases: int | None
    problem: str = ""


def look_into(register: Register, backup: Backup) -> Inside:
    """Open a backup and count the cases that the user sees in it; quick, whatever its size."""
    with register.reader(whole=True) as connection:
        unseen = hidden_cases(connection, register.user.id)
    try:
        connection = engine.connect(backup.path, register.keys, read_only=True)
    except sqlite3.Error:
        return Inside(None, "Does not open")
    try:
        unseen |= hidden_cases(connection, register.user.id)
        ids = {row[0] for row in ask(connection, Case.select(Case.id))}
        return Inside(len(ids - unseen))
    except sqlite3.OperationalError:  # of a release that did not know who may see what
        return Inside(None)
    except sqlite3.Error:
        return Inside(None, "Damaged")
    finally:
        connection.close()


def check_through(register: Register, backup: Backup, check: Check = never) -> str:
    """:func:`problem_in` a backup of an open register."""
    return problem_in(backup.path, register.keys, check)


def problem_in(backup: Path, keys: Keys, check: Check = never) -> str:
    """Read all of a backup and say what is wrong with it; empty where it is in order."""
    if not is_whole(backup, keys, check):
        return "Damaged"
    connection = engine.connect(backup, keys, read_only=True)
    try:
        with stoppable(connection, check):
            return "Record altered" if audit.verify(connection) else ""
    except sqlite3.Error:
        return "Damaged"
    finally:
        connection.close()

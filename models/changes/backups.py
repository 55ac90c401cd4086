"""How a register is to be backed up, kept in the register itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

from models.changes.settings import keep
from models.errors import InvalidError
from models.keeping.backups import FOLDER
from models.register import Register

MOST_HOURS, MOST_KEPT = 24 * 31, 500


def set_plan(register: Register, *, folder: str, hours: str, kept: str) -> None:
    """Keep where backups go, how often one is made and how many are kept.

    :param folder: a path, from the register's own folder where it is not a whole one; "" or
        ``Backups`` for the usual one.
    :raises InvalidError: a number is none, or the folder cannot be written.
    :raises NotAllowedError: the user's role may not.
    """
    register.require("settings")
    folder = folder.strip()
    problems = {}
    if not _within(hours, 0, MOST_HOURS):
        problems["hours"] = (
            f"Give the hours between backups, up to {MOST_HOURS}, or 0 for no automatic backups."
        )
    if not _within(kept, 1, MOST_KEPT):
        problems["kept"] = f"Keep between 1 and {MOST_KEPT} backups."
    place = register.path.parent / (folder or FOLDER)
    unwritable = _unwritable(place)
    if unwritable:
        problems["folder"] = unwritable
    if problems:
        raise InvalidError(problems)
    usual = place == register.path.parent / FOLDER
    values = {
        "backup_folder": "" if usual else folder,
        "backup_hours": str(int(hours)),
        "backup_kept": str(int(kept)),
    }
    with register.change("Backup settings") as change:
        for key, value in values.items():
            keep(change, key, value)


def _within(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most


def _unwritable(place: Path) -> str:
    """Why nothing can be written there; empty where it can."""
    try:
        place.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return (
            f"Probity cannot write to that folder ({error.strerror}). Choose a folder that exists."
        )

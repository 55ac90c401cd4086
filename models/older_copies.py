"""Copies of a register made before something was taken out of it: they still hold it."""

from __future__ import annotations

import re
from pathlib import Path

from models.engine import sqlite3

#: Where backups stand, beside the register, unless the register says otherwise.
FOLDER = "Backups"
KINDS = ("backup", "before-update", "before-restore")


def older_copies(path: Path, connection: sqlite3.Connection) -> list[Path]:
    """The backups of the register at ``path``, by name, beside it and in the folder of backups.

    Copies that somebody made elsewhere are not known.
    """
    said = connection.execute("SELECT value FROM setting WHERE key = 'backup_folder'").fetchone()
    folders = {path.parent, path.parent / (said[0] if said and said[0] else FOLDER)}
    shape = re.compile(
        rf"{re.escape(path.stem)}\.({'|'.join(KINDS)})-\d{{8}}-\d{{6}}(-\d+)?{re.escape(path.suffix)}"
    )
    found = []
    for folder in folders:
        try:
            found += [one for one in folder.iterdir() if shape.fullmatch(one.name)]
        except OSError:  # a drive that is away
            continue
    return sorted(found, key=lambda one: one.name)

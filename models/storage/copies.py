"""Whole copies of a register beside it and in folders: how they are named, found and thinned.

A copy is a register with its key file, encrypted as the register is, and checked before it takes
its name. ``force.backup-20140228-090000.probity`` was made on a schedule or by hand,
``force.before-update-…`` before a release brought the register up to date, and
``force.before-restore-…`` is what a restore put aside. The moments in names are UTC.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import KeyFileError, RegisterError
from models.storage.keys import KeyFile, key_path

log = logging.getLogger(__name__)

KINDS = ("backup", "before-update", "before-restore")
UPDATES_KEPT = 3
MOMENT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Backup:
    """A copy that can be restored; ``size`` is in bytes, ``made`` in UTC."""

    path: Path
    kind: str
    made: datetime.datetime
    size: int


def name_of(register: Path, folder: Path, kind: str) -> Path:
    """A name that nothing in ``folder`` has, for a copy of the register made now.

    Of two made in one second the later has the higher number, also where the first is gone again.
    """
    moment = now().strftime(MOMENT)
    begun = f"{register.stem}.{kind}-{moment}"
    pattern = re.compile(rf"{re.escape(begun)}(-\d+)?{re.escape(register.suffix)}(-keys)?")
    matches = [pattern.fullmatch(one.name) for one in folder.iterdir()]
    numbers = [int((match[1] or "-1")[1:]) for match in matches if match]
    again = f"-{max(numbers) + 1}" if numbers else ""
    return folder / f"{begun}{again}{register.suffix}"


def standing(register: Path, folder: Path) -> list[Backup]:
    """The copies of this register in ``folder`` and beside it, newest first.

    :raises RegisterError: a folder cannot be read.
    """
    ours = KeyFile.read(register).register_id
    found: dict[Path, Backup] = {}
    for place in dict.fromkeys((folder, register.parent)):
        for backup in _named(register, place):
            if _register_id(backup.path) == ours:
                found.setdefault(backup.path.resolve(), backup)
    return sorted(found.values(), key=lambda one: (one.made, one.path.name), reverse=True)


def last_made(register: Path, folder: Path) -> datetime.datetime | None:
    """When the newest backup in ``folder`` was made (UTC); ``None`` if there is none.

    :raises RegisterError: the folder cannot be read.
    """
    moments = [one.made for one in _named(register, folder) if one.kind == "backup"]
    return max(moments, default=None)


def thin(register: Path, folder: Path, kind: str, kept: int) -> None:
    """Take away the oldest of a kind beyond the newest ``kept``; of this register alone."""
    ours = KeyFile.read(register).register_id
    found = [one for one in _named(register, folder) if one.kind == kind]
    mine = [one for one in found if _register_id(one.path) == ours]
    mine.sort(key=lambda one: (one.made, one.path.name), reverse=True)
    for old in mine[kept:]:
        try:
            old.path.unlink(missing_ok=True)
            key_path(old.path).unlink(missing_ok=True)
        except OSError as error:  # one too many is no reason to say that the new one failed
            log.warning("an old backup could not be taken away: %s", error)


def thin_updates(register: Path) -> None:
    """Keep the newest few of the copies made before updates."""
    thin(register, register.parent, "before-update", UPDATES_KEPT)


def clear_leftovers(register: Path, folder: Path) -> None:
    """Take away what a backup that was killed left half done; only for who holds the lock."""
    for left in folder.glob(f".{register.stem}.backup-*"):
        left.unlink(missing_ok=True)
    for second in register.parent.glob(f"{register.stem}.before-restore-*{register.suffix}"):
        if _is(second, register):
            second.unlink(missing_ok=True)
    for keys in folder.glob(f"{register.stem}.backup-*{register.suffix}-keys"):
        if not keys.with_name(keys.name.removesuffix("-keys")).exists():
            keys.unlink(missing_ok=True)


def _named(register: Path, folder: Path) -> Iterator[Backup]:
    """What in a folder is named as a copy of a register of this name."""
    kinds = "|".join(KINDS)
    shape = re.compile(
        rf"{re.escape(register.stem)}\.({kinds})-(\d{{8}}-\d{{6}})(-\d+)?{re.escape(register.suffix)}"
    )
    try:
        for path in sorted(folder.iterdir()) if folder.exists() else ():
            match = shape.fullmatch(path.name)
            made = _moment(match[2]) if match else None
            if match is None or made is None or not path.is_file():
                continue
            if not _is(path, register):
                made += datetime.timedelta(microseconds=int((match[3] or "-1")[1:]))
                yield Backup(path, match[1], made, path.stat().st_size)
    except OSError as error:
        raise RegisterError(
            f"The folder of backups {folder} cannot be read ({error.strerror}). "
            "Check the drive, or choose another folder."
        ) from error


def _is(path: Path, register: Path) -> bool:
    """Whether ``path`` is the register itself under a second name, by a restore that was killed."""
    return register.exists() and path.samefile(register)


def _moment(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(text, MOMENT).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def _register_id(path: Path) -> str:
    try:
        return KeyFile.read(path).register_id
    except KeyFileError:
        return ""


def now() -> datetime.datetime:
    """The moment by the machine's clock, in UTC, as a copy's name has it."""
    return datetime.datetime.now(datetime.UTC)

"""Backups of a register: when one is due, how it is made, and how many are kept."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import RegisterError
from models.register import Register
from models.storage import copies, copying
from models.storage.copying import Check, Progress, never, silent
from models.storage.locking import FileLock

log = logging.getLogger(__name__)

FOLDER = "Backups"  # beside the register, unless another is chosen
DAILY, KEPT = 24, 14


@dataclass(frozen=True)
class Plan:
    """Where backups go, every how many hours one is made (0: none by itself), how many are kept."""

    folder: Path
    hours: int
    kept: int


def plan(register: Register) -> Plan:
    """How this register is backed up; a demonstration is not, unless somebody asks for it."""
    path = register.path
    folder = path.parent / (register.setting("backup_folder") or FOLDER)
    hours = _number(register.setting("backup_hours"), 0 if register.is_demo() else DAILY)
    return Plan(folder, hours, max(1, _number(register.setting("backup_kept"), KEPT)))


def standing(register: Register) -> list[Path]:
    """The copies of a register, oldest first; of a folder that cannot be read now, none."""
    try:
        found = copies.standing(register.path, plan(register).folder)
    except RegisterError as error:
        log.warning("the backups could not be looked at: %s", type(error).__name__)
        return []
    return [one.path for one in reversed(found)]


def is_due(hours: int, last: datetime.datetime | None, now: datetime.datetime) -> bool:
    """Whether another is to be made; one from the future, by a clock since put right, is none."""
    if not hours:
        return False
    return last is None or not now - datetime.timedelta(hours=hours) < last <= now


def make_if_due(
    register: Register, progress: Progress = silent, check: Check = never
) -> Path | None:
    """Make a backup where the schedule asks for one and no other process is at it.

    :raises RegisterError: it could not be made; the register itself is as it was.
    """
    wanted = plan(register)
    if not is_due(wanted.hours, copies.last_made(register.path, wanted.folder), copies.now()):
        return None
    return make(register, progress=progress, check=check, only_if_due=True)


def make(
    register: Register,
    *,
    progress: Progress = silent,
    check: Check = never,
    only_if_due: bool = False,
) -> Path | None:
    """Make a backup now, check it, and take away the oldest beyond the number kept.

    :returns: the backup; ``None`` where another process has just made one or is making one.
    :raises RegisterError: it could not be made; the register itself is as it was.
    """
    wanted = plan(register)
    with _alone_in(wanted.folder, register.path) as alone:
        last = copies.last_made(register.path, wanted.folder)
        if not alone or (only_if_due and not is_due(wanted.hours, last, copies.now())):
            return None
        copies.clear_leftovers(register.path, wanted.folder)
        target = copies.name_of(register.path, wanted.folder, "backup")
        copy_of(register, target, progress, check)
        copies.thin(register.path, wanted.folder, "backup", wanted.kept)
        return target


def make_in(
    register: Register, folder: Path, progress: Progress = silent, check: Check = never
) -> Path:
    """Make a backup in a folder of somebody's choosing, which leaves a trace and thins nothing.

    :raises NotAllowedError: the user's role may not.
    :raises RegisterError: it could not be made.
    """
    register.require("backup")
    _make_folder(folder)
    target = copies.name_of(register.path, folder, "backup")
    copy_of(register, target, progress, check)
    with register.change("Backup") as change:
        change.note("disclose", what="Copied the register, encrypted", file=target.name)
    return target


def copy_of(
    register: Register, target: Path, progress: Progress = silent, check: Check = never
) -> None:
    """Copy an open register to ``target`` while people work in it (:func:`copying.copy`)."""
    with register.reader(whole=True) as connection:
        copying.copy(register.path, register.keys, connection, target, progress, check)


@contextmanager
def _alone_in(folder: Path, register: Path) -> Iterator[bool]:
    """Whether this process is the only one that backs up this register there."""
    _make_folder(folder)
    lock = FileLock(folder / f".{register.stem}.lock")
    try:
        taken = lock.take()
    except OSError as error:
        raise RegisterError(_no_folder(folder, error)) from error
    try:
        yield taken
    finally:
        lock.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)  # not its parents: a drive that is away is not made up
    except OSError as error:
        raise RegisterError(_no_folder(folder, error)) from error


def _no_folder(folder: Path, error: OSError) -> str:
    return (
        f"No backup was made: Probity cannot write to the folder {folder} ({error.strerror}). "
        "Check the drive, or choose another folder for backups."
    )


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() else otherwise

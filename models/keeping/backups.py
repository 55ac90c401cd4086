"""Backups of a register: where they stand, how they are named, made and thinned.

A backup is a whole register with its key file, encrypted as the register is, and checked before it
takes its name. ``force.backup-20140228-090000.probity`` was made on a schedule or by hand,
``force.before-update-…`` before a release brought the register up to date, and
``force.before-restore-…`` is what a restore put aside. The moments in names are UTC.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import KeyFileError, RegisterError
from models.storage.copying import Check, Progress, copy_of, never, silent
from models.storage.keys import KeyFile, key_path
from models.storage.locking import FileLock

if TYPE_CHECKING:
    from models.register import Register

log = logging.getLogger(__name__)

FOLDER = "Backups"  # beside the register, unless another is chosen
KINDS = ("backup", "before-update", "before-restore")
UPDATES_KEPT = 3
DAILY, KEPT = 24, 14
MOMENT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Plan:
    """Where backups go, every how many hours one is made (0: none by itself), how many are kept."""

    folder: Path
    hours: int
    kept: int


@dataclass(frozen=True)
class Backup:
    """A copy that can be restored; ``size`` is in bytes, ``made`` in UTC."""

    path: Path
    kind: str
    made: datetime.datetime
    size: int


def plan(register: Register) -> Plan:
    """How this register is backed up; a demonstration is not, unless somebody asks for it."""
    path = register.path
    folder = path.parent / (register.setting("backup_folder") or FOLDER)
    hours = _number(register.setting("backup_hours"), 0 if register.is_demo() else DAILY)
    return Plan(folder, hours, max(1, _number(register.setting("backup_kept"), KEPT)))


def name_of(register: Path, folder: Path, kind: str) -> Path:
    """A name that nothing in ``folder`` has, for a copy of the register made now.

    Of two made in one second the later has the higher number, also where the first is gone again.
    """
    moment = _now().strftime(MOMENT)
    begun = f"{register.stem}.{kind}-{moment}"
    pattern = re.compile(rf"{re.escape(begun)}(-\d+)?{re.escape(register.suffix)}(-keys)?")
    matches = [pattern.fullmatch(one.name) for one in folder.iterdir()]
    numbers = [int((match[1] or "-1")[1:]) for match in matches if match]
    again = f"-{max(numbers) + 1}" if numbers else ""
    return folder / f"{begun}{again}{register.suffix}"


def backups(register: Path, folder: Path) -> list[Backup]:
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


def standing(register: Register) -> list[Path]:
    """The copies of a register, oldest first; of a folder that cannot be read now, none."""
    try:
        found = backups(register.path, plan(register).folder)
    except RegisterError as error:
        log.warning("the backups could not be looked at: %s", type(error).__name__)
        return []
    return [one.path for one in reversed(found)]


def last_made(register: Path, folder: Path) -> datetime.datetime | None:
    """When the newest backup in ``folder`` was made (UTC); ``None`` if there is none.

    :raises RegisterError: the folder cannot be read.
    """
    moments = [one.made for one in _named(register, folder) if one.kind == "backup"]
    return max(moments, default=None)


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
    if not is_due(wanted.hours, last_made(register.path, wanted.folder), _now()):
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
        last = last_made(register.path, wanted.folder)
        if not alone or (only_if_due and not is_due(wanted.hours, last, _now())):
            return None
        clear_leftovers(register.path, wanted.folder)
        target = name_of(register.path, wanted.folder, "backup")
        copy_of(register, target, progress, check)
        thin(register.path, wanted.folder, "backup", wanted.kept)
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
    target = name_of(register.path, folder, "backup")
    copy_of(register, target, progress, check)
    with register.change("Backup") as change:
        change.note("disclose", what="Copied the register, encrypted", file=target.name)
    return target


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
        f"No backup was made: the folder {folder} cannot be written ({error.strerror}). "
        "Check the drive, or choose another folder for backups."
    )


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() else otherwise


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)

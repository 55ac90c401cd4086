"""Putting a backup in the place of a register: checked first, and nothing overwritten."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.entering import migrating
from models.errors import NotARegisterError, RegisterBusyError, RegisterError
from models.register import Register
from models.rules import roles
from models.sight.users import UserInfo, user_named
from models.storage import copies, engine, opening, throttle
from models.storage.copying import (
    Check,
    Progress,
    copy_file,
    copy_pages,
    in_words,
    is_whole,
    never,
    silent,
)
from models.storage.copying import sync_folder as sync
from models.storage.engine import Keys, sqlite3
from models.storage.keys import KeyFile, key_path

#: Milliseconds that another process has to let go of the register.
PATIENCE = 1000
#: Seconds after which a copy that was prepared is nobody's.
ABANDONED = 24 * 3600


@dataclass
class Prepared:
    """A checked copy of a backup beside the place that it is to take, under a name of its own."""

    copy: Path
    target: Path
    keys: Keys

    def put_in_place(self) -> Path | None:
        """Give the copy the place of the register; return what stood there under its new name.

        Quick, whatever the size. Nobody may have the register open, this process included. At
        every moment a whole register stands there: the one or the other.

        :raises RegisterBusyError: another process has the register open; nothing was changed.
        :raises RegisterError: the folder cannot be written; nothing was changed.
        """
        target = self.target
        with in_words(target):
            if not target.exists():
                self._put_leavings_aside()
                _take(key_path(self.copy), key_path(target))
                _take(self.copy, target)
                sync(target.parent)
                return None
            with _alone(target, self.keys):
                kept = copies.name_of(target, target.parent, "before-restore")
                for mine, theirs in _pairs(target, kept):
                    if mine.exists():
                        _also_named(mine, theirs)
                key_path(self.copy).replace(key_path(target))
                self.copy.replace(target)
                for left in (_wal(target), target.with_name(target.name + "-shm")):
                    left.unlink(missing_ok=True)
                sync(target.parent)
        return kept

    def _put_leavings_aside(self) -> None:
        """Keep what stands there of a register that is itself gone: its keys, its journal."""
        kept = copies.name_of(self.target, self.target.parent, "before-restore")
        for mine, theirs in _pairs(self.target, kept):
            if mine.exists():
                mine.rename(theirs)

    def drop(self) -> None:
        """Take the copy away again, where it is not to be put in place."""
        for name in ("", *opening.SIDE_FILES):
            self.copy.with_name(self.copy.name + name).unlink(missing_ok=True)


def asks_nothing(backup: Path) -> bool:
    """Whether a backup opens without a passphrase, as a demonstration's does.

    :raises RegisterError: it is missing or no backup, or its key file is damaged.
    """
    opening.look_at(backup)
    return KeyFile.read(backup).is_open


def unlock(backup: Path, user: str | None, passphrase: str = "") -> tuple[Keys, UserInfo]:
    """Open a backup by its own key file, for somebody who may restore it.

    :param user: their name; "" or ``None`` where ``passphrase`` is the recovery key.
    :raises SignInError: the name, the passphrase or the recovery key is wrong.
    :raises NotAllowedError: by the backup, their role may not.
    """
    opening.look_at(backup)
    slots = KeyFile.read(backup)
    by_recovery = False
    if slots.is_open:
        keys = slots.open()
    elif user:
        keys = throttle.unlock(backup, slots, user, passphrase)[0]
    else:
        keys, by_recovery = slots.recover(passphrase), True
    try:
        connection = engine.connect(backup, keys, read_only=True)
    except sqlite3.Error as error:
        raise NotARegisterError(_damaged(backup)) from error
    try:
        if by_recovery:
            return keys, UserInfo(0, "recovery key", "The recovery key", "administrator")
        found = user_named(connection, user or None)
    except sqlite3.Error as error:
        raise NotARegisterError(_damaged(backup)) from error
    finally:
        connection.close()
    roles.require(found.role, "backup")
    return keys, found


def prepare_over(
    register: Register, backup: Path, progress: Progress = silent, check: Check = never
) -> Prepared:
    """:func:`prepare` a backup of an open register to take its place once it is closed.

    :raises NotAllowedError: the user's role may not.
    """
    register.require("backup")
    prepared = prepare(backup, register.path, register.keys, register.user, progress, check)
    try:
        check()
    except BaseException:
        prepared.drop()
        raise
    return prepared


def prepare(
    backup: Path,
    target: Path,
    keys: Keys,
    user: UserInfo,
    progress: Progress = silent,
    check: Check = never,
) -> Prepared:
    """Copy a backup beside ``target`` and check it; what stands at ``target`` is not touched.

    :param user: whose doing it is, as the restored register's record will say.
    :raises NotARegisterError: the backup is damaged.
    :raises NewerRegisterError: it was made by a newer release than this one.
    """
    with in_words(target):
        _clear_leftovers(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.restoring-", dir=target.parent)
        os.close(handle)
    prepared = Prepared(Path(name), target, keys)
    try:
        source = _open(backup, keys)
        with in_words(target):
            try:
                current = opening.is_current(backup, source)
                KeyFile.read(backup)
                if not is_whole(backup, keys, check):
                    raise NotARegisterError(_damaged(backup))
                copy_pages(keys, source, prepared.copy, progress, check)
            finally:
                source.close()
            copy_file(key_path(backup), key_path(prepared.copy))
        if not is_whole(prepared.copy, keys, check):
            raise NotARegisterError(_damaged(backup))
        if not current:
            migrating.bring_up_to_date(prepared.copy, keys, keep_copy=False)
        _record(prepared, backup, user)
    except BaseException:
        prepared.drop()
        raise
    return prepared


def _clear_leftovers(target: Path) -> None:
    """What a restore that was killed has left; not that of one under way."""
    for left in target.parent.glob(f".{target.name}.restoring-*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            left.unlink(missing_ok=True)


def _open(backup: Path, keys: Keys) -> sqlite3.Connection:
    opening.look_at(backup)
    try:
        return engine.connect(backup, keys, read_only=True)
    except sqlite3.Error as error:
        raise NotARegisterError(_damaged(backup)) from error


def _damaged(backup: Path) -> str:
    return (
        f"The backup {backup.name} is damaged or belongs to another register, so it was not "
        "restored. Nothing was changed; choose another."
    )


def _record(prepared: Prepared, backup: Path, user: UserInfo) -> None:
    """Leave in the restored register's record that it was restored, from what, and by whom."""
    held = opening.connect(prepared.copy, prepared.keys)
    # Whoever restores need not have been a user when the backup was made.
    who = UserInfo(0, user.name, user.full_name, user.role)
    with (
        Register(prepared.copy, prepared.keys, held, who) as register,
        register.change("Restored from a backup") as change,
    ):
        change.note("alter", what="Restored from a backup", file=backup.name)


@contextmanager
def _alone(target: Path, keys: Keys) -> Iterator[None]:
    """While inside, nobody else has the register open; its journal is folded into the one file.

    One too damaged to be opened is nobody's: its journal is then kept as it is.
    """
    connection: sqlite3.Connection | None = None
    try:
        try:
            if _wal(target).exists():  # where nothing can be read, nothing shall be folded in
                connection = engine.connect(target, keys, read_only=True)
                engine.refuse_unreadable(connection)
                connection.close()
            connection = engine.connect(target, keys)
            engine.hold_alone(connection, PATIENCE)
        except sqlite3.Error as error:
            said = str(error).lower()
            if "locked" in said or "busy" in said:
                raise RegisterBusyError(
                    f"{target.name} is open in another window or on another workstation, so it was "
                    "not replaced. Nothing was changed; close it there, then restore again."
                ) from error
            if "not a database" not in said and "malformed" not in said:
                raise
            if connection is not None:
                connection.close()
                connection = None
        if connection is not None and os.name == "nt":  # no open file changes its name there
            connection.close()
            connection = None
        yield
    finally:
        if connection is not None:
            connection.close()


def _pairs(target: Path, kept: Path) -> list[tuple[Path, Path]]:
    """Each file of a register with the name under which it is kept."""
    return [(target, kept), (key_path(target), key_path(kept)), (_wal(target), _wal(kept))]


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _also_named(path: Path, kept: Path) -> None:
    """Give a file a second name, so that it never stands under none."""
    try:
        os.link(path, kept)
    except OSError:  # a drive without hard links, such as FAT
        copy_file(path, kept)


def _take(copy: Path, target: Path) -> None:
    if target.exists():
        raise RegisterError(f"{target} was created in the meantime and was left as it is.")
    copy.replace(target)

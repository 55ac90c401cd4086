"""The crash journal: edits not saved yet, kept encrypted beside the register until they are.

Each case window keeps one file in ``force.probity-drafts/``, written anew a moment after an edit
and taken away with the save. A file is sealed with AES-256-GCM under a key that only who opened
the register can make, and bound to its name and the register. A program holds a lock for as long as
it lives, so that the drafts of one that died are told from those of a window that is open.
"""

from __future__ import annotations

import contextlib
import datetime
import hmac
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.case.edits import Edits, from_json, to_json
from models.errors import RegisterError
from models.register import Register
from models.schema import Case
from models.storage.asking import ask
from models.storage.locking import FileLock

log = logging.getLogger(__name__)

SUFFIX = "-drafts"
MAGIC = b"PROBITY-DRAFT-1\n"
NONCE_BYTES = 12
PURPOSE = b"crash journal, version 1"
LARGEST = 1 << 28  # bytes of a file that is read


@dataclass(frozen=True)
class Found:
    """A draft that a program left when it died."""

    path: Path
    at: datetime.datetime
    edits: Edits


class Keeper:
    """The drafts of one program on one register. Its methods may be called from any thread."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._user = register.user.name
        self._folder = register.path.with_name(register.path.name + SUFFIX)
        self._register_name = register.path.name
        self._keys = register.keys
        self._session = os.urandom(8).hex()
        self._lock: FileLock | None = None
        self._guard = threading.Lock()

    def new(self) -> Draft:
        """A place for the edits of one window; nothing is written yet."""
        return Draft(self, f"{self._session}-{os.urandom(4).hex()}.draft")

    def write(self, name: str, edits: Edits) -> None:
        """Put the edits on the disk under ``name``: these or, if that fails, those before.

        :raises RegisterError: they cannot be written.
        """
        content = self._sealed(name, to_json(edits, self._user))
        try:
            with self._guard:
                self._begin()
                _replace(self._folder / name, content)
        except OSError as error:
            raise RegisterError(
                f"Unsaved edits would be lost if Probity crashed ({error.strerror}): "
                f"{self._folder.name} cannot be written. Save often."
            ) from error

    def remove(self, path: Path) -> None:
        """Take a draft away: it was saved, or is not wanted."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("a draft could not be taken away: %s", error)

    def path(self, name: str) -> Path:
        """Where the draft of this name stands."""
        return self._folder / name

    def left_behind(self) -> list[Found]:
        """What programs that died left of this user's edits, newest first.

        Those of a case that they may no longer see, or that is gone, are not among them.
        """
        left = []
        for path in self._files("*.draft"):
            if not self._is_alive(path.name.partition("-")[0]):
                found, user = self._read(path)
                if found is not None and user == self._user:
                    left.append(found)
        seen = self._seen({one.edits.case_id for one in left} - {None}) if left else set()
        standing = [one for one in left if one.edits.case_id in seen | {None}]
        return sorted(standing, key=lambda one: one.at, reverse=True)

    def forget(self, is_gone: Callable[[int], bool]) -> None:
        """Take away the drafts of cases that are gone, whoever's they are."""
        for path in self._files("*.draft"):
            found, _ = self._read(path)
            case_id = found.edits.case_id if found is not None else None
            if case_id is not None and is_gone(case_id):
                self.remove(path)

    def close(self) -> None:
        """End cleanly; what stands there then is from programs that died, or are alive."""
        with self._guard:
            if self._lock is not None:
                self._lock.path.unlink(missing_ok=True)
                self._lock.close()
                self._lock = None
            for half in self._files(".*.draft"):  # written just when a program died
                if not self._is_alive(half.name[1:].partition("-")[0]):
                    half.unlink(missing_ok=True)
            for lock in self._files("*.lock"):
                if not self._is_alive(lock.stem) and not self._files(f"{lock.stem}-*"):
                    lock.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self._folder.rmdir()  # only where nothing is in it

    def _begin(self) -> None:
        if self._lock is None:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            lock = FileLock(self._folder / f"{self._session}.lock")
            lock.take()
            self._lock = lock

    def _files(self, pattern: str) -> list[Path]:
        try:
            return sorted(self._folder.glob(pattern))
        except OSError:
            return []

    def _is_alive(self, session: str) -> bool:
        """Whether the program that wrote these drafts still runs."""
        if session == self._session:
            return True
        path = self._folder / f"{session}.lock"
        if not path.exists():
            return False
        lock = FileLock(path)
        try:
            return not lock.take()
        except OSError:
            return True  # nothing is taken from somebody who may be at work
        finally:
            lock.close()

    def _seen(self, case_ids: set[int | None]) -> set[int | None]:
        """Those of the cases that this user may see."""
        kept = Case.id.in_(list(case_ids)) & Case.anonymised.is_null()
        with self._register.reader() as connection:
            return {row[0] for row in ask(connection, Case.select(Case.id).where(kept))}

    def _secret(self) -> bytes:
        """A key for drafts alone, which only who opened the register can make."""
        return hmac.digest(self._keys.database + self._keys.record, PURPOSE, "sha256")

    def _bound(self, name: str) -> bytes:
        return MAGIC + f"{self._register_name}\n{name}".encode()

    def _sealed(self, name: str, content: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not at a start

        nonce = os.urandom(NONCE_BYTES)
        return MAGIC + nonce + AESGCM(self._secret()).encrypt(nonce, content, self._bound(name))

    def _read(self, path: Path) -> tuple[Found | None, str]:
        """A draft and whose it is; ``None`` if it is damaged, or of another register."""
        from cryptography.exceptions import InvalidTag  # heavy: a demonstration opens without it
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,  # heavy: a demonstration opens without it
        )

        try:
            if path.stat().st_size > LARGEST:
                return None, ""
            content = path.read_bytes()
            at = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
            start = len(MAGIC) + NONCE_BYTES
            nonce, sealed = content[len(MAGIC) : start], content[start:]
            if not content.startswith(MAGIC):
                return None, ""
            plain = AESGCM(self._secret()).decrypt(nonce, sealed, self._bound(path.name))
            edits, user = from_json(plain)
            return Found(path, at.replace(tzinfo=None), edits), user
        except (OSError, InvalidTag, ValueError, KeyError, TypeError) as error:
            log.warning("a draft could not be read: %s", type(error).__name__)
            return None, ""


class Draft:
    """The file of one window's edits.

    It is written by one thread and ended by another, never the wrong way round: once it is ended, a
    write that was still on its way comes to nothing.
    """

    def __init__(self, keeper: Keeper, name: str) -> None:
        self._keeper = keeper
        self.name = name
        self._guard = threading.Lock()
        self._turn = 0
        self._written = 0

    def turn(self) -> int:
        """A number for what is to be done next; of two acts the one of the higher number counts."""
        self._turn += 1
        return self._turn

    def write(self, turn: int, edits: Edits) -> None:
        """Keep these edits, unless a later act was quicker.

        :raises RegisterError: they cannot be written.
        """
        with self._guard:
            if turn > self._written:
                self._written = turn
                self._keeper.write(self.name, edits)

    def remove(self, turn: int) -> None:
        """They are saved, or dropped."""
        with self._guard:
            if turn > self._written:
                self._written = turn
                self._keeper.remove(self._keeper.path(self.name))


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole, on the disk before it has its name."""
    made = path.with_name(f".{path.name}")
    try:
        with made.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)

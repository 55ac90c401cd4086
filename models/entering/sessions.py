"""Who signed in, when, and after how many failures: put on record, and shown to them."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.errors import ProbityError, RetiredError, SignInError
from models.rules.dates import format_moment
from models.schema import AuditRecord
from models.sight.seeing import GONE
from models.storage import throttle
from models.storage.asking import unhidden, value
from models.storage.engine import sqlite3
from models.storage.keys import KeyFile

if TYPE_CHECKING:
    from models.register import Register

log = logging.getLogger(__name__)

SIGN_IN, SIGN_OUT, LOCK, UNLOCK = "sign in", "sign out", "lock", "unlock"


@dataclass(frozen=True)
class Session:
    """What is told to somebody who has just signed in.

    :ivar last: when they signed in before (UTC); ``None`` for the first time.
    :ivar failures: wrong passphrases typed for them since.
    """

    last: datetime.datetime | None
    failures: int

    def words(self) -> str:
        """As it is shown: "Last sign-in 24 Nov 2026 09:12; 2 failed tries since"."""
        said = f"Last sign-in {format_moment(self.last)}" if self.last else "Your first sign-in"
        tries = "try" if self.failures == 1 else "tries"
        return f"{said}; {self.failures} failed {tries} since" if self.failures else said


def begin(register: Register, failures: int) -> Session:
    """Put a sign-in on record; return what its person is told of the one before."""
    with register.reader() as connection:
        session = Session(last_sign_in(connection, register.user.name), failures)
    _note(register, SIGN_IN, failures)
    return session


def end(register: Register) -> None:
    """Put it on record that they signed out; a register that cannot be written stays closable."""
    try:
        _note(register, SIGN_OUT)
    except ProbityError as error:
        log.warning("signing out was not recorded: %s", error)


def lock(register: Register) -> None:
    """Put it on record that the workstation was locked; it is, whether that succeeds or not."""
    try:
        _note(register, LOCK)
    except ProbityError as error:
        log.warning("locking was not recorded: %s", error)


def unlock(register: Register, passphrase: str) -> None:
    """Let the same person back in.

    :raises RetiredError: they no longer work in the register.
    :raises SignInError: the passphrase is wrong, or they must wait before the next try.
    """
    slots = KeyFile.read(register.path)
    try:
        _, failures = throttle.unlock(register.path, slots, register.user.name, passphrase)
    except SignInError as error:
        if error.wait or slots.has(register.user.name):
            raise
        raise RetiredError(GONE) from error
    _note(register, UNLOCK, failures)


def last_sign_in(connection: sqlite3.Connection, name: str) -> datetime.datetime | None:
    """When somebody signed in the last time (UTC); ``None`` if they never did."""
    record = unhidden(AuditRecord, "r")
    theirs = (record.action == "sign in") & (record.user_name == name)
    latest = record.select(record.at).where(theirs).order_by(record.id.desc()).limit(1)
    at = value(connection, latest)
    return datetime.datetime.fromisoformat(at) if at else None


def _note(register: Register, action: str, failures: int = 0) -> None:
    details: dict[str, Any] = {"failures": failures} if failures else {}
    with register.change() as change:
        change.note(action, **details)

"""Who works in a register, as everything else is told of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import BaseQuery

from models.errors import NotAllowedError, NotFoundError
from models.rules.dates import format_moment
from models.schema import User
from models.storage.asking import ask, question, unhidden
from models.storage.engine import sqlite3
from models.storage.secrets import known_as


@dataclass(frozen=True)
class UserInfo:
    """Who is working: ``role`` is a code of the vocabulary ``user_role``; id 0 makes a register.

    Whoever ``must_change`` has a passphrase that somebody else set, and first chooses their own.
    """

    id: int
    name: str
    full_name: str
    role: str
    must_change: bool = False


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


@question
def _working() -> BaseQuery:
    user = unhidden(User, "u")
    chosen = user.select(user.id, user.name, user.full_name, user.role, user.must_change)
    return chosen.where(~user.retired).order_by(user.id)


def user_named(connection: sqlite3.Connection, name: str | None) -> UserInfo:
    """Who signs in as ``name``; without a name, the register's first user.

    :raises NotFoundError: nobody does, or they have been retired.
    """
    for row in ask(connection, _working):
        if name is None or known_as(row[1]) == known_as(name):
            return UserInfo(row[0], row[1], row[2], row[3] or "", bool(row[4]))
    raise NotFoundError(
        f"This register has no user called “{name}”. Nothing was opened. Ask an administrator "
        "to add you."
    )


def require_own_passphrase(user: UserInfo, act: str) -> None:
    """Let somebody act whose passphrase is their own; whose is not may only change it.

    :raises NotAllowedError: it was set by somebody else, who knows it.
    """
    if user.must_change and act != "passphrase":
        raise NotAllowedError(
            "Your passphrase was set by somebody else, so choose one of your own first. "
            "Nothing was changed."
        )

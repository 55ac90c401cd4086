"""Who works in a register, as everything else is told of them."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import BaseQuery

from models.errors import NotAllowedError, NotFoundError
from models.schema import User
from models.storage.asking import ask, question, unhidden
from models.storage.engine import sqlite3
from models.storage.keys import known_as


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
        f"The register knows no user named “{name}”. Nothing was opened; "
        "ask whoever keeps the register to add you."
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

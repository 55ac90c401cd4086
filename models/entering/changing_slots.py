"""How the key file changes: inside a change of the register, so that both stand or neither does."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.change import Change
from models.errors import RegisterError
from models.register import Register
from models.schema import User
from models.storage import throttle
from models.storage.asking import ask, unhidden
from models.storage.engine import Keys, sqlite3
from models.storage.keys import KeyFile, Slot

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slots:
    """The key file while a change holds the register, with the keys that it seals."""

    file: KeyFile
    keys: Keys

    def set_passphrase(self, name: str, passphrase: str) -> int:
        """Give somebody a passphrase; return how many wrong ones were typed for them before.

        :raises InvalidError: it would be guessed.
        """
        self.file.set_passphrase(name, passphrase, self.keys)
        return throttle.passed(self.file.register, self.file.who(name))

    def add_recovery(self) -> str:
        """Make the recovery key anew and return it as it is printed; the older one ends."""
        return self.file.add_recovery(self.keys)


@contextmanager
def changing_slots(register: Register, reason: str) -> Iterator[tuple[Change, Slots]]:
    """A change of the register with its key file.

    Whoever else would alter the key file waits. It is written before the commit, and put back as it
    was where nothing is committed.
    """
    before: list[Slot] = []
    written: KeyFile | None = None

    def put_back() -> None:
        if written is not None:
            written.slots = before
            written.write()

    with register.change(reason, put_back) as change:
        file = KeyFile.read(register.path)
        before = list(file.slots)
        yield change, Slots(file, register.keys)
        if file.slots != before:
            file.write()
            written = file


def drop_strangers(register: Register, connection: sqlite3.Connection) -> None:
    """Take away the slots of those who do not work in the register: retired, or never known.

    Somebody is added with the slot first, so that is decided anew while the register is held.

    :param connection: one that reads the register now.
    """
    if not KeyFile.read(register.path).keep(_working(connection)):
        return
    try:
        with changing_slots(register, "No longer a user") as (change, slots):
            slots.file.keep(_working(change.database.connection()))
    except RegisterError as error:
        log.warning("the slots of those who left stay until the next time: %s", error)


def _working(connection: sqlite3.Connection) -> set[str]:
    """The names by which people sign in now."""
    user = unhidden(User, "u")
    return {row[0] for row in ask(connection, user.select(user.name).where(~user.retired))}

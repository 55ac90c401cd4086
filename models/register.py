"""One register: the file, its connections, and the only door to writing in it."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from models import opening, throttle
from models.engine import Keys, sqlite3
from models.errors import InTheClearError, RegisterError, SignInError
from models.keys import KeyFile
from models.rules import roles, vocabularies
from models.rules.working_days import DEFAULT_NATION
from models.seeing import Sight
from models.users import UserInfo, user_named

# What writes (peewee, the schema, the change path) takes as long to read as a window to draw, so
# the first change reads it and a start does not.
if TYPE_CHECKING:
    from playhouse.sqlcipher_ext import SqlCipherDatabase

    from models.change import Change, Changed

log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0


class Register:
    """An open register. Made by :meth:`create` or :meth:`open`, ended by :meth:`close`.

    Reading is done on connections of its own that cannot write; writing is done only inside
    :meth:`change`. Both may be used from any thread.
    """

    def __init__(
        self, path: Path, keys: Keys, connection: sqlite3.Connection, user: UserInfo
    ) -> None:
        self.path = path
        self.user = user
        #: The recovery key as it is to be printed; known only when the register has just been made.
        self.recovery_key = ""
        #: How many wrong passphrases were typed for this person before the right one.
        self.failures = 0
        self._keys = keys
        self._held = connection
        self._writer: SqlCipherDatabase | None = None
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._idle: list[tuple[sqlite3.Connection, Sight]] = []
        self._listeners: list[Callable[[Changed], None]] = []
        self._settings = dict(connection.execute("SELECT key, value FROM setting").fetchall())
        self._closed = False

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        force: str,
        user: str,
        passphrase: str | None = None,
        nation: str = DEFAULT_NATION,
        full_name: str = "",
        role: str = "administrator",
        colleagues: Sequence[dict[str, str]] = (),
        today: datetime.date | None = None,
    ) -> Register:
        """Make a new register at ``path`` with its first user and open it.

        :param passphrase: the first user's; ``recovery_key`` then holds what to print. Without
            one, anybody who has the files can open them: for demonstrations and tests.
        :param colleagues: further users, as columns of ``user``.
        :param today: makes it a demonstration register whose calendar stands still.
        :raises InvalidError: the passphrase would be guessed.
        :raises RegisterError: the file exists already, or cannot be written.
        """
        from models import migrating
        from models.schema import Setting, User

        path = Path(path)
        settings = {"force": force, "nation": nation}
        if today is not None:
            settings["today"] = today.isoformat()
        keys = Keys.make()
        with opening.under_a_temporary_name(path) as temporary:
            slots = KeyFile.make(temporary)
            recovery_key = slots.let_in(user, passphrase, keys)
            slots.write()
            migrating.make(temporary, keys)
            who = UserInfo(0, user, full_name or user, role)
            held = opening.connect(temporary, keys)
            register = cls(temporary, keys, held, who)
            try:
                with register.change("Register created") as change:
                    for key, value in settings.items():
                        change.add(Setting, key=key, value=value)
                    change.add(User, name=user, full_name=full_name or user, role=role)
                    for colleague in colleagues:
                        change.add(User, **colleague)
            finally:
                register.close()
        made = cls._open(path, keys, user)
        made.recovery_key = recovery_key
        return made

    @classmethod
    def open(
        cls, path: Path | str, *, user: str | None = None, passphrase: str | None = None
    ) -> Register:
        """Open the register at ``path``, migrating one of an older release after a backup.

        :param user: who works; without one, the first user of a register open to anybody.
        :raises SignInError: it needs a name and a passphrase, or those given are wrong.
        :raises NotARegisterError: no register, or a damaged one.
        :raises InTheClearError: made by a release that did not encrypt.
        :raises NewerRegisterError: made by a newer release.
        :raises RegisterError: it cannot be read or written where it is.
        """
        path = Path(path)
        if opening.look_at(path) is opening.Found.IN_THE_CLEAR:
            raise InTheClearError(
                f"{path.name} was made by a release that did not encrypt. Nothing was changed; "
                "encrypt it first, with a passphrase of your own."
            )
        slots = KeyFile.read(path)
        if passphrase is None and slots.is_open:
            return cls._open(path, slots.open(), user)
        if passphrase is None or user is None:
            raise SignInError(f"{path.name} opens with a name and a passphrase.")
        keys, failures = throttle.unlock(path, slots, user, passphrase)
        made = cls._open(path, keys, user)
        made.failures = failures
        return made

    @classmethod
    def _open(cls, path: Path, keys: Keys, user: str | None) -> Register:
        connection = opening.connect(path, keys)
        try:
            with opening.errors_as_sentences(path):
                if not opening.is_current(path, connection):
                    from models import migrating

                    migrating.bring_up_to_date(path, keys)
                return cls(path, keys, connection, user_named(connection, user))
        except BaseException:
            connection.close()
            raise

    def read_settings(self) -> None:
        """Read what the register says of itself, after it was changed."""
        with self.reader() as connection:
            self._settings = dict(connection.execute("SELECT key, value FROM setting").fetchall())

    @property
    def force(self) -> str:
        """The name of the force whose register this is."""
        return str(self._settings.get("force", ""))

    def is_demo(self) -> bool:
        """Whether this is a demonstration register, whose calendar stands still."""
        return "today" in self._settings

    def today(self) -> datetime.date:
        """The day by which things are late: the calendar's, or a demonstration's own."""
        fixed = self._settings.get("today")
        return datetime.date.fromisoformat(fixed) if fixed else datetime.date.today()

    @property
    def nation(self) -> str:
        """The nation whose bank holidays count; a code of the vocabulary ``nation``."""
        return str(self._settings.get("nation", DEFAULT_NATION))

    def user_label(self) -> str:
        """Who is working, on two lines: name and role."""
        return f"{self.user.full_name}\n{vocabularies.name('user_role', self.user.role)}"

    @contextmanager
    def reader(self, *, whole: bool = False) -> Iterator[sqlite3.Connection]:
        """A read-only connection for one question; ``interrupt()`` on it ends the question.

        It sees the register as it was when the question began, without what is hidden from the
        user (:mod:`models.seeing`).

        :param whole: with what is hidden: for checking and copying a register, never for showing.
        :raises SignInError: the user has been retired since they signed in.
        """
        with self._reading:
            held = self._idle.pop() if self._idle and not whole else None
        connection, sight = held or (opening.connect_reader(self.path, self._keys), Sight())
        fit = False
        try:
            with opening.errors_as_sentences(self.path):
                if whole:
                    connection.execute("BEGIN")
                else:
                    sight.begin(connection, self.user.id)
                    fit = True
                yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()
            with self._reading:
                if fit and not self._closed:
                    self._idle.append((connection, sight))
                else:
                    connection.close()

    @contextmanager
    def change(self, reason: str = "") -> Iterator[Change]:
        """Open the one transaction in which the register may be written.

        Everything inside is written when the block ends, or nothing if it raises. Listeners are
        told after the commit, in this thread, of what it did to rows.

        :raises RegisterBusyError: another program kept the register for too long.
        :raises RegisterError: the disk is full, read-only or failing; nothing was written.
        """
        from models.change import Change, read_head
        from models.writing import transaction

        with self._writing, opening.errors_as_sentences(self.path), transaction(self._database):
            change = Change(
                self._database,
                self._working(),
                reason,
                self.today(),
                read_head(self._database),
            )
            yield change
            changed = change.finish()
        if changed.tables or changed.case_ids:
            for listener in tuple(self._listeners):
                listener(changed)

    def _working(self) -> UserInfo:
        """Who works, as the register has them now.

        :raises SignInError: they have been retired since they signed in.
        """
        if not self.user.id:
            return self.user  # who makes the register
        return user_named(self._database.connection(), self.user.name)

    def require(self, act: str) -> None:
        """Let the user do an act that writes no row of its own (:mod:`models.rules.roles`).

        :raises NotAllowedError: their role may not.
        """
        roles.require(self.user.role, act)

    @property
    def _database(self) -> SqlCipherDatabase:
        from models.writing import connect

        if self._closed:
            raise RegisterError("The register is closed, so nothing was written. Open it again.")
        if self._writer is None:
            self._writer = connect(self.path, self._keys)
        return self._writer

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Have ``listener`` called after every commit; returns the function that stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def close(self) -> None:
        """End every connection; SQLite folds its journal back into the one file."""
        with self._writing, self._reading:
            self._closed = True
            self._listeners.clear()
            while self._idle:
                self._idle.pop()[0].close()
            if self._writer is not None:
                self._writer.close()
            self._held.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

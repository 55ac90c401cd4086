"""One register: the file, its connections, and the only door to writing in it."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from peewee import BaseQuery

from models.errors import (
    InTheClearError,
    NotARegisterError,
    NotFoundError,
    RegisterError,
    RetiredError,
    SignInError,
)
from models.rules import roles, vocabularies
from models.rules.process.working_days import DEFAULT_NATION
from models.schema import Setting
from models.sight.seeing import GONE, Sight
from models.sight.users import UserInfo, require_own_passphrase, user_named
from models.storage import opening
from models.storage.asking import ask, question
from models.storage.engine import Keys, begin, sqlite3
from models.storage.keys import KeyFile

# What writes (peewee, the schema, the change path) takes as long to read as a window to draw, so
# the first change reads it and a start does not; what signs people in is read where somebody does.
if TYPE_CHECKING:
    from playhouse.sqlcipher_ext import SqlCipherDatabase

    from models.change import Change, Changed
    from models.entering.sessions import Session
    from models.keeping.watching import Watcher

log = logging.getLogger(__name__)

#: After so many idle minutes the window locks, where the register's administrators say nothing.
LOCK_MINUTES = 10


class Register:
    """An open register. Made by :meth:`create` or :meth:`open`, ended by :meth:`close`.

    Reading is done on connections of its own that cannot write; writing is done only inside
    :meth:`change`. Both may be used from any thread.
    """

    def __init__(
        self,
        path: Path,
        keys: Keys,
        connection: sqlite3.Connection,
        user: UserInfo,
        mark: opening.Mark | None = None,
    ) -> None:
        self.path = path
        self.user = user
        #: The recovery key as it is to be printed; known only when the register has just been made.
        self.recovery_key = ""
        #: What whoever signed in is told; ``None`` where no passphrase was asked.
        self.session: Session | None = None
        self._keys = keys
        self._held = connection
        self._mark = mark or opening.mark(path)
        self._writer: SqlCipherDatabase | None = None
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._idle: list[tuple[sqlite3.Connection, Sight]] = []
        self._listeners: list[Callable[[Changed], None]] = []
        self._watcher: Watcher | None = None
        self._settings = _settings(connection)
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
        from models.entering import founding

        path = Path(path)
        settings = {"force": force, "nation": nation}
        if today is not None:
            settings["today"] = today.isoformat()
        first = UserInfo(0, user, full_name or user, role)
        keys, recovery_key = founding.found(path, settings, first, passphrase, colleagues)
        made = cls._open(path, keys, user, failures=None if passphrase is None else 0)
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
        from models.storage import throttle

        keys, failures = throttle.unlock(path, slots, user, passphrase)
        return cls._open(path, keys, user, failures=failures)

    @classmethod
    def recover(
        cls, path: Path | str, recovery_key: str, user: str, new_passphrase: str
    ) -> Register:
        """Open the register by its recovery key, giving an administrator a new passphrase.

        :raises InvalidError: the key was not typed as it was printed, or the passphrase would be
            guessed.
        :raises SignInError: it is not this register's recovery key.
        :raises NotAllowedError: ``user`` is no administrator.
        :raises RegisterError: it cannot be read or written where it is.
        """
        from models.changes import users

        path = Path(path)
        opening.look_at(path)
        keys = KeyFile.read(path).recover(recovery_key)
        with cls._open(path, keys, user) as register:
            failures = users.set_by_recovery_key(register, new_passphrase)
        return cls._open(path, keys, user, failures=failures)

    @classmethod
    def _open(
        cls, path: Path, keys: Keys, user: str | None, *, failures: int | None = None
    ) -> Register:
        """:param failures: before a sign-in, which is put on record; ``None``: nobody signs in."""
        connection, mark = opening.connect_to_what_stands(path, keys)
        try:
            with opening.errors_as_sentences(path):
                if not opening.is_current(path, connection):
                    from models.entering import migrating

                    migrating.bring_up_to_date(path, keys)
                register = cls(path, keys, connection, user_named(connection, user), mark)
                register.today()
        except ValueError as error:
            connection.close()
            raise NotARegisterError(
                f"{path.name} says that it is a demonstration of a day that is none, so it is "
                "damaged. Nothing was changed; restore it from a backup."
            ) from error
        except BaseException:
            connection.close()
            raise
        try:
            if KeyFile.read(path).has_people:
                from models.entering import changing_slots

                changing_slots.drop_strangers(register, connection)
            if failures is not None:
                from models.entering import sessions

                register.session = sessions.begin(register, failures)
        except BaseException:
            register.close()
            raise
        return register

    def setting(self, key: str) -> str:
        """What the register says of itself under ``key``; empty if nothing."""
        return str(self._settings.get(key, ""))

    @property
    def keys(self) -> Keys:
        """What opens and seals it, for the rest of ``models/`` and nobody else."""
        return self._keys

    @property
    def force(self) -> str:
        """The name of the force whose register this is."""
        return str(self._settings.get("force", ""))

    @property
    def identity(self) -> str:
        """What tells this register from every other, also in its copies: 32 digits."""
        return KeyFile.read(self.path).register_id

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

    @property
    def lock_minutes(self) -> int:
        """Minutes without a key or a click after which the window locks."""
        said = str(self._settings.get("lock_minutes", ""))
        return (int(said) if said.isdecimal() else 0) or LOCK_MINUTES

    def user_label(self) -> str:
        """Who is working, on two lines: name and role."""
        return f"{self.user.full_name}\n{vocabularies.name('user_role', self.user.role)}"

    @contextmanager
    def reader(self, *, whole: bool = False) -> Iterator[sqlite3.Connection]:
        """A read-only connection for one question; ``interrupt()`` on it ends the question.

        It sees the register as it was when the question began, without what is hidden from the
        user (:mod:`models.sight.seeing`).

        :param whole: with what is hidden: for checking and copying a register, never for showing.
        :raises RetiredError: the user has been retired since they signed in.
        """
        with self._reading:
            held = self._idle.pop() if self._idle and not whole else None
        connection, sight = held or (opening.connect_reader(self.path, self._keys), Sight())
        fit = False
        try:
            with opening.errors_as_sentences(self.path):
                if whole:
                    begin(connection)
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
    def change(self, reason: str = "", undo: Callable[[], None] | None = None) -> Iterator[Change]:
        """Open the one transaction in which the register may be written.

        Everything inside is written when the block ends, or nothing if it raises. Listeners are
        told after the commit, in this thread, of what it did to rows.

        :param undo: called if nothing is written, while nobody else can write yet.
        :raises RegisterBusyError: another program kept the register for too long.
        :raises RegisterError: the disk is full, read-only or failing; nothing was written.
        """
        from models.change import Change, read_head
        from models.storage.writing import transaction

        ours: range | None = None
        try:
            with (
                self._writing,
                opening.errors_as_sentences(self.path),
                transaction(self._database, undo),
            ):
                head = read_head(self._database)
                change = Change(self._database, self._working(), reason, self.today(), head)
                yield change
                changed = change.finish()
                opening.refuse_if_gone(self.path, self._mark)
                if self._watcher is not None:
                    ours = self._watcher.ours(head.number + 1, change.head.number)
                settings = _settings(self._database.connection())
        except BaseException:
            if self._watcher is not None and ours is not None:
                self._watcher.not_ours(ours)
            raise
        self._settings = settings
        if changed.tables or changed.case_ids:
            self._tell(changed)

    def _tell(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            listener(changed)

    def watch(self) -> None:
        """From now on tell listeners also what other programs write, in a thread of its own."""
        from models.keeping.watching import Watcher

        if self._watcher is None:
            self._watcher = Watcher(self, self._tell)
            self._watcher.start(self._held)

    def compact(self) -> None:
        """Write the file anew where something was anonymised or erased since it last was.

        Edits of it that a crash journal kept go too.

        :raises RegisterBusyError: others are reading; it can be done later.
        :raises RegisterError: the disk is full or failing; the register stands as it was.
        """
        from models.keeping.drafts import Keeper
        from models.storage.compacting import compact, is_asked_for, is_gone

        with self._writing, opening.errors_as_sentences(self.path):
            connection = self._database.connection()
            if is_asked_for(connection):
                Keeper(self).forget(lambda case_id: is_gone(connection, case_id))
                compact(connection)

    def _working(self) -> UserInfo:
        """Who works, as the register has them now.

        :raises RetiredError: they have been retired since they signed in.
        """
        if not self.user.id:
            return self.user  # who makes the register
        return self._as_now(self._database.connection())

    def _as_now(self, connection: sqlite3.Connection) -> UserInfo:
        try:
            self.user = user_named(connection, self.user.name)
        except NotFoundError as error:
            raise RetiredError(GONE) from error
        return self.user

    def require(self, act: str) -> None:
        """Let the user do an act that writes no row of its own (:mod:`models.rules.roles`).

        :raises NotAllowedError: their role may not, or they must choose a passphrase first.
        """
        with self.reader() as connection:  # their role may have been changed since
            self._as_now(connection)
        roles.require(self.user.role, act)
        require_own_passphrase(self.user, act)

    def why_not(self, act: str) -> str:
        """Why the user may not do this act, in a sentence; empty where they may."""
        return roles.why_not(self.user.role, act)

    @property
    def _database(self) -> SqlCipherDatabase:
        from models.storage.writing import connect

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

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, so that nothing can be read or written any more."""
        return self._closed

    def close(self) -> None:
        """Sign out and end every connection; SQLite folds its journal back into the one file."""
        if self.session is not None and not self._closed:
            from models.entering import sessions

            sessions.end(self)
        if self._watcher is not None:
            self._watcher.stop()
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


def _settings(connection: sqlite3.Connection) -> dict[str, str]:
    return {row[0]: row[1] for row in ask(connection, _every_setting)}


@question
def _every_setting() -> BaseQuery:
    return Setting.select(Setting.key, Setting.value)

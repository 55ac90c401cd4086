"""One register: the file, its connections, and the only door to writing in it."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from peewee import BaseQuery
from playhouse.sqlcipher_ext import SqlCipherDatabase

from models.change import Change, Changed
from models.errors import (
    NotFoundError,
    RegisterError,
    RetiredError,
)
from models.rules import roles, vocabularies
from models.rules.idle_lock import DEFAULT_MINUTES
from models.rules.process.working_days import DEFAULT_NATION
from models.schema import Setting
from models.sight.seeing import GONE, Sight
from models.sight.users import Session, UserInfo, require_own_passphrase, user_named
from models.storage import chain, opening, writing
from models.storage.asking import ask, question
from models.storage.engine import Keys, begin, sqlite3
from models.storage.keys import KeyFile


class Watching(Protocol):
    """What notices the writing of other programs, and so must know the records of this one."""

    def start(self, connection: sqlite3.Connection) -> None:
        """Begin, with a connection that is used for nothing else."""

    def ours(self, first: int, last: int) -> range:
        """The records from ``first`` to ``last``, about to be committed, are this program's own."""

    def not_ours(self, numbers: range) -> None:
        """They were not committed after all."""

    def stop(self) -> None:
        """End it; returns when it uses the register no more."""


class Register:
    """An open register: made by :mod:`models.entering.open`, ended by :meth:`close`.

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
        self._before_close: list[Callable[[], None]] = []
        self._watcher: Watching | None = None
        self._settings = _settings(connection)
        self._closed = False

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
        return (int(said) if said.isdecimal() else 0) or DEFAULT_MINUTES

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
        ours: range | None = None
        try:
            with (
                self._writing,
                opening.errors_as_sentences(self.path),
                writing.transaction(self._database, undo),
            ):
                head = chain.read_head(self._database.connection())
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
            self.tell(changed)

    def tell(self, changed: Changed) -> None:
        """Tell the listeners what was written, by this program or another."""
        for listener in tuple(self._listeners):
            listener(changed)

    def be_watched_by(self, watcher: Watching) -> None:
        """Have what other programs write noticed, as long as the register is open; once is enough.

        Called by :func:`models.keeping.watching.watch` alone.
        """
        if self._watcher is None:
            self._watcher = watcher
            watcher.start(self._held)

    @contextmanager
    def maintenance(self) -> Iterator[sqlite3.Connection]:
        """The connection that writes, in no transaction, while nobody else here writes.

        For what is done to the file and to no row of it, by :mod:`models.keeping.writing_anew`
        alone: what writes rows is :meth:`change`.
        """
        with self._writing, opening.errors_as_sentences(self.path):
            yield self._database.connection()

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
        if self._closed:
            raise RegisterError("The register is closed, so nothing was written. Open it again.")
        if self._writer is None:
            self._writer = writing.connect(self.path, self._keys)
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

    def before_close(self, act: Callable[[], None]) -> None:
        """Have ``act`` done when the register is closed, while it can still be written."""
        self._before_close.append(act)

    def close(self) -> None:
        """End every connection; SQLite folds its journal back into the one file."""
        while self._before_close:
            self._before_close.pop()()
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

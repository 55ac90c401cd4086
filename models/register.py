"""One register: the file, its connections, and the only door to writing in it."""

from __future__ import annotations

import datetime
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import peewee
from peewee import SqliteDatabase

from models import derive, opening
from models.change import Change, Changed, read_head
from models.errors import NotFoundError, RegisterBusyError, RegisterError
from models.rules import vocabularies
from models.rules.working_days import DEFAULT_NATION
from models.schema import Setting, User

log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0


@dataclass(frozen=True)
class UserInfo:
    """Who is working: ``role`` is a code of the vocabulary ``user_role``."""

    id: int
    name: str
    full_name: str
    role: str


class Register:
    """An open register. Made by :meth:`create` or :meth:`open`, ended by :meth:`close`.

    Reading is done on connections of its own that cannot write; writing is done only inside
    :meth:`change`. Both may be used from any thread.
    """

    def __init__(self, path: Path, database: SqliteDatabase, user: UserInfo) -> None:
        self.path = path
        self.user = user
        self._database = database
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._listeners: list[Callable[[Changed], None]] = []
        self._settings = {row.key: row.value for row in Setting.select().execute(database)}
        self._closed = False

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        force: str,
        user: str,
        nation: str = DEFAULT_NATION,
        full_name: str = "",
        role: str = "administrator",
        today: datetime.date | None = None,
    ) -> Register:
        """Make a new register at ``path`` with its first user and open it.

        ``today`` makes it a demonstration register whose calendar stands still.

        :raises RegisterError: the file exists already, or cannot be written.
        """
        path = Path(path)
        settings = {"force": force, "nation": nation}
        if today is not None:
            settings["today"] = today.isoformat()
        with opening.under_a_temporary_name(path) as temporary:
            database = opening.connect(temporary, create=True)
            opening.migrate(database)
            register = cls(temporary, database, UserInfo(0, user, full_name or user, role))
            try:
                with register.change("Register created") as change:
                    for key, value in settings.items():
                        change.add(Setting, key=key, value=value)
                    change.add(User, name=user, full_name=full_name or user, role=role)
            finally:
                register.close()
        return cls.open(path, user=user)

    @classmethod
    def open(cls, path: Path | str, *, user: str | None = None) -> Register:
        """Open the register at ``path``, migrating one of an older release after a backup.

        :param user: who works; without one, the register's first user.
        :raises NotARegisterError: no register, or a damaged one.
        :raises NewerRegisterError: made by a newer release.
        :raises RegisterError: it cannot be read or written where it is.
        """
        path = Path(path)
        opening.look_at(path)
        database = opening.connect(path)
        try:
            with opening.errors_as_sentences(path):
                if opening.bring_up_to_date(path, database):
                    with database.atomic("IMMEDIATE"):
                        derive.rebuild(database.connection())
                who = _user(database, user)
                return cls(path, database, who)
        except BaseException:
            database.close()
            raise

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
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A read-only connection for one question; ``interrupt()`` on it ends the question."""
        with self._reading:
            connection = self._idle.pop() if self._idle else None
        connection = connection or opening.connect_reader(self.path)
        try:
            with opening.errors_as_sentences(self.path):
                yield connection
        finally:
            with self._reading:
                if self._closed:
                    connection.close()
                else:
                    self._idle.append(connection)

    @contextmanager
    def change(self, reason: str = "") -> Iterator[Change]:
        """Open the one transaction in which the register may be written.

        Everything inside is written when the block ends, or nothing if it raises. Listeners are
        told after the commit, in this thread.

        :raises RegisterBusyError: another program kept the register for too long.
        :raises RegisterError: the disk is full, read-only or failing; nothing was written.
        """
        with self._writing, opening.errors_as_sentences(self.path), self._transaction():
            change = Change(
                self._database,
                self.user.id or None,
                self.user.name,
                reason,
                self.today(),
                read_head(self._database),
            )
            yield change
            changed = change.finish()
        for listener in tuple(self._listeners):
            listener(changed)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._closed:
            raise RegisterError("The register is closed, so nothing was written. Open it again.")
        try:
            self._database.begin("IMMEDIATE")
        except peewee.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise RegisterBusyError(
                    "Another program is writing in this register and has not finished. "
                    "Nothing was written; your edits are kept. Try again in a moment."
                ) from error
            raise
        try:
            yield
            self._database.commit()
        except BaseException:
            _roll_back(self._database)
            raise

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
                self._idle.pop().close()
            self._database.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _roll_back(database: SqliteDatabase) -> None:
    """Undo the transaction; after a full disk SQLite may already have done so itself."""
    if database.connection().in_transaction:
        database.rollback()


def _user(database: SqliteDatabase, name: str | None) -> UserInfo:
    query = User.select().where(~User.retired).order_by(User.id)
    if name is not None:
        query = query.where(User.name == name)
    for user in query.limit(1).execute(database):
        return UserInfo(user.id, user.name, user.full_name, user.role or "")
    raise NotFoundError(
        f"The register knows no user named “{name}”. Nothing was opened; "
        "ask whoever keeps the register to add you."
    )

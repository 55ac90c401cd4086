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
from typing import TYPE_CHECKING

from models import opening
from models.errors import NotFoundError, RegisterError
from models.rules import vocabularies
from models.rules.working_days import DEFAULT_NATION

# What writes (peewee, the schema, the change path) takes as long to read as a window to draw, so
# the first change reads it and a start does not.
if TYPE_CHECKING:
    from peewee import SqliteDatabase

    from models.change import Change, Changed

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

    def __init__(self, path: Path, connection: sqlite3.Connection, user: UserInfo) -> None:
        self.path = path
        self.user = user
        self._held = connection
        self._writer: SqliteDatabase | None = None
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
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
        nation: str = DEFAULT_NATION,
        full_name: str = "",
        role: str = "administrator",
        today: datetime.date | None = None,
    ) -> Register:
        """Make a new register at ``path`` with its first user and open it.

        ``today`` makes it a demonstration register whose calendar stands still.

        :raises RegisterError: the file exists already, or cannot be written.
        """
        from models import migrating
        from models.schema import Setting, User

        path = Path(path)
        settings = {"force": force, "nation": nation}
        if today is not None:
            settings["today"] = today.isoformat()
        with opening.under_a_temporary_name(path) as temporary:
            migrating.make(temporary)
            who = UserInfo(0, user, full_name or user, role)
            register = cls(temporary, opening.connect(temporary), who)
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
        connection = opening.connect(path)
        try:
            with opening.errors_as_sentences(path):
                if not opening.is_current(path, connection):
                    from models import migrating

                    migrating.bring_up_to_date(path)
                return cls(path, connection, _user(connection, user))
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
        told after the commit, in this thread, of what it did to rows.

        :raises RegisterBusyError: another program kept the register for too long.
        :raises RegisterError: the disk is full, read-only or failing; nothing was written.
        """
        from models.change import Change, read_head
        from models.writing import transaction

        with self._writing, opening.errors_as_sentences(self.path), transaction(self._database):
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
        if changed.tables or changed.case_ids:
            for listener in tuple(self._listeners):
                listener(changed)

    @property
    def _database(self) -> SqliteDatabase:
        from models.writing import connect

        if self._closed:
            raise RegisterError("The register is closed, so nothing was written. Open it again.")
        if self._writer is None:
            self._writer = connect(self.path)
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
                self._idle.pop().close()
            if self._writer is not None:
                self._writer.close()
            self._held.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _user(connection: sqlite3.Connection, name: str | None) -> UserInfo:
    query = "SELECT id, name, full_name, role FROM user WHERE NOT retired"
    known = connection.execute(
        query + (" AND name = ?" if name is not None else "") + " ORDER BY id LIMIT 1",
        (name,) if name is not None else (),
    )
    for row in known:
        return UserInfo(row["id"], row["name"], row["full_name"], row["role"] or "")
    raise NotFoundError(
        f"The register knows no user named “{name}”. Nothing was opened; "
        "ask whoever keeps the register to add you."
    )

"""What other programs write in a register: noticed within a second, and told as any change is."""

from __future__ import annotations

import logging
import threading

from peewee import BaseQuery, fn

from models.change import Changed
from models.errors import ProbityError, RetiredError
from models.queries.showing import showing
from models.register import Register
from models.schema import AuditRecord, Case, Member, Person, Table, User
from models.storage.asking import ask, given, question, unhidden, value
from models.storage.engine import data_version, sqlite3
from models.storage.sqlite.walking import hidden_cases

log = logging.getLogger(__name__)

SECONDS = 1.0

#: Tables of no one case whose rows cases show.
SHOWN: dict[str, type[Table]] = {"person": Person, "member": Member, "user": User}
#: What pages look at anew where a case has gone out of sight, or come into it.
SEEN_ANEW = frozenset({"case", "subject", "complainant", "person", "member"})


def watch(register: Register) -> None:
    """From now on tell its listeners also what other programs write, in a thread of its own."""
    register.be_watched_by(Watcher(register))


@question
def _touched() -> BaseQuery:
    """What the records after ``head`` say was done to rows; looking and printing is nothing."""
    record = AuditRecord
    return record.select(record.id, record.table, record.record_id, record.case_id).where(
        (record.id > given("head"))
        & (record.table != "")
        & record.action.not_in(("consult", "disclose"))
    )


@question
def _head() -> BaseQuery:
    record = unhidden(AuditRecord, "r")
    return record.select(fn.MAX(record.id))


@question
def _newest() -> BaseQuery:
    case = unhidden(Case, "c")
    return case.select(fn.MAX(case.id))


class Watcher:
    """Asks the register once a second whether anything was written, in a thread of its own.

    The question costs a look at shared memory, whatever the register's size; only where the answer
    is yes is the record read from where it was left.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._ended = threading.Event()
        self._version = 0
        self._head = 0
        self._hidden: frozenset[int] = frozenset()
        self._newest = 0  # the last case there was at the last look
        self._ours: list[range] = []
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)

    def start(self, connection: sqlite3.Connection) -> None:
        """Begin from the register as it stands.

        :param connection: one that is used for nothing else, and lives as long as the watcher.
        """
        self._connection = connection
        self._version = self._data_version()
        self._head = self._read_head()
        self._hidden, self._newest = self._sight(connection)
        self._thread.start()

    def stop(self) -> None:
        """End it; returns when its thread uses the register no more."""
        self._ended.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def ours(self, first: int, last: int) -> range:
        """The records from ``first`` to ``last``, about to be committed, are this program's own."""
        found = range(first, last + 1)
        with self._guard:
            self._ours.append(found)
        return found

    def not_ours(self, numbers: range) -> None:
        """They were not committed after all; others may be given their numbers."""
        with self._guard:
            self._ours.remove(numbers)

    def look(self) -> None:
        """Look once, and tell what others have written since the last look."""
        version = self._data_version()
        if version == self._version:
            return
        changed, head = self._since(self._head)
        self._version, self._head = version, head
        if changed.tables:
            self._register.tell(changed)

    def _watch(self) -> None:
        failed = False
        while not self._ended.wait(SECONDS):
            try:
                self.look()
                failed = False
            except RetiredError:
                if not failed:  # told once; whatever is asked from now on is refused
                    self._register.tell(_of_users())
                failed = True
            except (sqlite3.Error, ProbityError) as error:
                if not failed:  # a drive that is away is said to be so by whatever is asked of it
                    log.warning("the register could not be watched: %s", error)
                failed = True

    def _data_version(self) -> int:
        return data_version(self._connection)

    def _read_head(self) -> int:
        return value(self._connection, _head) or 0

    def _sight(self, connection: sqlite3.Connection) -> tuple[frozenset[int], int]:
        """The cases that are hidden from whoever works here, and the newest that there is."""
        newest = value(connection, _newest) or 0
        return hidden_cases(connection, self._register.user.id), newest

    def _since(self, head: int) -> tuple[Changed, int]:
        """What was written after record ``head`` by others than this program, and the new end."""
        tables: set[str] = set()
        case_ids: set[int] = set()
        with self._register.reader() as connection:
            end = value(connection, _head) or 0
            with self._guard:
                own = [numbers for numbers in self._ours if numbers.stop > head]
                self._ours = [numbers for numbers in own if numbers.stop > end + 1]
            for number, table, record_id, case_id in ask(connection, _touched, head=head):
                if any(number in numbers for numbers in own):
                    continue
                tables.add(table)
                if case_id is not None:
                    case_ids.add(case_id)
                elif table in SHOWN:
                    case_ids |= showing(connection, SHOWN[table], record_id)
            hidden, newest = self._sight(connection)
            moved = {one for one in hidden ^ self._hidden if one <= self._newest}
            if moved:  # out of sight or into it, of which the record that is seen says nothing
                case_ids |= moved
                tables |= SEEN_ANEW
            self._hidden, self._newest = hidden, newest
        return Changed(frozenset(case_ids), frozenset(tables)), end


def _of_users() -> Changed:
    """What tells that something was done to who works here."""
    return Changed(frozenset(), frozenset({"user"}))

"""What other programs write in a register: noticed within a second, and told as any change is."""

from __future__ import annotations

import logging
import threading

from models.change import Changed
from models.errors import ProbityError, RetiredError
from models.register import Register
from models.sight import seeing
from models.storage.engine import sqlite3

log = logging.getLogger(__name__)

SECONDS = 1.0

#: What the records after ``?1`` say was done to rows; looking at a case or printing it is nothing.
TOUCHED = """
SELECT id, table_name, record_id, case_id FROM audit_record
WHERE id > ?1 AND table_name <> '' AND action NOT IN ('consult', 'disclose')
"""
#: The cases that show a person, or somebody of the force.
SHOWING = {
    "person": "SELECT s.case_id FROM subject s JOIN member m ON m.id = s.member_id"
    " WHERE m.person_id = ?1 UNION SELECT case_id FROM complainant WHERE person_id = ?1",
    "member": "SELECT case_id FROM subject WHERE member_id = ?1",
    "user": 'SELECT id FROM "case" WHERE owner_id = ?1',
}
#: What pages look at anew where a case has gone out of sight, or come into it.
SEEN_ANEW = frozenset({"case", "subject", "complainant", "person", "member"})


def watch(register: Register) -> None:
    """From now on tell its listeners also what other programs write, in a thread of its own."""
    register.be_watched_by(Watcher(register))


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
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _read_head(self) -> int:
        query = "SELECT COALESCE(MAX(id), 0) FROM main.audit_record"
        return int(self._connection.execute(query).fetchone()[0])

    def _sight(self, connection: sqlite3.Connection) -> tuple[frozenset[int], int]:
        """The cases that are hidden from whoever works here, and the newest that there is."""
        query = 'SELECT COALESCE(MAX(id), 0) FROM main."case"'
        newest = int(connection.execute(query).fetchone()[0])
        return seeing.hidden_cases(connection, self._register.user.id), newest

    def _since(self, head: int) -> tuple[Changed, int]:
        """What was written after record ``head`` by others than this program, and the new end."""
        tables: set[str] = set()
        case_ids: set[int] = set()
        with self._register.reader() as connection:
            query = "SELECT COALESCE(MAX(id), 0) FROM main.audit_record"
            end = int(connection.execute(query).fetchone()[0])
            with self._guard:
                own = [numbers for numbers in self._ours if numbers.stop > head]
                self._ours = [numbers for numbers in own if numbers.stop > end + 1]
            for number, table, record_id, case_id in connection.execute(TOUCHED, (head,)):
                if any(number in numbers for numbers in own):
                    continue
                tables.add(table)
                if case_id is not None:
                    case_ids.add(case_id)
                elif table in SHOWING:
                    found = connection.execute(SHOWING[table], (record_id,))
                    case_ids.update(row[0] for row in found)
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

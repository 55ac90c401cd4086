"""What somebody may not see, and how it is kept from every question they ask.

A restricted case is seen by its owner and by those named on it. Whoever is themselves part of a
case, as its subject, complainant or witness, sees nothing of it, restricted or not, whatever their
role. To them the case does not exist: on each of their reading connections, a view of the same name
stands before every table that says something of a case, and leaves out the rows of what is hidden.
So no question in ``models/queries`` or ``models/exchange`` needs to think of it, and none can
forget it. Somebody known only from hidden cases is hidden with them.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.engine import sqlite3
from models.errors import SignInError

#: Cases that user ``?1`` may not see.
HIDDEN = """
SELECT l.case_id FROM main.case_line l WHERE l.restricted AND l.owner_id IS NOT ?1
   AND NOT EXISTS (SELECT 1 FROM main.case_access a WHERE a.case_id = l.case_id AND a.user_id = ?1)
UNION
SELECT s.case_id FROM main.user u JOIN main.member own ON own.id = u.member_id
    JOIN main.member m ON m.person_id = own.person_id JOIN main.subject s ON s.member_id = m.id
    WHERE u.id = ?1
UNION
SELECT c.case_id FROM main.user u JOIN main.member own ON own.id = u.member_id
    JOIN main.complainant c ON c.person_id = own.person_id WHERE u.id = ?1
"""
#: People who appear in hidden cases and in no other.
UNKNOWN = """
SELECT m.person_id FROM main.subject s JOIN main.member m ON m.id = s.member_id
    WHERE s.case_id IN temp.hidden
UNION
SELECT c.person_id FROM main.complainant c WHERE c.case_id IN temp.hidden
EXCEPT
SELECT m.person_id FROM main.subject s JOIN main.member m ON m.id = s.member_id
    WHERE s.case_id NOT IN temp.hidden
EXCEPT
SELECT c.person_id FROM main.complainant c WHERE c.case_id NOT IN temp.hidden
EXCEPT
SELECT m.person_id FROM main.guidance_issue g JOIN main.member m ON m.id = g.member_id
EXCEPT
SELECT m.person_id FROM main.user u JOIN main.member m ON m.id = u.member_id
"""
#: Tables whose rows are hidden by something else than a column ``case_id``.
OTHERWISE = {
    "case": "id NOT IN temp.hidden",
    "case_link": "case_id NOT IN temp.hidden AND other_id NOT IN temp.hidden",
    "search_entry": "id / 1000000 NOT IN temp.hidden",
    "allegation_factor": "allegation_id NOT IN"
    " (SELECT id FROM main.allegation WHERE case_id IN temp.hidden)",
    "exhibit_file": "id NOT IN (SELECT file_id FROM main.exhibit WHERE case_id IN temp.hidden)",
    "exhibit_chunk": "file_id NOT IN"
    " (SELECT file_id FROM main.exhibit WHERE case_id IN temp.hidden)",
    "person": "id NOT IN temp.unknown",
    "member": "person_id NOT IN temp.unknown",
    "posting": "member_id NOT IN (SELECT id FROM main.member WHERE person_id IN temp.unknown)",
    "person_merge": "kept_id NOT IN temp.unknown AND gone_id NOT IN temp.unknown",
    "alert_review": "person_id NOT IN temp.unknown AND NOT EXISTS (SELECT 1 FROM temp.hidden h"
    " WHERE instr(' ' || cases || ' ', ' ' || h.id || ' '))",
    "audit_record": "(case_id IS NULL OR case_id NOT IN temp.hidden)"
    " AND (table_name <> 'person' OR record_id NOT IN temp.unknown)"
    " AND (table_name <> 'member' OR record_id NOT IN"
    " (SELECT id FROM main.member WHERE person_id IN temp.unknown))",
}


@dataclass
class Sight:
    """How far one reading connection sees; kept with it from question to question."""

    version: int = -1
    shaded: bool = False

    def begin(self, connection: sqlite3.Connection, user_id: int) -> None:
        """Begin a transaction of ``connection`` without what is hidden from this user now.

        :raises SignInError: the user has been retired meanwhile.
        """
        while True:
            connection.execute("BEGIN")
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self.version:
                return
            self._look(connection, user_id)
            # Kept before the question begins: what ends the question would undo the views too, and
            # the next one would see everything.
            connection.execute("COMMIT")
            self.version = version

    def _look(self, connection: sqlite3.Connection, user_id: int) -> None:
        row = connection.execute(
            "SELECT retired FROM main.user WHERE id = ?", (user_id,)
        ).fetchone()
        if row is None or row[0]:
            raise SignInError("You no longer work in this register. Sign in as somebody who does.")
        found = connection.execute(HIDDEN, (user_id,)).fetchall()
        if found or self.shaded:
            self._hide(connection, [row[0] for row in found])

    def _hide(self, connection: sqlite3.Connection, case_ids: list[int]) -> None:
        connection.execute("PRAGMA query_only = 0")  # the file itself is open for reading only
        try:
            if not self.shaded:
                connection.execute("CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)")
                connection.execute("CREATE TEMP TABLE unknown (id INTEGER PRIMARY KEY)")
            connection.execute("DELETE FROM temp.hidden")
            connection.execute("DELETE FROM temp.unknown")
            connection.executemany(
                "INSERT INTO temp.hidden VALUES (?)", [(case_id,) for case_id in case_ids]
            )
            connection.execute(f"INSERT INTO temp.unknown {UNKNOWN}")
            if not self.shaded:
                for table, condition in _views(connection):
                    connection.execute(
                        f'CREATE TEMP VIEW "{table}" AS SELECT * FROM main."{table}"'
                        f" WHERE {condition}"
                    )
            self.shaded = True
        finally:
            connection.execute("PRAGMA query_only = 1")


def hidden_cases(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """The ids of the cases that this user may not see."""
    return frozenset(row[0] for row in connection.execute(HIDDEN, (user_id,)))


def _views(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The tables to stand before, each with the condition on a row that is seen."""
    found = []
    names = "SELECT name FROM main.sqlite_master WHERE type = 'table'"
    for (table,) in connection.execute(names).fetchall():
        columns = {row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')}
        if table in OTHERWISE:
            found.append((table, OTHERWISE[table]))
        elif "case_id" in columns:
            found.append((table, "case_id NOT IN temp.hidden"))
    return found

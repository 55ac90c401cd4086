"""What somebody may not see, and how it is kept from every question they ask.

A restricted case is seen by its owner and by those named on it. Whoever is themselves part of a
case, as its subject, complainant or witness, sees nothing of it, restricted or not, whatever their
role. Cases that are consolidated are one matter: whoever may not see one of them sees none.

To them the case does not exist: on each of their reading connections, a view of the same name
stands before every table that says something of a case, and leaves out the rows of what is hidden.
So no question in ``models/queries`` or ``models/exchange`` needs to think of it, and none can
forget it. Somebody known only from hidden cases is hidden with them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from models.errors import RetiredError
from models.storage.engine import sqlite3

GONE = "You no longer work in this register. Sign in as somebody who does."

# CROSS JOIN below has SQLite keep the order that is written: it begins with what is few.

#: Every record of the person who is user ``?1``: that of their membership, of whoever bears its
#: number, and those merged with these.
_OWN = """
WITH RECURSIVE own(id) AS (
    SELECT m.person_id FROM main.user u JOIN main.member m ON m.id = u.member_id WHERE u.id = ?1
    UNION SELECT n.person_id FROM main.user u JOIN main.member m ON m.id = u.member_id
        JOIN main.member n ON n.number = m.number WHERE u.id = ?1 AND m.number <> ''
    UNION SELECT p.merged_into_id FROM own CROSS JOIN main.person p ON p.id = own.id
        WHERE p.merged_into_id IS NOT NULL
    UNION SELECT p.id FROM own CROSS JOIN main.person p ON p.merged_into_id = own.id
)"""
#: The cases that they may not see.
_HIDDEN = f"""{_OWN}, hidden(id) AS (
    SELECT l.case_id FROM main.case_line l WHERE l.restricted = 1 AND l.owner_id IS NOT ?1
        AND NOT EXISTS (SELECT 1 FROM main.case_access a
                        WHERE a.case_id = l.case_id AND a.user_id = ?1)
    UNION SELECT s.case_id FROM own CROSS JOIN main.member m ON m.person_id = own.id
        CROSS JOIN main.subject s ON s.member_id = m.id
    UNION SELECT c.case_id FROM own CROSS JOIN main.complainant c ON c.person_id = own.id
    UNION SELECT k.other_id FROM hidden CROSS JOIN main.case_link k ON k.case_id = hidden.id
        WHERE k.kind = 'consolidated'
    UNION SELECT k.case_id FROM hidden CROSS JOIN main.case_link k ON k.other_id = hidden.id
        WHERE k.kind = 'consolidated'
)"""
HIDDEN = f"{_HIDDEN} SELECT id FROM hidden"
#: Whether they play a part in case ``?2``.
TAKES_PART = f"""{_OWN}
SELECT EXISTS (SELECT 1 FROM main.subject s JOIN main.member m ON m.id = s.member_id
               WHERE s.case_id = ?2 AND m.person_id IN (SELECT id FROM own))
    OR EXISTS (SELECT 1 FROM main.complainant c
               WHERE c.case_id = ?2 AND c.person_id IN (SELECT id FROM own))
"""


def _said(table: str, column: str, when: str) -> str:
    """What the record of hidden cases says stood in a column of a table, before or after."""
    value = f"CASE WHEN json_valid(a.entry) THEN json_extract(a.entry, '$.{when}.{column}') END"
    return (
        f"SELECT {value} AS id FROM hidden CROSS JOIN main.audit_record a"
        " INDEXED BY audit_record_case_id"
        f" ON a.case_id = hidden.id WHERE a.table_name = '{table}'"
        " AND a.action <> 'collect'"
    )


#: People who appear in hidden cases, or once did, and in nothing that is seen; with those merged.
UNKNOWN = f"""{_HIDDEN}, met(id) AS (
    SELECT m.person_id FROM hidden CROSS JOIN main.subject s ON s.case_id = hidden.id
        CROSS JOIN main.member m ON m.id = s.member_id
    UNION SELECT c.person_id FROM hidden CROSS JOIN main.complainant c ON c.case_id = hidden.id
    UNION SELECT m.person_id FROM ({_said("subject", "member_id", "before")}) e
        CROSS JOIN main.member m ON m.id = e.id
    UNION SELECT e.id FROM ({_said("complainant", "person_id", "before")}) e WHERE e.id IS NOT NULL
    UNION SELECT p.id FROM met CROSS JOIN main.person p ON p.merged_into_id = met.id
    UNION SELECT p.merged_into_id FROM met CROSS JOIN main.person p ON p.id = met.id
        WHERE p.merged_into_id IS NOT NULL
)
SELECT met.id FROM met
WHERE NOT EXISTS (SELECT 1 FROM main.member m JOIN main.subject s ON s.member_id = m.id
        WHERE m.person_id = met.id AND s.case_id NOT IN (SELECT id FROM hidden))
    AND NOT EXISTS (SELECT 1 FROM main.complainant c
        WHERE c.person_id = met.id AND c.case_id NOT IN (SELECT id FROM hidden))
    AND NOT EXISTS (SELECT 1 FROM main.member m JOIN main.guidance_issue g ON g.member_id = m.id
        WHERE m.person_id = met.id)
    AND NOT EXISTS (SELECT 1 FROM main.member m JOIN main.user u ON u.member_id = m.id
        WHERE m.person_id = met.id)
"""
#: Search entries of cases that are seen, about links to hidden ones.
UNSAID = """
SELECT e.id FROM main.case_link k
JOIN main.search_entry e ON e.source = 'case_link' AND e.source_id = k.id
WHERE k.other_id IN temp.hidden
"""
_UNKNOWN_MEMBERS = "(SELECT id FROM main.member WHERE person_id IN temp.unknown)"
_HIDDEN_FILES = (
    "(SELECT file_id FROM main.exhibit WHERE case_id IN temp.hidden"
    " UNION ALL SELECT file_id FROM main.letter WHERE case_id IN temp.hidden)"
)
_LINKED = ", ".join(
    f"CASE WHEN json_valid(entry) THEN json_extract(entry, '$.{when}.other_id') END"
    for when in ("before", "after")
)
_LINKED += ", CASE WHEN json_valid(entry) THEN json_extract(entry, '$.other_id') END"
_GONE = "CASE WHEN json_valid(entry) THEN json_extract(entry, '$.gone') END"
_WHOSE = "CASE WHEN json_valid(entry) THEN json_extract(entry, '$.before.person_id') END"
_MERGES = "kept_id NOT IN temp.unknown AND gone_id NOT IN temp.unknown"
_REVIEWS = (
    "person_id NOT IN temp.unknown AND NOT EXISTS (SELECT 1 FROM temp.hidden h"
    " WHERE instr(' ' || cases || ' ', ' ' || h.id || ' '))"
)
#: An answer is made of all the cases that it counted.
_ANSWERS = (
    "NOT EXISTS (SELECT 1 FROM temp.hidden h WHERE instr(' ' || cases || ' ', ' ' || h.id || ' '))"
)
#: Tables whose rows are hidden by something else than a column ``case_id``.
OTHERWISE = {
    "case": "id NOT IN temp.hidden",
    "case_link": "case_id NOT IN temp.hidden AND other_id NOT IN temp.hidden",
    "search_entry": "id / 1000000 NOT IN temp.hidden AND id NOT IN temp.unsaid",
    "search": "rowid / 1000000 NOT IN temp.hidden AND rowid NOT IN temp.unsaid",
    "allegation_factor": "allegation_id NOT IN"
    " (SELECT id FROM main.allegation WHERE case_id IN temp.hidden)",
    "exhibit_file": f"id NOT IN {_HIDDEN_FILES}",
    "exhibit_chunk": f"file_id NOT IN {_HIDDEN_FILES}",
    "person": "id NOT IN temp.unknown",
    "member": "person_id NOT IN temp.unknown",
    "posting": f"member_id NOT IN {_UNKNOWN_MEMBERS}",
    "person_merge": _MERGES,
    "alert_review": _REVIEWS,
    "publication": _ANSWERS,
    "person_origin": "person_id NOT IN temp.unknown",
    "audit_record": "(case_id IS NULL OR case_id NOT IN temp.hidden) AND CASE table_name"
    " WHEN 'person' THEN record_id NOT IN temp.unknown"
    f" AND COALESCE({_GONE}, 0) NOT IN temp.unknown"
    f" WHEN 'member' THEN record_id NOT IN {_UNKNOWN_MEMBERS}"
    f" AND COALESCE({_WHOSE}, 0) NOT IN temp.unknown"
    " WHEN 'posting' THEN record_id NOT IN"
    f" (SELECT id FROM main.posting WHERE member_id IN {_UNKNOWN_MEMBERS})"
    " WHEN 'person_merge' THEN record_id NOT IN"
    f" (SELECT id FROM main.person_merge WHERE NOT ({_MERGES}))"
    " WHEN 'alert_review' THEN record_id NOT IN"
    f" (SELECT id FROM main.alert_review WHERE NOT ({_REVIEWS}))"
    " WHEN 'publication' THEN record_id NOT IN"
    f" (SELECT id FROM main.publication WHERE NOT ({_ANSWERS}))"
    " WHEN 'person_origin' THEN record_id NOT IN"
    " (SELECT id FROM main.person_origin WHERE person_id IN temp.unknown)"
    " WHEN 'case_link' THEN"
    f" NOT EXISTS (SELECT 1 FROM temp.hidden h WHERE h.id IN ({_LINKED})) ELSE 1 END",
}
#: Tables that say nothing of any one case.
OF_NO_CASE = frozenset(
    {
        *("user", "setting", "reference_counter", "void_reference", "schema_migration"),
        *("guidance_document", "guidance_version", "guidance_clause", "guidance_issue"),
        *("import_mapping", "import_run", "force_figure", "letter_template"),
    }
)
#: What a view shows instead of every column: the index has one by its own name, to be matched.
_COLUMNS = {"search": "rowid, words, search"}


@dataclass
class Sight:
    """How far one reading connection sees; kept with it from question to question."""

    user_id: int = 0
    version: int = -1
    shaded: bool = False

    def begin(self, connection: sqlite3.Connection, user_id: int) -> None:
        """Begin a question: a transaction in which is hidden what is hidden now from this user.

        What hides it is committed before the question begins, for this ends by being rolled back.

        :raises RetiredError: the user no longer works here.
        """
        while True:
            connection.execute("BEGIN")
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if (user_id, version) == (self.user_id, self.version):
                return
            self._look(connection, user_id)
            connection.execute("COMMIT")
            self.user_id, self.version = user_id, version

    def _look(self, connection: sqlite3.Connection, user_id: int) -> None:
        query = "SELECT retired FROM main.user WHERE id = ?"
        row = connection.execute(query, (user_id,)).fetchone()
        if row is None or row[0]:
            raise RetiredError(GONE)
        hidden = hidden_cases(connection, user_id)
        if hidden or self.shaded:
            people = hidden_people(connection, user_id) if hidden else frozenset[int]()
            self._hide(connection, hidden, people)

    def _hide(
        self, connection: sqlite3.Connection, cases: frozenset[int], people: frozenset[int]
    ) -> None:
        connection.execute("PRAGMA query_only = 0")  # the file itself is open for reading only
        try:
            for name in () if self.shaded else ("hidden", "unknown", "unsaid"):
                connection.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY)")
            for name, ids in (("hidden", cases), ("unknown", people)):
                connection.execute(f"DELETE FROM temp.{name}")
                rows = [(one,) for one in ids]
                connection.executemany(f"INSERT INTO temp.{name} VALUES (?)", rows)
            connection.execute("DELETE FROM temp.unsaid")
            connection.execute(f"INSERT INTO temp.unsaid {UNSAID}")
            for table, condition in () if self.shaded else views(connection):
                connection.execute(
                    f'CREATE TEMP VIEW "{table}" AS SELECT {_COLUMNS.get(table, "*")}'
                    f' FROM main."{table}" WHERE {condition}'
                )
            self.shaded = True
        finally:
            connection.execute("PRAGMA query_only = 1")


def hidden_cases(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """The ids of the cases that this user may not see."""
    return frozenset(row[0] for row in connection.execute(HIDDEN, (user_id,)))


def hidden_people(connection: sqlite3.Connection, user_id: int) -> frozenset[int]:
    """The ids of the people whom this user does not know of: they are in hidden cases alone."""
    unseen = {row[0] for row in connection.execute(UNKNOWN, (user_id,))}
    hidden = hidden_cases(connection, user_id)
    query = "SELECT kept_id, moved FROM main.person_merge WHERE gone_id = ? AND undone IS NULL"
    freed = {0}
    while freed:  # a record that was merged into one that is seen, unless it came from hidden cases
        freed = {
            gone_id
            for gone_id in unseen
            for kept_id, moved in connection.execute(query, (gone_id,)).fetchall()
            if kept_id not in unseen and not _cases_of(connection, moved) <= hidden
        }
        unseen -= freed
    return frozenset(unseen)


def _cases_of(connection: sqlite3.Connection, moved: str) -> set[int]:
    """The cases in which a merged record played a part; 0, the open air, where it was in none."""
    found = set()
    for table, row_id, column, *_ in json.loads(moved or "[]"):
        if table in ("subject", "complainant") or (table, column) == ("member", "person_id"):
            by = "subject WHERE member_id" if table == "member" else f"{table} WHERE id"
            query = f"SELECT case_id FROM main.{by} = ?"
            found |= {row[0] for row in connection.execute(query, (row_id,))}
    return found or {0}


def own_people(
    connection: sqlite3.Connection, user_id: int
) -> tuple[frozenset[int], frozenset[str]]:
    """Every record of the person who is this user, and the number of their membership."""
    people = frozenset(
        row[0] for row in connection.execute(f"{_OWN} SELECT id FROM own", (user_id,))
    )
    query = (
        "SELECT m.number FROM main.user u JOIN main.member m ON m.id = u.member_id"
        " WHERE u.id = ? AND m.number <> ''"
    )
    return people, frozenset(row[0] for row in connection.execute(query, (user_id,)))


def takes_part(connection: sqlite3.Connection, user_id: int, case_id: int) -> bool:
    """Whether a user is themselves subject, complainant or witness of a case."""
    return bool(connection.execute(TAKES_PART, (user_id, case_id)).fetchone()[0])


def views(connection: sqlite3.Connection) -> list[tuple[str, str]]:
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


def sees_all(connection: sqlite3.Connection) -> bool:
    """Whether nothing is hidden on this connection."""
    shaded = "SELECT 1 FROM sqlite_temp_master WHERE name = 'hidden'"
    if connection.execute(shaded).fetchone() is None:
        return True
    return connection.execute("SELECT 1 FROM temp.hidden LIMIT 1").fetchone() is None

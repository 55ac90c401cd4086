"""How a reading connection is kept from rows: a view stands before every table that has some.

A view is a temporary one by the table's own name, so that it is found first wherever a question
names the table without saying ``main``. What it leaves out is listed in temporary tables:
``hidden`` (cases), ``unknown`` (people) and ``unsaid`` (search entries). Who may see what is
decided in :mod:`models.sight.seeing`.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.storage.engine import sqlite3
from models.storage.sqlite.searching import ENTRIES_PER_CASE

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
    "search_entry": f"id / {ENTRIES_PER_CASE} NOT IN temp.hidden AND id NOT IN temp.unsaid",
    "search": f"rowid / {ENTRIES_PER_CASE} NOT IN temp.hidden AND rowid NOT IN temp.unsaid",
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


def hide(
    connection: sqlite3.Connection, cases: Iterable[int], people: Iterable[int], *, again: bool
) -> None:
    """Hide cases and people, and nothing else, from what is asked on a connection from now on.

    :param again: whether something was hidden on it before, so that its views stand.
    """
    connection.execute("PRAGMA query_only = 0")  # the file itself is open for reading only
    try:
        for name in () if again else ("hidden", "unknown", "unsaid"):
            connection.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY)")
        for name, ids in (("hidden", cases), ("unknown", people)):
            connection.execute(f"DELETE FROM temp.{name}")
            rows = [(one,) for one in ids]
            connection.executemany(f"INSERT INTO temp.{name} VALUES (?)", rows)
        connection.execute("DELETE FROM temp.unsaid")
        connection.execute(f"INSERT INTO temp.unsaid {UNSAID}")
        for table, condition in () if again else views(connection):
            connection.execute(
                f'CREATE TEMP VIEW "{table}" AS SELECT {_COLUMNS.get(table, "*")}'
                f' FROM main."{table}" WHERE {condition}'
            )
    finally:
        connection.execute("PRAGMA query_only = 1")


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

"""Checking a register: what was looked at, how much of it, and what does not hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from models import audit, derive
from models.errors import ProbityError
from models.exchange.exhibit_files import verify
from models.queries import guidance
from models.queries.exhibits import exhibit

#: A check says at most so many problems of one kind.
MOST = 20


@dataclass(frozen=True)
class Check:
    """One thing that was checked: ``counted`` of ``what``, and the problems found."""

    name: str
    counted: int
    what: str
    problems: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """For ``check --json``."""
        return {
            "check": self.name,
            "counted": self.counted,
            "what": self.what,
            "problems": self.problems,
        }


def check(
    connection: sqlite3.Connection, progress: Callable[[str], None] | None = None
) -> list[Check]:
    """Check the whole register, reading only."""
    found = []
    for look in (
        _file,
        _foreign_keys,
        _references,
        _lines,
        _clocks,
        _search,
        _exhibits,
        _guidance,
        _audit,
    ):
        if progress is not None:
            progress((look.__doc__ or "").rstrip("."))
        found.append(look(connection))
    return found


def _file(connection: sqlite3.Connection) -> Check:
    """The file itself."""
    said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST})")]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    problems = [] if said == ["ok"] else [f"SQLite says: {text}" for text in said]
    return Check("File", pages, "pages", problems)


def _foreign_keys(connection: sqlite3.Connection) -> Check:
    """Every row points at rows that are there."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST)
    problems = [
        f"Row {row[1]} of {row[0]} points at a row of {row[2]} that is not there." for row in rows
    ]
    tables = connection.execute(
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES%'"
    ).fetchone()[0]
    return Check("Foreign keys", tables, "tables", problems)


def _references(connection: sqlite3.Connection) -> Check:
    """References are given once, without gaps."""
    problems = []
    counters = dict(connection.execute("SELECT year, last FROM reference_counter").fetchall())
    seen: dict[int, int] = {}
    total = 0
    query = 'SELECT reference, year, number FROM "case" ORDER BY year, number'
    for reference, year, number in connection.execute(query):
        total += 1
        expected = seen.get(year, 0) + 1
        if number != expected:
            problems.append(f"{reference} follows number {expected - 1} of {year}: a gap.")
        if reference != f"PS/{year}/{number:05d}":
            problems.append(f"{reference} should be PS/{year}/{number:05d}.")
        seen[year] = number
    for year in sorted(counters.keys() | seen.keys()):
        if counters.get(year, 0) != seen.get(year, 0):
            problems.append(
                f"{year} has given {counters.get(year, 0)} references, "
                f"but the last one in use is {seen.get(year, 0)}."
            )
    return Check("References", total, "cases", problems[:MOST])


def _lines(connection: sqlite3.Connection) -> Check:
    """The case list says what the cases say."""
    problems = []
    ids = [row[0] for row in connection.execute('SELECT id FROM "case" ORDER BY id')]
    for case_id in ids:
        row = connection.execute("SELECT * FROM case_line WHERE case_id = ?", (case_id,)).fetchone()
        if row is None or dict(row) != derive.line_of(connection, case_id):
            problems.append(f"The list's line of case {case_id} differs from the case.")
    extra = connection.execute(
        'SELECT COUNT(*) FROM case_line WHERE case_id NOT IN (SELECT id FROM "case")'
    ).fetchone()[0]
    if extra:
        problems.append(f"The list has {extra} lines of cases that are not there.")
    return Check("Case list", len(ids), "lines", problems[:MOST])


def _clocks(connection: sqlite3.Connection) -> Check:
    """The clocks say what the cases and the rules say."""
    problems = []
    total = 0
    for (case_id,) in connection.execute('SELECT id FROM "case" ORDER BY id').fetchall():
        query = (
            "SELECT case_id, clock, about, words, started, due, state FROM case_clock"
            " WHERE case_id = ? ORDER BY id"
        )
        found = [tuple(row) for row in connection.execute(query, (case_id,))]
        total += len(found)
        if found != derive.clock_rows(connection, case_id):
            problems.append(f"The clocks of case {case_id} differ from the case.")
    return Check("Clocks", total, "clocks", problems[:MOST])


def _search(connection: sqlite3.Connection) -> Check:
    """The search index knows every word."""
    problems = []
    total = 0
    for (case_id,) in connection.execute('SELECT id FROM "case" ORDER BY id').fetchall():
        first = case_id * derive.ENTRIES_PER_CASE
        found = {
            (row[0], row[1]): row[2]
            for row in connection.execute(
                "SELECT source, source_id, words FROM search_entry WHERE id BETWEEN ? AND ?",
                (first, first + derive.ENTRIES_PER_CASE - 1),
            )
        }
        total += len(found)
        if found != derive.search_rows(connection, case_id):
            problems.append(f"The search entries of case {case_id} differ from the case.")
    stored = connection.execute("SELECT COUNT(*) FROM search_entry").fetchone()[0]
    if stored != total:
        problems.append(f"{stored - total} search entries belong to no case.")
    indexed = connection.execute("SELECT COUNT(*) FROM search_docsize").fetchone()[0]
    if indexed != stored:
        problems.append(f"The index holds {indexed} entries where {stored} are stored.")
    return Check("Search index", total, "entries", problems[:MOST])


def _exhibits(connection: sqlite3.Connection) -> Check:
    """Every exhibit is what was stored."""
    problems = []
    ids = [row[0] for row in connection.execute("SELECT id FROM exhibit ORDER BY id")]
    for exhibit_id in ids:
        row = exhibit(connection, exhibit_id)
        try:
            verify(connection, row)
        except ProbityError:
            problems.append(f"Exhibit {row.mark} of case {row.case_id} is not as it was stored.")
    return Check("Exhibits", len(ids), "files", problems[:MOST])


def _guidance(connection: sqlite3.Connection) -> Check:
    """Guidance holds on its days, is acknowledged after it was given, and its files are whole."""
    versions = guidance.versions(connection)
    problems = [
        f"{one.called} and version {other.name} hold on the same day."
        for one, other in pairwise(versions)
        if one.document_id == other.document_id and other.starts and one.holds_on(other.starts)
    ]
    query = "SELECT id FROM guidance_issue WHERE given IS NULL OR acknowledged < given ORDER BY id"
    problems += [
        f"Guidance given to a member (row {row[0]}) has its days out of order."
        for row in connection.execute(query)
    ]
    query = (
        "SELECT a.id, a.case_id FROM allegation a LEFT JOIN guidance_clause c"
        " ON c.id = a.guidance_clause_id WHERE a.guidance_clause_id IS NOT NULL"
        " AND c.guidance_id IS NOT a.guidance_version_id ORDER BY a.id"
    )
    problems += [
        f"Allegation {row[0]} of case {row[1]} names a clause of another version."
        for row in connection.execute(query)
    ]
    query = "SELECT id FROM guidance_version WHERE file_id IS NOT NULL ORDER BY id"
    for (version_id,) in connection.execute(query).fetchall():
        try:
            verify(connection, guidance.kept_file(connection, version_id))
        except ProbityError:
            problems.append(f"The file of guidance version {version_id} is not as it was stored.")
    return Check("Guidance", len(versions), "versions", problems[:MOST])


def _audit(connection: sqlite3.Connection) -> Check:
    """The audit record is whole and unchanged."""
    total = connection.execute("SELECT COUNT(*) FROM audit_record").fetchone()[0]
    return Check("Audit record", total, "records", audit.verify(connection)[:MOST])

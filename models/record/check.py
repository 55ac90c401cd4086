"""Checking a register: what was looked at, how much of it, and what does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from models.errors import ProbityError
from models.queries.cases import derive
from models.queries.cases.exhibits import exhibit
from models.queries.cases.letters import letters, templates
from models.queries.cases.origins import record_hash
from models.queries.people import guidance
from models.record.checkpoint import Checkpoint, compare
from models.record.examining import examine
from models.rules.references import reference_of
from models.schema.of_cases import tables_of_cases, words
from models.sight.seeing import sees_all
from models.storage.engine import sqlite3
from models.storage.stored_files import verify

T = TypeVar("T")
#: A check says at most so many problems of one kind.
MOST = 20
#: Of the audit record every one is named, those that follow one another together.
MOST_OF_RECORD = 1000


@dataclass(frozen=True)
class Check:
    """One thing that was checked: ``counted`` of ``what``, and the problems found.

    :ivar notes: what is in order and worth saying.
    """

    name: str
    counted: int
    what: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def words(self) -> str:
        """In a line: ``References: 270 cases, in order``."""
        return f"{self.name}: {self.how_many()}, {self.verdict()}"

    def how_many(self) -> str:
        """What was looked at: ``270 cases``, ``1 entry``."""
        one = {"entries": "entry"}.get(self.what, self.what.removesuffix("s"))
        return f"{self.counted:,} {one if self.counted == 1 else self.what}"

    def verdict(self) -> str:
        """In a few words: ``in order``, or how many problems were found."""
        if not self.problems:
            return "in order"
        return f"{len(self.problems)} problem{'s' * (len(self.problems) != 1)}"

    def to_dict(self) -> dict[str, Any]:
        """For ``check --json``."""
        return {
            "check": self.name,
            "counted": self.counted,
            "what": self.what,
            "problems": self.problems,
            "notes": self.notes,
        }


@dataclass
class Watch:
    """Who follows a check: told what is looked at and how far that is; may raise to stop it."""

    progress: Callable[[str, int, int], None] = lambda _what, _done, _total: None
    stop: Callable[[], None] = lambda: None
    looking_at: str = ""

    def step(self, done: int = 0, total: int = 0) -> None:
        """So many of so many (0: not known how many)."""
        self.stop()
        self.progress(self.looking_at, done, total)

    def each(self, rows: list[T]) -> Iterator[T]:
        """Every one of ``rows``, told now and then."""
        for done, one in enumerate(rows):
            if done % 20 == 0:
                self.step(done, len(rows))
            yield one


def check(connection: sqlite3.Connection, watch: Watch | None = None) -> list[Check]:
    """Check the whole register, reading only."""
    found = []
    watch = watch or Watch()
    for look in (
        _file,
        _foreign_keys,
        _references,
        _lines,
        _clocks,
        _search,
        _exhibits,
        _letters,
        _guidance,
        _anonymised,
        _elsewhere,
        _audit,
    ):
        watch.looking_at = (look.__doc__ or "").rstrip(".")
        watch.step()
        try:
            found.append(look(connection, watch))
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            # A value that is none: written past the program, or damaged before it was encrypted.
            problem = f"This could not be checked: a row holds what it cannot ({error!r:.80})."
            found.append(Check(watch.looking_at, 0, "rows", [problem]))
    return found


def _file(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """The file itself."""
    # The index forgets what it knew of its own shape when it is asked something; else a connection
    # that checked before would look for parts that have been merged since, and call them missing.
    with suppress(sqlite3.DatabaseError):  # if it is damaged, that is said below
        connection.execute("SELECT 1 FROM main.search LIMIT 1").fetchone()
    said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST})")]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    problems = [] if said == ["ok"] else [f"SQLite says: {text}" for text in said]
    return Check("File", pages, "pages", problems)


def _foreign_keys(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """Every row points at rows that are there."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST)
    named = sees_all(connection)  # else the row may be of a case that is not to be told of
    problems = [
        f"{f'Row {row[1]}' if named else 'A row'} of {row[0]} points at a row of {row[2]} that is"
        " not there."
        for row in rows
    ]
    tables = connection.execute(
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES%'"
    ).fetchone()[0]
    return Check("Foreign keys", tables, "tables", problems)


def _references(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """References are given once, without gaps."""
    problems = []
    given = {
        (row[0], row[1]): row[2]
        for row in connection.execute("SELECT series, year, last FROM reference_counter")
    }
    used: dict[tuple[str, int], set[int]] = {}
    query = 'SELECT reference, series, year, number FROM "case" ORDER BY series, year, number'
    found = connection.execute(query).fetchall()
    for reference, series, year, number in found:
        wanted = reference_of(series, year, number)
        if reference != wanted:
            problems.append(f"{reference} should be {wanted}.")
    # Numbers of hidden cases count too: none of them is a gap, and none is named.
    every = (
        'SELECT series, year, number FROM main."case"'
        " UNION ALL SELECT series, year, number FROM main.void_reference"
    )
    for series, year, number in connection.execute(every):
        used.setdefault((series, year), set()).add(number)
    for series, year in sorted(given.keys() | used.keys()):
        if series and not sees_all(connection):
            continue  # how many restricted cases there are is not for everybody
        last, numbers = given.get((series, year), 0), used.get((series, year), set())
        called = " ".join(filter(None, (series, str(year))))
        highest = max(numbers, default=0)
        problems += [
            f"Number {number} of {called} is in no case: a gap."
            for number in sorted(set(range(1, highest + 1)) - numbers)[:MOST]
        ]
        if highest != last:
            problems.append(
                f"{called} has given {last} references, but the last one in use is {highest}."
            )
    total = len(found)
    return Check("References", total, "cases", problems[:MOST])


def _lines(connection: sqlite3.Connection, watch: Watch) -> Check:
    """The case list says what the cases say."""
    problems = []
    found = _cases(connection)
    for case_id, reference in watch.each(found):
        row = connection.execute("SELECT * FROM case_line WHERE case_id = ?", (case_id,)).fetchone()
        if row is None or dict(row) != derive.line_of(connection, case_id):
            problems.append(f"The list's line of {reference} differs from the case.")
    extra = connection.execute(
        'SELECT COUNT(*) FROM case_line WHERE case_id NOT IN (SELECT id FROM "case")'
    ).fetchone()[0]
    if extra:
        problems.append(f"The list has {extra} lines of cases that are not there.")
    return Check("Case list", len(found), "lines", problems[:MOST])


def _clocks(connection: sqlite3.Connection, watch: Watch) -> Check:
    """The clocks say what the cases and the rules say."""
    problems = []
    total = 0
    for case_id, reference in watch.each(_cases(connection)):
        query = (
            "SELECT case_id, clock, about, words, started, due, state FROM case_clock"
            " WHERE case_id = ? ORDER BY id"
        )
        found = [tuple(row) for row in connection.execute(query, (case_id,))]
        total += len(found)
        if found != derive.clock_rows(connection, case_id):
            problems.append(f"The clocks of {reference} differ from the case.")
    return Check("Clocks", total, "clocks", problems[:MOST])


def _search(connection: sqlite3.Connection, watch: Watch) -> Check:
    """The search index knows every word."""
    problems = []
    total = 0
    for case_id, reference in watch.each(_cases(connection)):
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
            problems.append(f"The search entries of {reference} differ from the case.")
    stored = connection.execute("SELECT COUNT(*) FROM search_entry").fetchone()[0]
    if stored != total:
        problems.append(f"{stored - total} search entries belong to no case.")
    stored = connection.execute("SELECT COUNT(*) FROM main.search_entry").fetchone()[0]
    indexed = connection.execute("SELECT COUNT(*) FROM search_docsize").fetchone()[0]
    if indexed != stored:
        problems.append(f"The index holds {indexed} entries where {stored} are stored.")
    return Check("Search index", total, "entries", problems[:MOST])


def _exhibits(connection: sqlite3.Connection, watch: Watch) -> Check:
    """Every exhibit is what was stored."""
    problems = []
    query = (
        'SELECT e.id, c.reference FROM exhibit e JOIN "case" c ON c.id = e.case_id ORDER BY e.id'
    )
    found = connection.execute(query).fetchall()
    for exhibit_id, reference in watch.each(found):
        row = exhibit(connection, exhibit_id)
        try:
            verify(connection, row, check=watch.stop)
        except ProbityError:
            problems.append(f"Exhibit {row.mark} of {reference} is not as it was stored.")
    return Check("Exhibits", len(found), "files", problems[:MOST])


def _letters(connection: sqlite3.Connection, watch: Watch) -> Check:
    """Every letter and every template of one is what was kept."""
    problems = []
    counted = 0
    for case_id, reference in watch.each(_cases(connection)):
        for row in letters(connection, case_id):
            counted += 1
            try:
                verify(connection, row, check=watch.stop)
            except ProbityError:
                problems.append(f"{row.called} of {reference} is not as it was sent.")
    for one in templates(connection):
        counted += 1
        try:
            verify(connection, one, check=watch.stop)
        except ProbityError:
            problems.append(f"{one.called} is not as it was stored.")
    return Check("Letters", counted, "files", problems[:MOST])


def _guidance(connection: sqlite3.Connection, watch: Watch) -> Check:
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
        'SELECT k.reference FROM allegation a JOIN "case" k ON k.id = a.case_id'
        " LEFT JOIN guidance_clause c ON c.id = a.guidance_clause_id"
        " WHERE a.guidance_clause_id IS NOT NULL"
        " AND c.guidance_id IS NOT a.guidance_version_id ORDER BY a.id"
    )
    problems += [
        f"An allegation of {row[0]} names a clause of another version."
        for row in connection.execute(query)
    ]
    query = "SELECT id FROM guidance_version WHERE file_id IS NOT NULL ORDER BY id"
    for (version_id,) in connection.execute(query).fetchall():
        try:
            verify(connection, guidance.kept_file(connection, version_id), check=watch.stop)
        except ProbityError:
            problems.append(f"The file of guidance version {version_id} is not as it was stored.")
    return Check("Guidance", len(versions), "versions", problems[:MOST])


def _anonymised(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """Nobody is named in an anonymised case."""
    query = 'SELECT id, reference FROM "case" WHERE anonymised IS NOT NULL ORDER BY id'
    found = connection.execute(query).fetchall()
    problems = []
    for case_id, reference in found:
        for model in tables_of_cases():
            table = model._meta.table_name
            said = " OR ".join(f"\"{name}\" <> ''" for name in words(model))
            query = f'SELECT 1 FROM "{table}" WHERE case_id = ? AND ({said}) LIMIT 1'
            if said and connection.execute(query, (case_id,)).fetchone():
                problems.append(f"{reference} was anonymised, and its {table} rows hold words.")
    return Check("Anonymised", len(found), "cases", problems[:MOST])


def _elsewhere(connection: sqlite3.Connection, watch: Watch) -> Check:
    """What other registers recorded is as it was received."""
    problems = []
    query = (
        'SELECT c.id, c.reference FROM case_origin o JOIN "case" c ON c.id = o.case_id'
        " WHERE c.anonymised IS NULL ORDER BY c.id"
    )
    said = (
        "SELECT entry FROM audit_record WHERE case_id = ?1 AND table_name = 'case'"
        " AND record_id = ?1 AND action = 'collect' AND entry LIKE '%\"sha256\":%'"
        " ORDER BY id DESC LIMIT 1"
    )
    found = connection.execute(query).fetchall()
    for case_id, reference in watch.each(found):
        row = connection.execute(said, (case_id,)).fetchone()
        kept = json.loads(row[0])["sha256"] if row else ""
        if row and kept != record_hash(connection, case_id):
            problems.append(f"What was recorded of {reference} before it came here was altered.")
    return Check("Record from elsewhere", len(found), "cases", problems[:MOST])


def _audit(connection: sqlite3.Connection, watch: Watch) -> Check:
    """The audit record is whole and unchanged."""
    numbered = sees_all(connection)
    found = examine(connection, watch.step, watch.stop)
    problems = found.problems(numbered=numbered)
    if len(problems) > MOST_OF_RECORD:
        more = len(problems) - MOST_OF_RECORD
        problems = [*problems[:MOST_OF_RECORD], f"… and {more:,} more of the audit record."]
    # By the sight of whoever asks, as every other count is: the record itself is verified whole.
    counted = connection.execute("SELECT COUNT(*) FROM audit_record").fetchone()[0]
    notes = [one.sentence(numbered=numbered) for one in found.erasures[-MOST:]]
    return Check("Audit record", counted, "records", problems, notes)


def check_against(connection: sqlite3.Connection, checkpoint: Checkpoint, identity: str) -> Check:
    """Compare the record with a checkpoint taken earlier of the register of that identity."""
    found = compare(connection, checkpoint, identity)
    said = [found.sentence]
    return Check("Checkpoint", 1, "checkpoint", *(([], said) if found.holds else (said, [])))


def _cases(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Id and reference of every case that whoever checks may see."""
    found = connection.execute('SELECT id, reference FROM "case" ORDER BY id')
    return [(row[0], row[1]) for row in found]

"""Checking a register: what was looked at, how much of it, and what does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from peewee import JOIN, OP, Expression

from models.errors import ProbityError
from models.queries.cases import derive
from models.queries.cases.exhibits import exhibit
from models.queries.cases.letters import letters, templates
from models.queries.cases.origins import record_hash
from models.queries.joins import counted
from models.queries.people import guidance
from models.record import check_questions as asked
from models.record.checkpoint import Checkpoint, compare
from models.record.examining import examine
from models.rules.references import reference_of
from models.schema import (
    Allegation,
    AuditRecord,
    Case,
    CaseLine,
    CaseOrigin,
    Exhibit,
    GuidanceClause,
    GuidanceIssue,
    GuidanceVersion,
    ReferenceCounter,
    SearchEntry,
    Table,
    VoidReference,
)
from models.schema.dictionary import words
from models.schema.of_cases import tables_of_cases
from models.storage.asking import (
    ask,
    row,
    rows,
    unhidden,
    value,
)
from models.storage.engine import sqlite3
from models.storage.sqlite import searching, soundness
from models.storage.sqlite.hiding import sees_all
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
            problem = (
                f"This could not be checked: a row contains something invalid ({error!r:.80})."
            )
            found.append(Check(watch.looking_at, 0, "rows", [problem]))
    return found


def _file(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """The file itself."""
    problems = [f"SQLite says: {text}" for text in soundness.damage(connection, MOST)]
    pages = soundness.pages(connection)
    return Check("File", pages, "pages", problems)


def _foreign_keys(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """Every row points at rows that are there."""
    named = sees_all(connection)  # else the row may be of a case that is not to be told of
    problems = [
        f"{f'Row {row[1]}' if named else 'A row'} of {row[0]} points at a row of {row[2]} that is"
        " not there."
        for row in soundness.dangling(connection, MOST)
    ]
    tables = soundness.pointing_tables(connection)
    return Check("Foreign keys", tables, "tables", problems)


def _references(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """References are given once, without gaps."""
    problems = []
    given = {
        (row["series"], row["year"]): row["last"]
        for row in ask(connection, ReferenceCounter.select())
    }
    used: dict[tuple[str, int], set[int]] = {}
    query = Case.select(Case.reference, Case.series, Case.year, Case.number)
    found = rows(connection, query.order_by(Case.series, Case.year, Case.number))
    for reference, series, year, number in found:
        wanted = reference_of(series, year, number)
        if reference != wanted:
            problems.append(f"{reference} should be {wanted}.")
    # Numbers of hidden cases count too: none of them is a gap, and none is named.
    cases, voids = unhidden(Case, "cases"), unhidden(VoidReference, "voids")
    numbered = cases.select(cases.series, cases.year, cases.number)
    every = numbered.union_all(voids.select(voids.series, voids.year, voids.number))
    for series, year, number in ask(connection, every):
        used.setdefault((series, year), set()).add(number)
    for series, year in sorted(given.keys() | used.keys()):
        if series and not sees_all(connection):
            continue  # how many restricted cases there are is not for everybody
        last, numbers = given.get((series, year), 0), used.get((series, year), set())
        called = " ".join(filter(None, (series, str(year))))
        highest = max(numbers, default=0)
        problems += [
            f"Number {number} of {called} belongs to no case, which leaves a gap."
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
        line = row(connection, asked.line, case=case_id)
        if line is None or dict(line) != derive.line_of(connection, case_id):
            problems.append(f"The list's line of {reference} differs from the case.")
    extra = value(connection, counted(CaseLine).where(CaseLine.case.not_in(Case.select(Case.id))))
    if extra:
        problems.append(f"The list has {extra} lines of cases that are not there.")
    return Check("Case list", len(found), "lines", problems[:MOST])


def _clocks(connection: sqlite3.Connection, watch: Watch) -> Check:
    """The clocks say what the cases and the rules say."""
    problems = []
    total = 0
    for case_id, reference in watch.each(_cases(connection)):
        found = [tuple(row) for row in ask(connection, asked.of_clocks, case=case_id)]
        total += len(found)
        if found != derive.clock_rows(connection, case_id):
            problems.append(f"The deadlines of {reference} differ from the case.")
    return Check("Deadlines", total, "clocks", problems[:MOST])


def _search(connection: sqlite3.Connection, watch: Watch) -> Check:
    """The search index knows every word."""
    problems = []
    total = 0
    for case_id, reference in watch.each(_cases(connection)):
        first, last = searching.entries_of(case_id)
        found = {
            (row[0], row[1]): row[2]
            for row in ask(connection, asked.entries, first=first, last=last)
        }
        total += len(found)
        if found != derive.search_rows(connection, case_id):
            problems.append(f"The search entries of {reference} differ from the case.")
    stored = value(connection, counted(SearchEntry))
    if stored != total:
        problems.append(f"{stored - total} search entries belong to no case.")
    stored = value(connection, counted(unhidden(SearchEntry, "entry")))
    indexed = soundness.indexed_entries(connection)
    if indexed != stored:
        problems.append(f"The index holds {indexed} entries where {stored} are stored.")
    return Check("Search index", total, "entries", problems[:MOST])


def _exhibits(connection: sqlite3.Connection, watch: Watch) -> Check:
    """Every exhibit is what was stored."""
    problems = []
    query = Exhibit.select(Exhibit.id, Case.reference).join(Case).order_by(Exhibit.id)
    found = rows(connection, query)
    for exhibit_id, reference in watch.each(found):
        stored = exhibit(connection, exhibit_id)
        try:
            verify(connection, stored, check=watch.stop)
        except ProbityError:
            problems.append(
                f"Exhibit {stored.mark} of {reference} has changed since it was stored."
            )
    return Check("Exhibits", len(found), "files", problems[:MOST])


def _letters(connection: sqlite3.Connection, watch: Watch) -> Check:
    """Every letter and every template of one is what was kept."""
    problems = []
    total = 0
    for case_id, reference in watch.each(_cases(connection)):
        for letter in letters(connection, case_id):
            total += 1
            try:
                verify(connection, letter, check=watch.stop)
            except ProbityError:
                problems.append(f"{letter.called} of {reference} has changed since it was sent.")
    for one in templates(connection):
        total += 1
        try:
            verify(connection, one, check=watch.stop)
        except ProbityError:
            problems.append(f"{one.called} has changed since it was stored.")
    return Check("Letters", total, "files", problems[:MOST])


def _guidance(connection: sqlite3.Connection, watch: Watch) -> Check:
    """Guidance holds on its days, is acknowledged after it was given, and its files are whole."""
    versions = guidance.versions(connection)
    problems = [
        f"{one.called} and version {other.name} are in force on the same day."
        for one, other in pairwise(versions)
        if one.document_id == other.document_id and other.starts and one.holds_on(other.starts)
    ]
    disordered = GuidanceIssue.given.is_null() | (GuidanceIssue.acknowledged < GuidanceIssue.given)
    issues = GuidanceIssue.select(GuidanceIssue.id).where(disordered).order_by(GuidanceIssue.id)
    problems += [
        f"Guidance given to a member (row {row[0]}) has its days out of order."
        for row in ask(connection, issues)
    ]
    named = Allegation.guidance_clause
    of_version = Expression(GuidanceClause.guidance, OP.IS_NOT, Allegation.guidance_version)
    query = (
        Allegation.select(Case.reference)
        .join(Case)
        .join(GuidanceClause, JOIN.LEFT_OUTER, on=(GuidanceClause.id == named))
        .where(named.is_null(False), of_version)
        .order_by(Allegation.id)
    )
    problems += [
        f"An allegation of {row[0]} names a clause of another version."
        for row in ask(connection, query)
    ]
    files = GuidanceVersion.select(GuidanceVersion.id).where(GuidanceVersion.file.is_null(False))
    for (version_id,) in rows(connection, files.order_by(GuidanceVersion.id)):
        try:
            verify(connection, guidance.kept_file(connection, version_id), check=watch.stop)
        except ProbityError:
            problems.append(
                f"The file of guidance version {version_id} has changed since it was stored."
            )
    return Check("Guidance", len(versions), "versions", problems[:MOST])


def _anonymised(connection: sqlite3.Connection, _watch: Watch) -> Check:
    """Nobody is named in an anonymised case."""
    anonymised = Case.select(Case.id, Case.reference).where(Case.anonymised.is_null(False))
    found = rows(connection, anonymised.order_by(Case.id))
    tables: tuple[type[Table], ...] = (Case, *tables_of_cases())
    worded = [model for model in tables if words(model)]
    problems = [
        f"{reference} was anonymised, but its {model._meta.table_name} rows still contain text."
        for case_id, reference in found
        for model in worded
        if row(connection, asked.worded(model), case=case_id)
    ]
    return Check("Anonymised", len(found), "cases", problems[:MOST])


def _elsewhere(connection: sqlite3.Connection, watch: Watch) -> Check:
    """What other registers recorded is as it was received."""
    problems = []
    query = CaseOrigin.select(Case.id, Case.reference).join(Case)
    found = rows(connection, query.where(Case.anonymised.is_null()).order_by(Case.id))
    for case_id, reference in watch.each(found):
        entry = value(connection, asked.received, case=case_id)
        kept = json.loads(entry)["sha256"] if entry else ""
        if entry and kept != record_hash(connection, case_id):
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
    total = value(connection, counted(AuditRecord))
    notes = [one.sentence(numbered=numbered) for one in found.erasures[-MOST:]]
    return Check("Audit record", total, "records", problems, notes)


def check_against(connection: sqlite3.Connection, checkpoint: Checkpoint, identity: str) -> Check:
    """Compare the record with a checkpoint taken earlier of the register of that identity."""
    found = compare(connection, checkpoint, identity)
    said = [found.sentence]
    return Check("Checkpoint", 1, "checkpoint", *(([], said) if found.holds else (said, [])))


def _cases(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Id and reference of every case that whoever checks may see."""
    found = ask(connection, Case.select(Case.id, Case.reference).order_by(Case.id))
    return [(row[0], row[1]) for row in found]

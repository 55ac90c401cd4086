"""Coding after the fact: which old allegations their words propose for a factor, and how far it is.

An allegation is proposed where a word of the factor's list stands in its own record, or in a record
of its case that is about the case as a whole. What carries the factor already is not proposed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from models.errors import NotFoundError
from models.queries.figures.counting import Counted, counted
from models.rules import vocabularies
from models.rules.publishing.answers import Coding
from models.rules.publishing.questions import Question
from models.rules.publishing.word_lists import WordList, word_list
from models.schema import Allegation, AllegationFactor, Case, CodingReview, SearchEntry
from models.storage.asking import ask, row, value
from models.storage.engine import sqlite3
from models.storage.sqlite.searching import ENTRIES_PER_CASE, entries_of
from models.storage.words import matching

YES, NO, UNSURE = "yes", "no", "unsure"
#: Records of a case that are read, as they are called; others name people, or were made later.
SOURCES = {
    "case": "The case",
    "allegation": "The allegation",
    "chronology_entry": "Chronology",
    "finding": "Finding",
    "severity_assessment": "Severity assessment",
    "outcome": "Outcome",
    "exhibit": "Exhibit",
    "complainant_update": "What a complainant was told",
}
#: Letters of a long text shown around a word of the list.
AROUND = 240


@dataclass(frozen=True)
class Queue:
    """Allegations by their ids: those that wait, the oldest first, and those left unsure."""

    factor: str
    waiting: tuple[int, ...]
    unsure: tuple[int, ...]
    coding: Coding


@dataclass(frozen=True)
class Passage:
    """A text in which words of the list stand: ``marks`` are from and to in it."""

    where: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Candidate:
    """An allegation to be decided on, with the words that proposed it."""

    allegation_id: int
    case_id: int
    reference: str
    title: str
    received: str | None
    kind: str
    values: dict[str, str | None]
    passages: tuple[Passage, ...]
    words: tuple[str, ...]
    decided: str | None


def queue(connection: sqlite3.Connection, question: Question) -> Queue | None:
    """What is to be read for the factor of a question; ``None`` where it has no list of words."""
    words = word_list(question.factor)
    if words is None:
        return None
    asked = replace(question, factor=None, counts="allegations")
    things = {one.rows[0]["allegation_id"]: one for one in counted(connection, asked)}
    carrying = AllegationFactor.select(AllegationFactor.allegation)
    carrying = carrying.where(AllegationFactor.factor == words.factor)
    carries = {row[0] for row in ask(connection, carrying)}
    reviews = CodingReview.select(CodingReview.allegation, CodingReview.decision)
    latest = reviews.where(CodingReview.factor == words.factor).order_by(CodingReview.id)
    decided = {
        row["allegation_id"]: str(row["decision"])
        for row in ask(connection, latest)
        if row["allegation_id"] in things
    }
    proposed = _proposed(connection, words, things) - carries - decided.keys()
    closed = _anonymised(connection)
    waiting = [one for one in proposed if not things[one].cases & closed]
    unsure = [one for one, decision in decided.items() if decision == UNSURE]

    def order(allegation_id: int) -> tuple[str, int]:
        return things[allegation_id].rows[0]["day"], allegation_id

    return Queue(
        words.factor,
        tuple(sorted(waiting, key=order)),
        tuple(sorted(unsure, key=order)),
        Coding(len(waiting) + len(decided), len(decided), len(unsure)),
    )


def candidate(connection: sqlite3.Connection, allegation_id: int, factor: str) -> Candidate:
    """One allegation with what is written of it where words of the list stand.

    :raises NotFoundError: there is none, as far as the user may know.
    """
    words = word_list(factor)
    query = (
        Allegation.select(
            Allegation, Case.reference, Case.title, Case.received, Case.kind, Case.summary
        )
        .join(Case)
        .where(Allegation.id == allegation_id)
    )
    found_row = row(connection, query)
    if found_row is None or words is None:
        raise NotFoundError("There is no such allegation in this register.")
    passages = _passages(connection, found_row, words)
    found = dict.fromkeys(word for one in passages for word in words.found(one.text))
    return Candidate(
        allegation_id=allegation_id,
        case_id=found_row["case_id"],
        reference=found_row["reference"],
        title=found_row["title"],
        received=found_row["received"],
        kind=vocabularies.name("kind", found_row["kind"]),
        values={field: found_row[field] for field in words.asks},
        passages=tuple(passages),
        words=tuple(found),
        decided=_decided(connection, allegation_id, factor),
    )


def _proposed(
    connection: sqlite3.Connection, words: WordList, things: dict[int, Counted]
) -> set[int]:
    own, whole = set(), set()
    query = SearchEntry.select(
        (SearchEntry.id / ENTRIES_PER_CASE).alias("case_id"),
        SearchEntry.source,
        SearchEntry.source_id,
    ).where(SearchEntry.id.in_(matching(words.match)))
    for entry in ask(connection, query):
        if entry["source"] == "allegation":
            own.add(entry["source_id"])
        elif entry["source"] in SOURCES:
            whole.add(entry["case_id"])
    return {one for one, thing in things.items() if one in own or thing.cases & whole}


def _anonymised(connection: sqlite3.Connection) -> set[int]:
    query = Case.select(Case.id).where(Case.anonymised.is_null(False))
    return {row[0] for row in ask(connection, query)}


def _decided(connection: sqlite3.Connection, allegation_id: int, factor: str) -> str | None:
    query = (
        CodingReview.select(CodingReview.decision)
        .where(CodingReview.allegation == allegation_id, CodingReview.factor == factor)
        .order_by(CodingReview.id.desc())
        .limit(1)
    )
    decision: str | None = value(connection, query)
    return decision


def _passages(connection: sqlite3.Connection, row: Any, words: WordList) -> list[Passage]:
    """What was alleged, always; and every other text of the case in which a word stands."""
    found = [_passage("What is alleged", row["particulars"] or "Nothing is written.", words)]
    first, last = entries_of(row["case_id"])
    query = (
        SearchEntry.select(SearchEntry.source, SearchEntry.source_id, SearchEntry.words)
        .where(SearchEntry.id.between(first, last))
        .order_by(SearchEntry.id)
    )
    for entry in ask(connection, query):
        mine = entry["source"] != "allegation" or entry["source_id"] == row["id"]
        if entry["source"] not in SOURCES or not mine:
            continue
        for line in entry["words"].splitlines():
            if line != row["particulars"] and words.marks(line):
                found.append(_passage(SOURCES[entry["source"]], line, words))
    return found


def _passage(where: str, text: str, words: WordList) -> Passage:
    shown = " ".join(text.split())
    marks = words.marks(shown)
    if len(shown) > 4 * AROUND and marks:
        start = max(0, marks[0][0] - AROUND)
        end = min(len(shown), max(marks[-1][1], start) + AROUND, start + 8 * AROUND)
        shown = f"{'…' if start else ''}{shown[start:end]}{'…' if end < len(shown) else ''}"
        marks = words.marks(shown)
    return Passage(where, shown, tuple(marks))

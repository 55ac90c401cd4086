"""Full-text search, as the engine does it (FTS5): the index of words, and what is asked of it.

The table ``search`` keeps no text of its own: its words are those of ``search_entry``, row by row,
and a row that goes must say again what it said. An entry's id is its case's id times
:data:`ENTRIES_PER_CASE` and a number of its own, so that the index tells the case without a join.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.storage.engine import sqlite3

ENTRIES_PER_CASE = 1_000_000
#: The cases that have a word, as a condition on ``case_line AS l``; its value is a match.
HAS_WORD = f"l.case_id IN (SELECT rowid / {ENTRIES_PER_CASE} FROM search WHERE search MATCH ?)"
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def entries_of(case_id: int) -> tuple[int, int]:
    """The first and the last id that a case's entries may have."""
    first = case_id * ENTRIES_PER_CASE
    return first, first + ENTRIES_PER_CASE - 1


def match_terms(text: str) -> list[str]:
    """What a person typed as FTS5 prefixes, one a word.

    Punctuation and operators have no meaning, so nothing typed is a syntax error.
    """
    return [f'"{word}"*' for word in _WORD.findall(text)]


def put(connection: sqlite3.Connection, entries: Iterable[tuple[int, str]]) -> None:
    """Put entries, by id and words, into the index."""
    connection.executemany("INSERT INTO search(rowid, words) VALUES (?, ?)", entries)


def take_out(connection: sqlite3.Connection, entries: Iterable[tuple[int, str]]) -> None:
    """Take entries, by id and the words that they were put in with, out of the index."""
    connection.executemany(
        "INSERT INTO search(search, rowid, words) VALUES ('delete', ?, ?)", entries
    )


def empty(connection: sqlite3.Connection) -> None:
    """Take everything out of the index."""
    connection.execute("INSERT INTO search(search) VALUES ('delete-all')")


def merge(connection: sqlite3.Connection) -> None:
    """Write the index as one part, in which nothing is left of entries that were taken out."""
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")


def best_lines(
    lines: Iterable[tuple[str, int]], terms: Sequence[str], marks: tuple[str, str], around: int
) -> dict[int, str]:
    """The line of each case that matches best, by case id.

    The lines are put into a small index in memory: asking the register's index once a case would
    walk every case that has the words.

    :param lines: each with its case's id.
    :param marks: what is put before and after each word that was found.
    :param around: how many words are shown.
    """
    small = sqlite3.connect(":memory:")
    try:
        small.execute(
            "CREATE VIRTUAL TABLE line USING fts5("
            "words, case_id UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
        )
        small.executemany("INSERT INTO line (words, case_id) VALUES (?, ?)", lines)
        best = small.execute(
            "SELECT case_id, snippet(line, 0, ?, ?, '…', ?) FROM line WHERE line MATCH ?"
            " ORDER BY rank DESC, rowid DESC",
            (*marks, around, " OR ".join(terms)),
        )
        return {case_id: " ".join(snippet.split()) for case_id, snippet in best}  # best comes last
    finally:
        small.close()

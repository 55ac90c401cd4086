"""What the search found on each row of a page, with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.queries.cases.filters import match_terms
from models.storage.engine import sqlite3

HIT_START, HIT_END = "\x02", "\x03"
WORDS_AROUND = 8
#: Of a longer text only what stands around the first word looked for is tried (characters).
LONG, AROUND = 20_000, 400


def hits(connection: sqlite3.Connection, case_ids: Sequence[int], text: str) -> dict[int, str]:
    """The best line of each case, by case id, the words found between the two marks.

    The page's own entries are put into a small index in memory: asking the register's index once
    a row would walk every case that has the words.
    """
    terms = match_terms(text)
    if not terms or not case_ids:
        return {}
    words = re.compile("|".join(re.escape(term.strip('"*')) for term in terms), re.IGNORECASE)
    small = sqlite3.connect(":memory:")
    try:
        small.execute(
            "CREATE VIRTUAL TABLE line USING fts5("
            "words, case_id UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
        )
        for case_id in case_ids:
            small.executemany(
                "INSERT INTO line (words, case_id) VALUES (?, ?)",
                [(line, case_id) for line in _lines(connection, case_id, words)],
            )
        found: dict[int, str] = {}
        best = small.execute(
            "SELECT case_id, snippet(line, 0, ?, ?, '…', ?) FROM line WHERE line MATCH ?"
            " ORDER BY rank DESC, rowid DESC",
            (HIT_START, HIT_END, WORDS_AROUND, " OR ".join(terms)),
        )
        for case_id, snippet in best:  # the best comes last
            found[case_id] = " ".join(snippet.split())
        return found
    finally:
        small.close()


def _lines(connection: sqlite3.Connection, case_id: int, words: re.Pattern[str]) -> list[str]:
    first, last = case_id * 1_000_000, case_id * 1_000_000 + 999_999
    entries = connection.execute(
        "SELECT words FROM search_entry WHERE id BETWEEN ? AND ?", (first, last)
    )
    return [_cut(line, words) for entry in entries for line in entry[0].splitlines()]


def _cut(line: str, words: re.Pattern[str]) -> str:
    if len(line) <= LONG:
        return line
    found = words.search(line)
    start = max(found.start() - AROUND, 0) if found else 0
    return line[start : start + 2 * AROUND]

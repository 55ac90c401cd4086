"""What the search found on each row of a page, with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from peewee import BaseQuery

from models.schema import SearchEntry
from models.storage.asking import ask, given, question
from models.storage.engine import sqlite3
from models.storage.sqlite import searching

HIT_START, HIT_END = "\x02", "\x03"
WORDS_AROUND = 8
#: Of a longer text only what stands around the first word looked for is tried (characters).
LONG, AROUND = 20_000, 400


@question
def _words() -> BaseQuery:
    """The words of the search entries from ``first`` to ``last``."""
    between = SearchEntry.id.between(given("first"), given("last"))
    return SearchEntry.select(SearchEntry.words).where(between)


def hits(connection: sqlite3.Connection, case_ids: Sequence[int], text: str) -> dict[int, str]:
    """The best line of each case, by case id, the words found between the two marks."""
    terms = searching.match_terms(text)
    if not terms or not case_ids:
        return {}
    words = re.compile("|".join(re.escape(term.strip('"*')) for term in terms), re.IGNORECASE)
    lines = ((line, case_id) for case_id in case_ids for line in _lines(connection, case_id, words))
    return searching.best_lines(lines, terms, (HIT_START, HIT_END), WORDS_AROUND)


def _lines(connection: sqlite3.Connection, case_id: int, words: re.Pattern[str]) -> list[str]:
    first, last = searching.entries_of(case_id)
    entries = ask(connection, _words, first=first, last=last)
    return [_cut(line, words) for entry in entries for line in entry[0].splitlines()]


def _cut(line: str, words: re.Pattern[str]) -> str:
    if len(line) <= LONG:
        return line
    found = words.search(line)
    start = max(found.start() - AROUND, 0) if found else 0
    return line[start : start + 2 * AROUND]

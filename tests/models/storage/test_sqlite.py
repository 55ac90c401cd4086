"""What is said in SQLite's own SQL: statements that write many rows, and the index of words."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from models.queries.cases.derive_questions import CLOCK_COLUMNS
from models.register import Register
from models.schema import TABLES, CaseClock, CaseLine, Setting
from models.storage.engine import sqlite3
from models.storage.sqlite import searching
from models.storage.sqlite.batches import insertion, replacement


def test_every_table_can_be_written_by_all_of_its_columns_in_their_order() -> None:
    for model in TABLES:
        names = tuple(item.column_name for item in model._meta.sorted_fields)
        quoted = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        expected = f'INSERT INTO "{model._meta.table_name}" ({quoted}) VALUES ({marks})'
        assert insertion(model, names) == expected


def test_columns_are_written_in_the_order_that_is_asked_for() -> None:
    assert insertion(Setting, ("value", "key")).startswith('INSERT INTO "setting" ("value", "key")')
    assert '"id"' not in insertion(CaseClock, CLOCK_COLUMNS)


def test_a_column_that_a_table_has_not_is_refused() -> None:
    with pytest.raises(KeyError):
        insertion(Setting, ("key", "words"))


def test_a_column_that_would_be_filled_without_being_named_is_refused() -> None:
    with pytest.raises(KeyError, match="must be named"):
        insertion(CaseLine, ("case_id",))


def test_a_replacement_takes_the_place_of_the_row_of_its_key(tmp_path: Path) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE setting (id INTEGER PRIMARY KEY, key TEXT UNIQUE, value TEXT)")
    for value in ("Weald", "Downs"):
        connection.execute(replacement(Setting, ("key", "value")), ("force", value))
    assert connection.execute("SELECT key, value FROM setting").fetchall() == [("force", "Downs")]
    connection.close()


def test_an_entry_tells_its_case() -> None:
    first, last = searching.entries_of(7)
    assert (first // searching.ENTRIES_PER_CASE, last // searching.ENTRIES_PER_CASE) == (7, 7)
    assert searching.entries_of(8)[0] == last + 1


def test_words_are_found_until_they_are_taken_out(tmp_path: Path) -> None:
    day = datetime.date(2014, 3, 1)
    with Register.create(tmp_path / "r.probity", force="Weald", user="a", today=day) as register:
        connection = register._database.connection()
        first, _ = searching.entries_of(1)
        entry = (first + 1, "The photograph was sent at Hexworth")

        def found(text: str) -> list[int]:
            query = "SELECT rowid FROM search WHERE search MATCH ?"
            (term,) = searching.match_terms(text)
            return [row[0] for row in connection.execute(query, (term,))]

        searching.put(connection, [entry])
        assert found("photo") == [first + 1]
        searching.take_out(connection, [entry])
        assert found("photo") == []
        searching.put(connection, [entry])
        searching.empty(connection)
        assert found("photo") == []


def test_the_best_line_of_each_case_is_shown_with_its_marks() -> None:
    lines = [("A phone was taken", 1), ("A photograph, and a photograph again", 1), ("Photos", 2)]
    best = searching.best_lines(lines, searching.match_terms("photo"), ("[", "]"), 8)
    assert best == {1: "A [photograph], and a [photograph] again", 2: "[Photos]"}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("  -- ()", []),
        ('NEAR("x")', ['"NEAR"*', '"x"*']),
        ("o'neill PS/2014", ['"o"*', '"neill"*', '"PS"*', '"2014"*']),
    ],
)
def test_nothing_typed_is_an_operator(text: str, terms: list[str]) -> None:
    assert searching.match_terms(text) == terms

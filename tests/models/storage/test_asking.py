"""Questions said through the models: what is bound, what is written out, what a view hides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from peewee import SQL, BaseQuery

from models.schema import AuditRecord, Person
from models.storage.asking import (
    beside_index,
    dicts,
    escaped,
    given,
    like,
    many,
    named,
    plain,
    question,
    questions,
    row,
    rows,
    unhidden,
    value,
)
from models.storage.engine import sqlite3
from models.storage.sqlite.words import says


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Three people, and two records of them."""
    made = sqlite3.connect(":memory:")
    made.row_factory = sqlite3.Row
    made.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, family_name TEXT, given_names TEXT)")
    made.execute("CREATE TABLE audit_record (id INTEGER PRIMARY KEY, reason TEXT, entry TEXT)")
    people = [(1, "Harmer", "Ann"), (2, "Pell", "Jo"), (3, "50%", "Pell")]
    made.executemany("INSERT INTO person VALUES (?, ?, ?)", people)
    records = [(1, "", '{"title": "A case"}'), (2, "", '{"name": "A title"}')]
    made.executemany("INSERT INTO audit_record VALUES (?, ?, ?)", records)
    yield made
    made.close()


@question
def _called() -> BaseQuery:
    either = (Person.family_name == given("name")) | (Person.given_names == given("name"))
    return Person.select(Person.id).where(either, Person.id < given("before")).order_by(Person.id)


def test_a_value_is_bound_wherever_it_is_named(connection: sqlite3.Connection) -> None:
    assert [one[0] for one in rows(connection, _called, name="Pell", before=9)] == [2, 3]
    assert value(connection, _called, name="Harmer", before=9) == 1
    assert row(connection, _called, name="Harmer", before=1) is None


def test_a_value_too_few_or_too_many_is_told(connection: sqlite3.Connection) -> None:
    with pytest.raises(KeyError, match="before"):
        rows(connection, _called, name="Pell")
    with pytest.raises(KeyError, match="after"):
        rows(connection, _called, name="Pell", before=9, after=1)


def test_a_question_is_said_once_for_each_way_of_asking(connection: sqlite3.Connection) -> None:
    said: list[bool] = []

    @questions
    def people(backwards: bool) -> BaseQuery:
        said.append(backwards)
        return Person.select(Person.id).order_by(Person.id.desc() if backwards else Person.id)

    for _ in range(3):
        assert value(connection, people(True)) == 3
        assert value(connection, people(False)) == 1
    assert said == [True, False]


def test_a_limit_that_is_always_the_same_is_written_out(connection: sqlite3.Connection) -> None:
    """SQLite makes a statement anew each time that a limit is bound to it."""

    @question
    def first() -> BaseQuery:
        odd = SQL("'LIMIT ?' <> ?", ["x"])
        return Person.select(Person.id).where(odd, Person.id > given("after")).limit(2)

    words, bound = first.sql({"after": 1})
    assert words.endswith("LIMIT 2")
    assert bound == ["x", 1]
    assert [one[0] for one in rows(connection, first, after=0)] == [1, 2]

    @question
    def some() -> BaseQuery:
        return Person.select(Person.id).order_by(Person.id).limit(given("limit"))

    assert some.sql({"limit": 1})[0].endswith("LIMIT ?")
    assert [len(rows(connection, some, limit=number)) for number in (1, 2, -1)] == [1, 2, 3]


def test_what_a_view_hides_is_hidden_unless_it_is_said(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP VIEW person AS SELECT * FROM main.person WHERE id <> 2")
    every, seen = unhidden(Person, "every"), named(Person, "seen")
    for table, ids in ((every, [1, 2, 3]), (seen, [1, 3])):
        query = table.select(table.id).order_by(table.id)
        assert [one[0] for one in rows(connection, query)] == ids
    assert [one[0] for one in rows(connection, Person.select(Person.id))] == [1, 3]


def test_wildcards_that_somebody_typed_mean_themselves(connection: sqlite3.Connection) -> None:
    def beginning(text: str) -> list[int]:
        query = Person.select(Person.id).where(like(Person.family_name, f"{escaped(text)}%"))
        return [one[0] for one in rows(connection, query)]

    assert beginning("50%") == [3]
    assert beginning("%") == beginning("_") == beginning("!") == []
    assert beginning("harm") == [1]


def test_many_values_are_one(connection: sqlite3.Connection) -> None:
    @question
    def of_ids() -> BaseQuery:
        return Person.select(Person.id).where(Person.id.in_(many("ids"))).order_by(Person.id)

    for ids in ([], [3], [1, 3]):
        assert [one[0] for one in rows(connection, of_ids, ids=str(ids))] == ids


def test_rows_come_by_column_whatever_the_connection_gives(connection: sqlite3.Connection) -> None:
    connection.row_factory = None
    query = Person.select(Person.id, Person.family_name.alias("name")).where(Person.id == 1)
    assert dicts(connection, query) == [{"id": 1, "name": "Harmer"}]


def test_an_index_can_be_left_beside(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE INDEX of_name ON person (family_name)")

    def plan(column: object) -> str:
        words, bound = Person.select(Person.id).where(column == plain("Pell")).sql()
        return str(connection.execute(f"EXPLAIN QUERY PLAN {words}", bound).fetchone()[3])

    assert "SEARCH" in plan(Person.family_name)
    assert "SEARCH" not in plan(beside_index(Person.family_name))


def test_words_are_looked_for_in_texts_and_not_in_names(connection: sqlite3.Connection) -> None:
    @question
    def about() -> BaseQuery:
        said = says(AuditRecord.entry, "written", "words") == 1
        return AuditRecord.select(AuditRecord.id).where(said)

    assert [one[0] for one in rows(connection, about, written="%title%", words="%title%")] == [2]
    assert rows(connection, about, written="%none%", words="%title%") == []

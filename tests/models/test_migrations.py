"""What the migrations make is what ``models/schema/`` says, by the name of whatever is not.

A new field is one line in ``models/schema/`` and one migration. The migrations are frozen: they
are not made of the models, so that a register of any release becomes what a new one is. Until 0.1
is released there is only the first, and a new column may still be put into its SQL.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import Field, SqliteDatabase

from models.entering import migrating
from models.schema import TABLES
from models.storage import opening
from models.storage.engine import Keys, sqlite3
from models.storage.writing import connect

#: Made by the runner and by SQLite for the search, and by no model.
APART = ("schema_migration", "search", "search_config", "search_data", "search_docsize",
         "search_idx")  # fmt: skip
COLUMN = ("name", "type", "not null", "default", "place in the primary key", "hidden")
KEY = ("table", "from", "to", "on update", "on delete", "match")
TO_ALTER = {
    "takes a column away": 'ALTER TABLE "allegation" DROP COLUMN "particulars"',
    "adds a column": 'ALTER TABLE "person" ADD COLUMN "shoe_size" TEXT',
    "changes a type": 'ALTER TABLE "case" DROP COLUMN "closed";'
    'ALTER TABLE "case" ADD COLUMN "closed" TEXT',
    "changes a default": 'ALTER TABLE "case" DROP COLUMN "summary";'
    'ALTER TABLE "case" ADD COLUMN "summary" TEXT NOT NULL DEFAULT \'none\'',
    "lets a column be empty": 'ALTER TABLE "case" DROP COLUMN "summary";'
    'ALTER TABLE "case" ADD COLUMN "summary" TEXT',
    "takes an index away": 'DROP INDEX "case_owner_id"',
    "adds an index": 'CREATE INDEX "case_title" ON "case" ("title")',
    "lets a number be given twice": 'DROP INDEX "exhibit_case_id_number";'
    'CREATE INDEX "exhibit_case_id_number" ON "exhibit" ("case_id", "number")',
    "forgets what a column points at": 'DROP INDEX "subject_member_id";'
    'ALTER TABLE "subject" RENAME COLUMN "member_id" TO "gone";'
    'ALTER TABLE "subject" ADD COLUMN "member_id" INTEGER;'
    'CREATE INDEX "subject_member_id" ON "subject" ("member_id")',
    "adds a table": 'CREATE TABLE "hobby" ("id" INTEGER NOT NULL PRIMARY KEY)',
    "takes a table away": 'DROP TABLE "letter"',
    "adds a trigger": 'CREATE TRIGGER "t" AFTER DELETE ON "letter" BEGIN SELECT 1; END',
    "adds a view": 'CREATE VIEW "v" AS SELECT 1',
}
#: What a difference is called where each of them is made.
NAMED = {
    "takes a column away": "allegation: the migrations make no column particulars",
    "adds a column": "person: the schema has no column shoe_size",
    "changes a type": "case.closed: type is TEXT and not DATE",
    "changes a default": "case.summary: default is 'none' and not ''",
    "lets a column be empty": "case.summary: not null is 0 and not 1",
    "takes an index away": "case: the migrations make no index case_owner_id",
    "adds an index": "case: the schema has no index case_title",
    "lets a number be given twice": "exhibit: index exhibit_case_id_number is another",
    "forgets what a column points at": "subject: the migrations make no reference member_id",
    "adds a table": "the schema has no table hobby",
    "takes a table away": "the migrations make no table letter",
    "adds a trigger": "the schema has no trigger t",
    "adds a view": "the schema has no view v",
}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A register's tables as the migrations make them."""
    path, keys = tmp_path / "made.probity", Keys.make()
    migrating.make(path, keys)
    database = connect(path, keys)
    yield database.connection()
    database.close()


@pytest.fixture
def wanted() -> Iterator[sqlite3.Connection]:
    """The tables as the models describe them."""
    fresh = SqliteDatabase(":memory:")
    with fresh.bind_ctx(TABLES):
        fresh.create_tables(TABLES)
        yield fresh.connection()
    fresh.close()


def differences(made: sqlite3.Connection, wanted: sqlite3.Connection) -> list[str]:
    """Each difference in a sentence that names it; empty where there is none.

    Columns may stand in another order: one that a migration adds stands last, and its line in the
    schema where it belongs.
    """
    told: list[str] = []
    for kind in ("table", "view", "trigger"):
        told += _missing("", kind, _names(made, kind), _names(wanted, kind))
    fields: dict[str, Any] = {model._meta.table_name: model._meta.columns for model in TABLES}
    for table in sorted(_names(made, "table") & _names(wanted, "table")):
        ours, theirs = _columns(made, table), _columns(wanted, table)
        told += _missing(f"{table}: ", "column", ours.keys(), theirs.keys())
        for name in ours.keys() & theirs.keys():
            told += _compare(f"{table}.{name}", ours[name], theirs[name], fields[table][name])
        for what, of in (("reference", _references), ("index", _indexes)):
            here, there = of(made, table), of(wanted, table)
            told += _missing(f"{table}: ", what, here.keys(), there.keys())
            told += [
                f"{table}: {what} {name} is another: {here[name]} and not {there[name]}"
                for name in sorted(here.keys() & there.keys())
                if here[name] != there[name]
            ]
    return told


def _missing(where: str, what: str, ours: Any, theirs: Any) -> list[str]:
    return [
        *(f"{where}the schema has no {what} {name}" for name in sorted(set(ours) - set(theirs))),
        *(
            f"{where}the migrations make no {what} {name}"
            for name in sorted(set(theirs) - set(ours))
        ),
    ]


def _names(connection: sqlite3.Connection, kind: str) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'"
    return {row[0] for row in connection.execute(query, (kind,))} - {*APART}


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, Any]]:
    rows = connection.execute(f'PRAGMA table_xinfo("{table}")').fetchall()
    return {row[1]: dict(zip(COLUMN, tuple(row)[1:], strict=True)) for row in rows}


def _compare(
    where: str, ours: dict[str, Any], theirs: dict[str, Any], item: Field
) -> Iterator[str]:
    """A column added to rows that stand says what they get: it is what the model gives new ones."""
    default = ours.pop("default")
    theirs.pop("default")
    given = item.default if not isinstance(item.default, bool) else int(item.default)
    if default is not None and default != (f"'{given}'" if isinstance(given, str) else str(given)):
        yield f"{where}: default is {default} and not {given!r}"
    for name in ours:
        if ours[name] != theirs[name]:
            yield f"{where}: {name} is {ours[name]} and not {theirs[name]}"


def _references(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, str]]:
    rows = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    return {row[3]: dict(zip(KEY, tuple(row)[2:], strict=True)) for row in rows}


def _indexes(connection: sqlite3.Connection, table: str) -> dict[str, tuple[Any, ...]]:
    """Whether each is unique and partial, and its columns with their order and collation."""
    found = {}
    for row in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        columns = connection.execute(f'PRAGMA index_xinfo("{row[1]}")').fetchall()
        found[row[1]] = (row[2], row[4], [tuple(one)[2:] for one in columns])
    return found


def test_they_make_just_what_the_schema_says(
    made: sqlite3.Connection, wanted: sqlite3.Connection
) -> None:
    assert differences(made, wanted) == []
    assert {*APART} <= {row[0] for row in made.execute("SELECT name FROM sqlite_master")}
    assert made.execute("PRAGMA application_id").fetchone()[0] == opening.APPLICATION_ID


@pytest.mark.parametrize("what", TO_ALTER)
def test_whatever_one_of_the_two_has_alone_is_named(
    made: sqlite3.Connection, wanted: sqlite3.Connection, what: str
) -> None:
    made.execute("PRAGMA foreign_keys = 0")
    for statement in [TO_ALTER[what]] if "TRIGGER" in TO_ALTER[what] else TO_ALTER[what].split(";"):
        made.execute(statement)
    assert any(NAMED[what] in said for said in differences(made, wanted))


def test_they_are_numbered_from_one_without_a_gap_and_none_is_numbered_twice() -> None:
    names = sorted(one.stem for one in opening.MIGRATIONS.glob("[0-9]*.py"))
    assert names[0] == "0001_register"
    for number, name in zip(itertools.count(1), names):
        assert name.startswith(f"{number:04d}_")

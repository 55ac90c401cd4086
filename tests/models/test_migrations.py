"""What the migrations make is what ``models/schema/`` says, by the name of whatever is not.

A new field is one line in ``models/schema/`` and one migration. The migrations are frozen: they
are not made of the models, so that a register of any release becomes what a new one is. Until 0.1
is released there is only the first, and a new column may still be put into its SQL.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.entering import migrating
from models.storage import opening
from models.storage.engine import Keys, sqlite3
from models.storage.writing import connect
from tests.models.shapes import APART, differences, of_the_schema

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
    with of_the_schema() as connection:
        yield connection


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

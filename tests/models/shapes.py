"""Whether two databases have the same tables, told by the name of whatever they do not share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peewee import Field, SqliteDatabase

from models.schema import TABLES
from models.storage.engine import sqlite3

#: Made by the runner and by SQLite for the search, and by no model.
APART = ("schema_migration", "search", "search_config", "search_data", "search_docsize",
         "search_idx")  # fmt: skip
COLUMN = ("name", "type", "not null", "default", "place in the primary key", "hidden")
KEY = ("table", "from", "to", "on update", "on delete", "match")


@contextmanager
def of_the_schema() -> Iterator[sqlite3.Connection]:
    """A database with the tables as ``models/schema/`` describes them."""
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

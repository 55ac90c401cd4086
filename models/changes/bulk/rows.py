"""Rows that wait to be written, many at once: their ids, their columns, as SQLite keeps them."""

from __future__ import annotations

from functools import cache
from typing import Any

from peewee import DateField, DateTimeField, fn

from models.case.casefile import Row
from models.change import SEALED, Change
from models.queries.cases.derive_questions import CLOCK_COLUMNS, ENTRY_COLUMNS
from models.rules import roles
from models.schema import TABLES, Table
from models.storage.asking import value
from models.storage.sqlite import searching
from models.storage.sqlite.batches import insertion

#: What is written by other columns than all of its own: without an id, or in another order.
OTHERWISE = {"case_clock": CLOCK_COLUMNS, "search_entry": ENTRY_COLUMNS, "audit_record": SEALED}
#: The index of words, which is no model of the schema.
INDEX = "search"


class Rows:
    """Rows of any table inside a change, in the order in which they must be written."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._connection = change.database.connection()
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._next: dict[str, int] = {}

    def next_id(self, table: str) -> int:
        """The next id of a table; nobody else can write while the change is open."""
        if table not in self._next:
            model = models()[table]
            self._next[table] = value(self._connection, model.select(fn.MAX(model.id))) or 0
        self._next[table] += 1
        return self._next[table]

    def keep(self, table: str, row: Row) -> Row:
        """Have a row of a case or a person written; returns it as it is stored.

        :raises NotAllowedError: the user may not write in this table.
        """
        if table not in self._waiting:
            self._change.require(roles.act_of(table))
            self._change.tables.add(table)
            self._waiting[table] = []
        kept = as_stored(table, row)
        self._waiting[table].append(tuple(kept.values()))
        return kept

    def put(self, table: str, *rows: tuple[Any, ...]) -> None:
        """Have rows written that are derived, or sealed, by the columns of :func:`columns`."""
        self._waiting.setdefault(table, []).extend(rows)

    def flush(self) -> None:
        """Write what is waiting."""
        for table, names in columns().items():
            rows = self._waiting.get(table)
            if rows:
                self._connection.executemany(insertion(models()[table], names), rows)
                rows.clear()
        indexed = self._waiting.pop(INDEX, [])
        searching.put(self._connection, indexed)
        self._next.clear()

    def __bool__(self) -> bool:
        """Whether anything is waiting."""
        return any(self._waiting.values())


def as_stored(table: str, row: Row) -> Row:
    """A row by column as SQLite keeps it; a flag is kept as a number and told as a flag."""
    names, days = columns()[table], _days()[table]
    kept = {name: row[name] for name in names}
    for name in days:
        if kept[name] is not None:
            kept[name] = str(kept[name])
    return kept


@cache
def columns() -> dict[str, tuple[str, ...]]:
    """The columns of every table that is written, parents first."""
    found = {
        table: tuple(item.column_name for item in model._meta.sorted_fields)
        for table, model in models().items()
    }
    return found | OTHERWISE


@cache
def models() -> dict[str, type[Table]]:
    """Every table's model, parents first."""
    every: tuple[type[Any], ...] = TABLES
    return {model._meta.table_name: model for model in every}


@cache
def _days() -> dict[str, tuple[str, ...]]:
    """The columns of each table that hold days and moments."""
    return {
        model._meta.table_name: tuple(
            item.column_name
            for item in model._meta.sorted_fields
            if isinstance(item, DateField | DateTimeField)
        )
        for model in TABLES
    }


def blank(model: type[Table]) -> Row:
    """A row with what stands in its columns unless something is said."""
    return dict(_defaults(model))


@cache
def _defaults(model: type[Table]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.column_name, item.default) for item in model._meta.sorted_fields)

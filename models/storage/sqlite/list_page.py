"""The case list as the engine is asked for it, where every tenth of a millisecond was measured.

A condition is SQL over ``case_line AS l`` with its values; so are the columns that are shown. The
ids of a page are found first, on the index of the sort key alone; only its rows are read whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import Field

from models.storage.engine import sqlite3

#: SQL over ``case_line AS l``, and the values of its marks in order.
Condition = tuple[str, Sequence[Any]]
#: A condition that an allegation of the case carries one of some factors (``{}``: the marks).
HAS_FACTOR = (
    "EXISTS (SELECT 1 FROM allegation_factor f JOIN allegation a ON a.id = f.allegation_id"
    " WHERE a.case_id = l.case_id AND f.factor IN ({}))"
)


def has_row(column: Field) -> str:
    """A condition that a row of the case has one of some values in a column (``{}``: the marks)."""
    table, name = column.model._meta.table_name, column.column_name
    return (
        f'EXISTS (SELECT 1 FROM "{table}" x WHERE x.case_id = l.case_id AND x."{name}" IN ({{}}))'
    )


def count(connection: sqlite3.Connection, condition: Condition) -> int:
    """How many cases meet a condition."""
    where, values = condition
    query = f"SELECT COUNT(*) FROM case_line l WHERE {where}"
    return int(connection.execute(query, values).fetchone()[0])


def ids(connection: sqlite3.Connection, condition: Condition) -> list[int]:
    """Which cases meet a condition, in the order of their ids."""
    where, values = condition
    query = f"SELECT l.case_id FROM case_line l WHERE {where} ORDER BY l.case_id"
    return [row[0] for row in connection.execute(query, values)]


def overview(
    connection: sqlite3.Connection, condition: Condition, user_id: int, today: str
) -> tuple[int, int, int]:
    """How many cases meet a condition, how many of them are a user's, how many are overdue."""
    where, values = condition
    query = (
        "SELECT COUNT(*), COALESCE(SUM(l.owner_id = ?), 0),"
        " COALESCE(SUM(l.open AND l.next_due < ?), 0)"
        f" FROM case_line l WHERE {where}"
    )
    found: tuple[int, int, int] = connection.execute(query, [user_id, today, *values]).fetchone()
    return found


def page(
    condition: Condition,
    key: str,
    columns: Sequence[str],
    *,
    descending: bool,
    offset: int,
    limit: int,
) -> tuple[str, list[Any]]:
    """The SQL of one page of the list, and its values: case ids, and the columns after them.

    :param key: the indexed column of ``case_line`` that orders it.
    """
    where, values = condition
    way = "DESC" if descending else "ASC"
    query = (
        f"SELECT l.case_id, {', '.join(columns)} FROM (SELECT l.case_id AS id FROM case_line l"
        f" WHERE {where} ORDER BY l.{key} {way}, l.case_id {way} LIMIT ? OFFSET ?) page"
        f" CROSS JOIN case_line l ON l.case_id = page.id ORDER BY l.{key} {way}, l.case_id {way}"
    )
    return query, [*values, limit, offset]


def position(
    connection: sqlite3.Connection,
    condition: Condition,
    key: str,
    case_id: int,
    *,
    descending: bool,
) -> int | None:
    """How many cases stand before one in the list; ``None`` if it does not meet the condition."""
    where, values = condition
    found = connection.execute(
        f"SELECT l.{key} FROM case_line l WHERE l.case_id = ? AND {where}", [case_id, *values]
    ).fetchone()
    if found is None:
        return None
    before = ">" if descending else "<"
    if found[0] is None:  # nulls come first ascending, last descending
        first = f"(l.{key} IS NULL AND l.case_id {before} ?)"
        first += f" OR l.{key} IS NOT NULL" if descending else ""
        given: list[Any] = [case_id]
    else:
        first = f"l.{key} {before} ? OR (l.{key} = ? AND l.case_id {before} ?)"
        first += "" if descending else f" OR l.{key} IS NULL"
        given = [found[0], found[0], case_id]
    query = f"SELECT COUNT(*) FROM case_line l WHERE ({first}) AND {where}"
    return int(connection.execute(query, [*given, *values]).fetchone()[0])

"""The case list: how many there are, and the rows that a screen shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.queries.cases.columns import column
from models.queries.cases.filters import Filter
from models.queries.cases.hits import hits
from models.schema import User
from models.storage.asking import ask
from models.storage.engine import sqlite3
from models.storage.sqlite import list_page


@dataclass(frozen=True)
class Sort:
    """The column that orders the list; ties go by case id in the same direction."""

    column: str = "received"
    descending: bool = True


@dataclass(frozen=True)
class ListRow:
    """A case as the list shows it.

    :ivar values: by column code; days as ``date``, flags as ``bool``.
    :ivar second: second lines, by column code.
    :ivar hit: words around what the search found, marked as :mod:`models.queries.cases.hits` says.
    """

    case_id: int
    values: dict[str, Any]
    second: dict[str, str] = field(default_factory=dict)
    hit: str = ""


@dataclass(frozen=True)
class Overview:
    """Figures beside the list, in cases."""

    total: int
    mine: int
    overdue: int


def count(connection: sqlite3.Connection, where: Filter, today: datetime.date) -> int:
    """How many cases the filter lets through."""
    return list_page.count(connection, where.conditions(today))


def ids(connection: sqlite3.Connection, where: Filter, today: datetime.date) -> list[int]:
    """The ids of the cases that the filter lets through, in the order in which they were added."""
    return list_page.ids(connection, where.conditions(today))


def overview(
    connection: sqlite3.Connection, where: Filter, today: datetime.date, user_id: int
) -> Overview:
    """How many cases there are in the view, how many are this user's, how many are overdue."""
    condition = where.conditions(today)
    return Overview(*list_page.overview(connection, condition, user_id, today.isoformat()))


def page_query(
    where: Filter,
    sort: Sort,
    today: datetime.date,
    columns: Sequence[str],
    *,
    offset: int,
    limit: int,
) -> tuple[str, list[Any]]:
    """The SQL of one page of the list, and its values."""
    shown = [column(code) for code in columns]
    return list_page.page(
        where.conditions(today),
        column(sort.column).sort,
        [item.sql for item in shown] + [item.second for item in shown if item.second],
        descending=sort.descending,
        offset=offset,
        limit=limit,
    )


def rows(
    connection: sqlite3.Connection,
    where: Filter,
    sort: Sort,
    today: datetime.date,
    columns: Sequence[str],
    *,
    offset: int,
    limit: int,
) -> list[ListRow]:
    """The rows from ``offset`` on, ``limit`` at most, with the search's hit on each."""
    query, values = page_query(where, sort, today, columns, offset=offset, limit=limit)
    found = [_row(raw, columns) for raw in connection.execute(query, values)]
    if not where.text.strip():
        return found
    hit = hits(connection, [row.case_id for row in found], where.text)
    return [replace(row, hit=hit.get(row.case_id, "")) for row in found]


def every_row(
    connection: sqlite3.Connection,
    where: Filter,
    sort: Sort,
    today: datetime.date,
    columns: Sequence[str],
    *,
    batch: int = 500,
) -> Iterator[ListRow]:
    """Every row in order, ``batch`` held at a time, all as they stand at one moment."""
    query, values = page_query(where, sort, today, columns, offset=0, limit=-1)
    cursor = connection.execute(query, values)
    while raws := cursor.fetchmany(batch):
        for raw in raws:
            yield _row(raw, columns)


def position(
    connection: sqlite3.Connection,
    where: Filter,
    sort: Sort,
    today: datetime.date,
    case_id: int,
) -> int | None:
    """At which row a case stands in the list, or ``None`` if the filter hides it."""
    return list_page.position(
        connection,
        where.conditions(today),
        column(sort.column).sort,
        case_id,
        descending=sort.descending,
    )


def owners(connection: sqlite3.Connection) -> dict[int, str]:
    """Full names of everybody who can own a case, by user id, in order of name."""
    everybody = User.select(User.id, User.full_name).order_by(User.full_name)
    return {row[0]: row[1] for row in ask(connection, everybody)}


def _row(raw: sqlite3.Row, columns: Sequence[str]) -> ListRow:
    items = list(raw)
    case_id, rest = items[0], items[1:]
    values = {}
    for code, value in zip(columns, rest, strict=False):
        kind = column(code).kind
        if value is not None and kind in ("date", "due"):
            value = datetime.date.fromisoformat(value)
        values[code] = bool(value) if kind == "flag" else value
    seconds = [code for code in columns if column(code).second]
    return ListRow(case_id, values, dict(zip(seconds, rest[len(columns) :], strict=True)))

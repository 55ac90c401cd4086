"""A peewee question asked on one connection of a register, the writing one or a reader.

The models are bound to no database (:mod:`models.schema.base`), so whoever asks says where. Rows
come as the connection gives them: by name, days as ``YYYY-MM-DD``, moments as they are stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import BaseQuery

from models.storage.engine import sqlite3

Rows = list[sqlite3.Row]


def ask(connection: sqlite3.Connection, query: BaseQuery) -> Iterator[sqlite3.Row]:
    """The rows of a question, one after another, so that none need be kept."""
    words, values = query.sql()
    return iter(connection.execute(words, values))


def rows(connection: sqlite3.Connection, query: BaseQuery) -> Rows:
    """All rows of a question."""
    words, values = query.sql()
    return connection.execute(words, values).fetchall()


def row(connection: sqlite3.Connection, query: BaseQuery) -> sqlite3.Row | None:
    """The first row of a question; nothing where there is none."""
    words, values = query.sql()
    found: sqlite3.Row | None = connection.execute(words, values).fetchone()
    return found


def value(connection: sqlite3.Connection, query: BaseQuery) -> Any:
    """The first column of a question's first row; nothing where there is none."""
    found = row(connection, query)
    return None if found is None else found[0]

"""The mappings of columns that are kept in the register under a name."""

from __future__ import annotations

from models.errors import InvalidError, NotFoundError
from models.exchange.incoming.mapping import Mapping, from_json
from models.storage.engine import sqlite3


def mapping_names(connection: sqlite3.Connection) -> list[str]:
    """What the mappings that are kept are called."""
    query = "SELECT name FROM import_mapping ORDER BY name COLLATE NOCASE"
    return [str(row[0]) for row in connection.execute(query)]


def kept_mapping(connection: sqlite3.Connection, name: str) -> Mapping:
    """The mapping that is kept under a name.

    :raises NotFoundError: none is, or it is damaged.
    """
    query = "SELECT mapping FROM import_mapping WHERE name = ?"
    row = connection.execute(query, (name,)).fetchone()
    if row is None:
        listed = ", ".join(mapping_names(connection)[:20]) or "none"
        raise NotFoundError(f"No mapping is called “{name}”. There are: {listed}.")
    try:
        return from_json(row[0])
    except InvalidError as error:
        raise NotFoundError(f"The mapping “{name}” cannot be read: {error}") from error

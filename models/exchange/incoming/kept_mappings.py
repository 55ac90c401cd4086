"""The mappings of columns that are kept in the register under a name."""

from __future__ import annotations

from models.errors import InvalidError, NotFoundError
from models.exchange.incoming.mapping import Mapping, from_json
from models.schema import ImportMapping
from models.storage.asking import ask, value
from models.storage.engine import sqlite3


def mapping_names(connection: sqlite3.Connection) -> list[str]:
    """What the mappings that are kept are called."""
    query = ImportMapping.select(ImportMapping.name).order_by(ImportMapping.name.collate("NOCASE"))
    return [str(row[0]) for row in ask(connection, query)]


def kept_mapping(connection: sqlite3.Connection, name: str) -> Mapping:
    """The mapping that is kept under a name.

    :raises NotFoundError: none is, or it is damaged.
    """
    query = ImportMapping.select(ImportMapping.mapping).where(ImportMapping.name == name)
    kept = value(connection, query)
    if kept is None:
        listed = ", ".join(mapping_names(connection)[:20]) or "none"
        raise NotFoundError(f"No mapping is called “{name}”. There are: {listed}.")
    try:
        return from_json(kept)
    except InvalidError as error:
        raise NotFoundError(f"The mapping “{name}” cannot be read: {error}") from error

"""What the engine itself says of a register's file: whether it is sound, and its parts agree."""

from __future__ import annotations

from contextlib import suppress

from models.storage.engine import sqlite3


def damage(connection: sqlite3.Connection, most: int) -> list[str]:
    """What SQLite finds wrong with the file, in its own words, ``most`` at most."""
    # The index forgets what it knew of its own shape when it is asked something; else a connection
    # that checked before would look for parts that have been merged since, and call them missing.
    with suppress(sqlite3.DatabaseError):  # if it is damaged, that is said below
        connection.execute("SELECT 1 FROM main.search LIMIT 1").fetchone()
    said = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({most})")]
    return [] if said == ["ok"] else said


def pages(connection: sqlite3.Connection) -> int:
    """How many pages the file has."""
    return int(connection.execute("PRAGMA page_count").fetchone()[0])


def dangling(connection: sqlite3.Connection, most: int) -> list[tuple[str, int | None, str]]:
    """Rows that point at one that is not there: table, number and the table pointed at."""
    found = connection.execute("PRAGMA foreign_key_check").fetchmany(most)
    return [(row[0], row[1], row[2]) for row in found]


def pointing_tables(connection: sqlite3.Connection) -> int:
    """How many tables have rows that point at others."""
    query = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES%'"
    return int(connection.execute(query).fetchone()[0])


def indexed_entries(connection: sqlite3.Connection) -> int:
    """How many entries the full-text index holds, whoever may see them."""
    return int(connection.execute("SELECT COUNT(*) FROM search_docsize").fetchone()[0])

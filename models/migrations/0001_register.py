"""The tables of the first release, as ``0001_register.sql`` has them; frozen from 0.1 on."""

from __future__ import annotations

from pathlib import Path

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = Path(__file__).with_suffix(".sql")


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables, one statement at a time, inside the runner's transaction."""
    for statement in SCRIPT.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            db.execute_sql(statement)

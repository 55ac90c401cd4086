"""The rationale of a decision, and entries pinned to the top of the chronology."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add both, empty."""
    db.execute_sql(
        'ALTER TABLE "chronology_entry" ADD COLUMN "rationale" TEXT NOT NULL DEFAULT \'\''
    )
    db.execute_sql('ALTER TABLE "chronology_entry" ADD COLUMN "pinned" INTEGER NOT NULL DEFAULT 0')

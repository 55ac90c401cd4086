"""The case into which another is consolidated, in the list."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the column; it is derived anew after the migration."""
    db.execute_sql(
        'ALTER TABLE "case_line" ADD COLUMN "consolidated_into" TEXT NOT NULL DEFAULT \'\''
    )
    db.execute_sql(
        'CREATE INDEX "case_line_consolidated_into" ON "case_line" ("consolidated_into")'
    )

"""Links between cases."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the table and its indexes."""
    db.execute_sql(
        'CREATE TABLE "case_link" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "case_id" INTEGER NOT NULL, "other_id" INTEGER NOT NULL,'
        ' "kind" TEXT, "since" DATE, "reason" TEXT NOT NULL,'
        ' FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("other_id") REFERENCES "case" ("id") ON DELETE RESTRICT)'
    )
    for column in ("case_id", "other_id"):
        db.execute_sql(f'CREATE INDEX "case_link_{column}" ON "case_link" ("{column}")')

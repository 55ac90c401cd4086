"""Steps left out on purpose and cases opened again, each with its reason."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the table and its indexes."""
    db.execute_sql(
        'CREATE TABLE "stage_step" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "case_id" INTEGER NOT NULL, "kind" TEXT,'
        ' "requirement" TEXT NOT NULL, "decided" DATE, "decided_by_id" INTEGER,'
        ' "reason" TEXT NOT NULL,'
        ' FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT)'
    )
    for column in ("case_id", "decided_by_id"):
        db.execute_sql(f'CREATE INDEX "stage_step_{column}" ON "stage_step" ("{column}")')

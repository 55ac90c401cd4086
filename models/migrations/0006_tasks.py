"""Tasks between people, each in a case."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the table and its indexes."""
    db.execute_sql(
        'CREATE TABLE "task" ("id" INTEGER NOT NULL PRIMARY KEY, "version" INTEGER NOT NULL,'
        ' "case_id" INTEGER NOT NULL, "title" TEXT NOT NULL, "notes" TEXT NOT NULL,'
        ' "due" DATE, "priority" TEXT, "assigned_to_id" INTEGER, "assigned_by_id" INTEGER,'
        ' "done" DATE, "uid" TEXT NOT NULL,'
        ' FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("assigned_to_id") REFERENCES "user" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("assigned_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT)'
    )
    for column in ("case_id", "assigned_to_id", "assigned_by_id"):
        db.execute_sql(f'CREATE INDEX "task_{column}" ON "task" ("{column}")')
    db.execute_sql('CREATE UNIQUE INDEX "task_uid" ON "task" ("uid")')

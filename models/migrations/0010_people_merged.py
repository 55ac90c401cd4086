"""People merged and monitored, how they want to be told, and reviews of early-intervention alerts."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

COLUMNS = {
    "person": (
        '"merged_into_id" INTEGER REFERENCES "person" ("id") ON DELETE RESTRICT',
        '"monitored_from" DATE',
        '"monitored_to" DATE',
        "\"monitored_why\" TEXT NOT NULL DEFAULT ''",
    ),
    "member": ('"merged_into_id" INTEGER REFERENCES "member" ("id") ON DELETE RESTRICT',),
    "complainant": ("\"wants_told\" TEXT NOT NULL DEFAULT ''",),
}


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns, empty, and create the tables."""
    for table, columns in COLUMNS.items():
        for column in columns:
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    for table in ("person", "member"):
        db.execute_sql(f'CREATE INDEX "{table}_merged_into_id" ON "{table}" ("merged_into_id")')
    db.execute_sql(
        'CREATE TABLE "person_merge" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "kept_id" INTEGER NOT NULL, "gone_id" INTEGER NOT NULL,'
        ' "at" DATETIME NOT NULL, "by_id" INTEGER, "reason" TEXT NOT NULL, "moved" TEXT NOT NULL,'
        ' "undone" DATETIME,'
        ' FOREIGN KEY ("kept_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("gone_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT)'
    )
    for column in ("kept_id", "gone_id", "by_id"):
        db.execute_sql(f'CREATE INDEX "person_merge_{column}" ON "person_merge" ("{column}")')
    db.execute_sql(
        'CREATE TABLE "alert_review" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "person_id" INTEGER NOT NULL, "rule" TEXT NOT NULL,'
        ' "cases" TEXT NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER,'
        ' "closed" INTEGER NOT NULL, "reason" TEXT NOT NULL,'
        ' FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT)'
    )
    for column in ("person_id", "by_id"):
        db.execute_sql(f'CREATE INDEX "alert_review_{column}" ON "alert_review" ("{column}")')

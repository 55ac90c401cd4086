"""Figures that other forces have published."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "force_figure" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "force" TEXT NOT NULL,
        "source" TEXT NOT NULL,
        "starts" DATE,
        "ends" DATE,
        "factor" TEXT,
        "counts" TEXT,
        "basis" TEXT,
        "measure" TEXT,
        "value" INTEGER,
        "headcount" INTEGER,
        "at" DATETIME NOT NULL,
        "by_id" INTEGER,
        FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "force_figure_force" ON "force_figure" ("force");
    CREATE INDEX "force_figure_by_id" ON "force_figure" ("by_id")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the table and its indexes."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

"""What came in from files: imports, their rows, and mappings of columns."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "import_mapping" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "mapping" TEXT NOT NULL,
        "saved" DATETIME NOT NULL,
        "saved_by_id" INTEGER,
        FOREIGN KEY ("saved_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX "import_mapping_name" ON "import_mapping" ("name");
    CREATE INDEX "import_mapping_saved_by_id" ON "import_mapping" ("saved_by_id");
    CREATE TABLE "import_run" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "at" DATETIME NOT NULL,
        "by_id" INTEGER,
        "file_name" TEXT NOT NULL,
        "sha256" TEXT NOT NULL,
        "rows" INTEGER NOT NULL,
        "added" INTEGER NOT NULL,
        "changed" INTEGER NOT NULL,
        "skipped" INTEGER NOT NULL,
        "refused" INTEGER NOT NULL,
        "mapping" TEXT NOT NULL,
        "first_record" INTEGER NOT NULL,
        "last_record" INTEGER NOT NULL,
        "undone" DATETIME,
        FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "import_run_by_id" ON "import_run" ("by_id");
    CREATE TABLE "imported_row" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "case_id" INTEGER NOT NULL,
        "run_id" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        "kept" TEXT NOT NULL,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("run_id") REFERENCES "import_run" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "imported_row_case_id" ON "imported_row" ("case_id");
    CREATE INDEX "imported_row_run_id" ON "imported_row" ("run_id");
    CREATE INDEX "imported_row_key" ON "imported_row" ("key")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

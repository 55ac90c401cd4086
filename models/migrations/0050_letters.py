"""Letter templates of the force, and letters as they were sent."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "letter_template" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "about" TEXT,
        "file_name" TEXT NOT NULL,
        "size" INTEGER NOT NULL,
        "sha256" TEXT NOT NULL,
        "file_id" INTEGER NOT NULL,
        "added" DATETIME NOT NULL,
        "added_by_id" INTEGER,
        "retired" DATE,
        FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("added_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "letter_template_file_id" ON "letter_template" ("file_id");
    CREATE INDEX "letter_template_added_by_id" ON "letter_template" ("added_by_id");
    CREATE TABLE "letter" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "case_id" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "about" TEXT,
        "recipient" TEXT NOT NULL,
        "sent" DATE,
        "method" TEXT,
        "recorded" TEXT NOT NULL,
        "file_name" TEXT NOT NULL,
        "size" INTEGER NOT NULL,
        "sha256" TEXT NOT NULL,
        "file_id" INTEGER NOT NULL,
        "kept" DATETIME NOT NULL,
        "kept_by_id" INTEGER,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("kept_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "letter_case_id" ON "letter" ("case_id");
    CREATE INDEX "letter_file_id" ON "letter" ("file_id");
    CREATE INDEX "letter_kept_by_id" ON "letter" ("kept_by_id");
    CREATE UNIQUE INDEX "letter_case_id_number" ON "letter" ("case_id", "number")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables and their indexes."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

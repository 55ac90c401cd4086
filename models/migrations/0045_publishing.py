"""Answers kept as they were published, and reviews of old cases for a factor."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "publication" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "question" TEXT NOT NULL,
        "answer" TEXT NOT NULL,
        "cases" TEXT NOT NULL,
        "purpose" TEXT NOT NULL,
        "at" DATETIME NOT NULL,
        "by_id" INTEGER,
        FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "publication_by_id" ON "publication" ("by_id");
    CREATE TABLE "coding_review" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "case_id" INTEGER NOT NULL,
        "allegation_id" INTEGER NOT NULL,
        "factor" TEXT,
        "decision" TEXT,
        "words" TEXT NOT NULL,
        "at" DATETIME NOT NULL,
        "by_id" INTEGER,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("allegation_id") REFERENCES "allegation" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "coding_review_case_id" ON "coding_review" ("case_id");
    CREATE INDEX "coding_review_allegation_id" ON "coding_review" ("allegation_id");
    CREATE INDEX "coding_review_factor" ON "coding_review" ("factor");
    CREATE INDEX "coding_review_by_id" ON "coding_review" ("by_id")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables and their indexes."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

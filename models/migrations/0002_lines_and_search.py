"""The lines of the case list and the search index, both derived from the records."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "case_line" (
        "case_id" INTEGER NOT NULL PRIMARY KEY,
        "reference" TEXT NOT NULL,
        "reference_key" INTEGER NOT NULL,
        "title" TEXT NOT NULL,
        "title_key" TEXT NOT NULL,
        "who" TEXT NOT NULL,
        "subject_count" INTEGER NOT NULL,
        "role" TEXT NOT NULL,
        "stage" TEXT NOT NULL,
        "stage_rank" INTEGER NOT NULL,
        "kind" TEXT NOT NULL,
        "kind_name" TEXT NOT NULL,
        "category" TEXT NOT NULL,
        "category_name" TEXT NOT NULL,
        "standard" TEXT NOT NULL,
        "standard_name" TEXT NOT NULL,
        "severity" TEXT NOT NULL,
        "severity_name" TEXT NOT NULL,
        "finding" TEXT NOT NULL,
        "finding_name" TEXT NOT NULL,
        "outcome" TEXT NOT NULL,
        "outcome_name" TEXT NOT NULL,
        "factors" TEXT NOT NULL,
        "platform_name" TEXT NOT NULL,
        "regime" TEXT NOT NULL,
        "owner_id" INTEGER,
        "owner_name" TEXT NOT NULL,
        "received" DATE,
        "closed" DATE,
        "next_due" DATE,
        "next_due_for" TEXT NOT NULL,
        "open" INTEGER NOT NULL,
        "restricted" INTEGER NOT NULL,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE CASCADE
    );
    CREATE INDEX "case_line_reference" ON "case_line" ("reference");
    CREATE INDEX "case_line_reference_key" ON "case_line" ("reference_key");
    CREATE INDEX "case_line_title_key" ON "case_line" ("title_key");
    CREATE INDEX "case_line_who" ON "case_line" ("who");
    CREATE INDEX "case_line_subject_count" ON "case_line" ("subject_count");
    CREATE INDEX "case_line_role" ON "case_line" ("role");
    CREATE INDEX "case_line_stage_rank" ON "case_line" ("stage_rank");
    CREATE INDEX "case_line_kind_name" ON "case_line" ("kind_name");
    CREATE INDEX "case_line_category_name" ON "case_line" ("category_name");
    CREATE INDEX "case_line_standard_name" ON "case_line" ("standard_name");
    CREATE INDEX "case_line_severity_name" ON "case_line" ("severity_name");
    CREATE INDEX "case_line_finding_name" ON "case_line" ("finding_name");
    CREATE INDEX "case_line_outcome_name" ON "case_line" ("outcome_name");
    CREATE INDEX "case_line_platform_name" ON "case_line" ("platform_name");
    CREATE INDEX "case_line_regime" ON "case_line" ("regime");
    CREATE INDEX "case_line_owner_name" ON "case_line" ("owner_name");
    CREATE INDEX "case_line_received" ON "case_line" ("received");
    CREATE INDEX "case_line_closed" ON "case_line" ("closed");
    CREATE INDEX "case_line_next_due" ON "case_line" ("next_due");
    CREATE INDEX "case_line_restricted" ON "case_line" ("restricted");
    CREATE TABLE "search_entry" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "source" TEXT NOT NULL,
        "source_id" INTEGER NOT NULL,
        "words" TEXT NOT NULL
    );
    CREATE UNIQUE INDEX "search_entry_source_source_id" ON "search_entry" ("source", "source_id");
    CREATE VIRTUAL TABLE "search" USING fts5(
        words, content='search_entry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2", prefix='2 3'
    );

"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables, one statement at a time, inside the runner's transaction."""
    for statement in SCRIPT.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)

"""What was decided about keeping a case, and when a case or a person was anonymised."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    ALTER TABLE "case" ADD COLUMN "anonymised" DATE;
    ALTER TABLE "person" ADD COLUMN "anonymised" DATE;
    CREATE TABLE "retention_review" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "decided" DATE,
        "decided_by_id" INTEGER,
        "until" DATE,
        "reason" TEXT NOT NULL,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "retention_review_case_id" ON "retention_review" ("case_id");
    CREATE INDEX "retention_review_decided_by_id" ON "retention_review" ("decided_by_id")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and the table."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

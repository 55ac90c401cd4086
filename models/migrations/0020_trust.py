"""Who people are in the force, who is named on restricted cases, and numbers in two series."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    ALTER TABLE "user" ADD COLUMN "member_id" INTEGER
        REFERENCES "member" ("id") ON DELETE RESTRICT;
    CREATE INDEX "user_member_id" ON "user" ("member_id");
    ALTER TABLE "user" ADD COLUMN "must_change" INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE "case" ADD COLUMN "series" TEXT NOT NULL DEFAULT '';
    ALTER TABLE "case" ADD COLUMN "former_references" TEXT NOT NULL DEFAULT '';
    DROP INDEX "case_year_number";
    CREATE UNIQUE INDEX "case_series_year_number" ON "case" ("series", "year", "number");
    ALTER TABLE "reference_counter" ADD COLUMN "series" TEXT NOT NULL DEFAULT '';
    DROP INDEX "reference_counter_year";
    CREATE UNIQUE INDEX "reference_counter_series_year" ON "reference_counter" ("series", "year");
    CREATE TABLE "void_reference" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "series" TEXT NOT NULL,
        "year" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "since" DATE
    );
    CREATE UNIQUE INDEX "void_reference_series_year_number"
        ON "void_reference" ("series", "year", "number");
    CREATE TABLE "case_access" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "user_id" INTEGER NOT NULL,
        "since" DATE,
        "reason" TEXT NOT NULL,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX "case_access_case_id_user_id" ON "case_access" ("case_id", "user_id");
    CREATE INDEX "case_access_case_id" ON "case_access" ("case_id");
    CREATE INDEX "case_access_user_id" ON "case_access" ("user_id")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and tables; cases restricted until now keep the numbers they have."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

"""Where cases came from, what was done to them there, and people as other registers know them."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "case_origin" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "register" TEXT NOT NULL,
        "reference" TEXT NOT NULL,
        "force" TEXT NOT NULL,
        "sender" TEXT NOT NULL,
        "versions" TEXT NOT NULL,
        "ours" TEXT NOT NULL,
        "received" DATETIME NOT NULL,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX "case_origin_case_id" ON "case_origin" ("case_id");
    CREATE UNIQUE INDEX "case_origin_register_reference"
        ON "case_origin" ("register", "reference");
    CREATE TABLE "origin_record" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "case_id" INTEGER NOT NULL,
        "register" TEXT NOT NULL,
        "force" TEXT NOT NULL,
        "number" INTEGER NOT NULL,
        "at" DATETIME NOT NULL,
        "user_name" TEXT NOT NULL,
        "who" TEXT NOT NULL,
        "action" TEXT NOT NULL,
        "about_table" TEXT NOT NULL,
        "record_id" INTEGER,
        "origin_case" INTEGER,
        "reason" TEXT NOT NULL,
        "entry" TEXT NOT NULL,
        "names" TEXT NOT NULL,
        "digest" BLOB NOT NULL,
        "chain" BLOB NOT NULL,
        "entry_hash" BLOB NOT NULL,
        "reason_hash" BLOB,
        "salt" BLOB,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "origin_record_case_id" ON "origin_record" ("case_id");
    CREATE UNIQUE INDEX "origin_record_case_id_register_number"
        ON "origin_record" ("case_id", "register", "number");
    CREATE TABLE "origin_link" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "case_id" INTEGER NOT NULL,
        "outward" INTEGER NOT NULL,
        "register" TEXT NOT NULL,
        "first_reference" TEXT NOT NULL,
        "reference" TEXT NOT NULL,
        "kind" TEXT,
        "since" DATE,
        "reason" TEXT NOT NULL,
        FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "origin_link_case_id" ON "origin_link" ("case_id");
    CREATE TABLE "person_origin" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "person_id" INTEGER NOT NULL,
        "register" TEXT NOT NULL,
        "origin_id" INTEGER NOT NULL,
        "theirs" TEXT NOT NULL,
        "ours" TEXT NOT NULL,
        FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "person_origin_person_id" ON "person_origin" ("person_id");
    CREATE UNIQUE INDEX "person_origin_register_origin_id_person_id"
        ON "person_origin" ("register", "origin_id", "person_id")
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)

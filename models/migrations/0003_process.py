"""Notices, suspensions, updates to complainants, and the clocks that run from them."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

RECORD = '"id" INTEGER NOT NULL PRIMARY KEY, "version" INTEGER NOT NULL, "case_id" INTEGER NOT NULL'
CASE = 'FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE'
SUBJECT = 'FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT'
USER = 'FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT'
TABLES = {
    "notice": (
        f'{RECORD}, "subject_id" INTEGER, "kind" TEXT, "served" DATE, "method" TEXT,'
        ' "served_by" TEXT NOT NULL, "response_received" DATE, "notes" TEXT NOT NULL,'
        f" {CASE} RESTRICT, {SUBJECT}"
    ),
    "suspension": (
        f'{RECORD}, "subject_id" INTEGER NOT NULL, "kind" TEXT, "began" DATE, "ended" DATE,'
        f' "decided_by_id" INTEGER, "reason" TEXT NOT NULL, {CASE} RESTRICT, {SUBJECT}, {USER}'
    ),
    "suspension_review": (
        f'{RECORD}, "suspension_id" INTEGER NOT NULL, "reviewed" DATE, "decision" TEXT,'
        f' "decided_by_id" INTEGER, "reason" TEXT NOT NULL, {CASE} RESTRICT,'
        ' FOREIGN KEY ("suspension_id") REFERENCES "suspension" ("id") ON DELETE RESTRICT,'
        f" {USER}"
    ),
    "complainant_update": (
        f'{RECORD}, "complainant_id" INTEGER NOT NULL, "kind" TEXT, "sent" DATE, "method" TEXT,'
        f' "summary" TEXT NOT NULL, {CASE} RESTRICT,'
        ' FOREIGN KEY ("complainant_id") REFERENCES "complainant" ("id") ON DELETE RESTRICT'
    ),
    "clock_change": (
        f'{RECORD}, "clock" TEXT NOT NULL, "about" INTEGER NOT NULL, "kind" TEXT, "day" DATE,'
        f' "until" DATE, "reason" TEXT NOT NULL, {CASE} RESTRICT'
    ),
    "case_clock": (
        '"id" INTEGER NOT NULL PRIMARY KEY, "case_id" INTEGER NOT NULL, "clock" TEXT NOT NULL,'
        ' "about" INTEGER NOT NULL, "words" TEXT NOT NULL, "started" DATE NOT NULL, "due" DATE,'
        f' "state" TEXT NOT NULL, {CASE} CASCADE'
    ),
}
INDEXES = {
    "notice": ("case_id", "subject_id"),
    "suspension": ("case_id", "subject_id", "decided_by_id"),
    "suspension_review": ("case_id", "suspension_id", "decided_by_id"),
    "complainant_update": ("case_id", "complainant_id"),
    "clock_change": ("case_id",),
    "case_clock": ("case_id", "due"),
}


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables and their indexes."""
    for table, columns in TABLES.items():
        db.execute_sql(f'CREATE TABLE "{table}" ({columns})')
    for table, indexed in INDEXES.items():
        for column in indexed:
            db.execute_sql(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')

"""Panel, appeal and allegation of a proceeding; barred and advisory list of an outcome."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

COLUMNS = {
    "proceeding": (
        '"allegation_id" INTEGER REFERENCES "allegation" ("id") ON DELETE RESTRICT',
        "\"panel\" TEXT NOT NULL DEFAULT ''",
        '"appeal_lodged" DATE',
        '"appeal_decided" DATE',
        '"appeal_result" TEXT',
    ),
    "outcome": (
        '"allegation_id" INTEGER REFERENCES "allegation" ("id") ON DELETE RESTRICT',
        '"barred_listed" DATE',
        '"advisory_listed" DATE',
        "\"list_details\" TEXT NOT NULL DEFAULT ''",
    ),
}


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns, empty, and index the pointers."""
    for table, columns in COLUMNS.items():
        for column in columns:
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
        db.execute_sql(f'CREATE INDEX "{table}_allegation_id" ON "{table}" ("allegation_id")')

"""Complaint findings and reviews, and referrals that say which they revise."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

COLUMNS = {
    "complainant_update": ('"review_body" TEXT', '"review_result" TEXT'),
    "referral": ('"revises_id" INTEGER REFERENCES "referral" ("id") ON DELETE RESTRICT',),
}
#: Findings on a complaint, which had no level of their own.
COMPLAINT = ("service-acceptable", "service-not-acceptable", "unable-to-determine")


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns, empty, and give the findings on complaints their level."""
    for table, columns in COLUMNS.items():
        for column in columns:
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    db.execute_sql('CREATE INDEX "referral_revises_id" ON "referral" ("revises_id")')
    marks = ", ".join("?" * len(COMPLAINT))
    db.execute_sql(f"UPDATE finding SET level = 'complaint' WHERE finding IN ({marks})", COMPLAINT)

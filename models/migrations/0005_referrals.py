"""Referrals as dated, reasoned decisions of their own, instead of three fields of the case."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

OLD = ("referral", "referral_decided", "referral_mode")


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the table, move what the cases say into it, and drop the fields."""
    db.execute_sql(
        'CREATE TABLE "referral" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "case_id" INTEGER NOT NULL, "kind" TEXT, "decided" DATE,'
        ' "decided_by_id" INTEGER, "reason" TEXT NOT NULL, "referred" DATE, "mode" TEXT,'
        ' "mode_decided" DATE,'
        ' FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT)'
    )
    for column in ("case_id", "decided_by_id"):
        db.execute_sql(f'CREATE INDEX "referral_{column}" ON "referral" ("{column}")')
    db.execute_sql(
        'INSERT INTO "referral" (version, case_id, kind, decided, reason, referred, mode)'
        " SELECT 1, id, referral, referral_decided, '', referral_decided, referral_mode"
        ' FROM "case" WHERE referral IS NOT NULL ORDER BY id'
    )
    for column in OLD:
        db.execute_sql(f'ALTER TABLE "case" DROP COLUMN "{column}"')

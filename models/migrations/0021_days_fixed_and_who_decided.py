"""The day fixed for a proceeding, apart from the day it was held; by whom an outcome was decided."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; a day on which a proceeding is yet to be held becomes the day fixed for it."""
    db.execute_sql('ALTER TABLE "proceeding" ADD COLUMN "fixed_for" DATE')
    db.execute_sql('ALTER TABLE "outcome" ADD COLUMN "decided_by" TEXT NOT NULL DEFAULT \'\'')
    today = "COALESCE((SELECT value FROM setting WHERE key = 'today'), date('now'))"
    db.execute_sql(f'UPDATE "proceeding" SET fixed_for = held, held = NULL WHERE held > {today}')

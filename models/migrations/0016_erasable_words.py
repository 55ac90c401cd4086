"""The hash of an audit record's words beside them, so that the words can be erased."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

from models.storage.chain import plain_hash

SCRIPT = """
    ALTER TABLE "audit_record" ADD COLUMN "entry_hash" BLOB NOT NULL DEFAULT x'';
    ALTER TABLE "audit_record" ADD COLUMN "reason_hash" BLOB;
    ALTER TABLE "audit_record" ADD COLUMN "salt" BLOB;
    CREATE INDEX "audit_record_user_name" ON "audit_record" ("user_name");
    CREATE INDEX "audit_record_action" ON "audit_record" ("action")
"""
STRIDE = 2000


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; what was recorded until now keeps its seal, by the hash of its entry."""
    for statement in SCRIPT.split(";"):
        db.execute_sql(statement)
    query = "SELECT id, entry FROM audit_record WHERE id > ? ORDER BY id LIMIT ?"
    last = -(1 << 63)
    while rows := db.execute_sql(query, (last, STRIDE)).fetchall():
        for number, entry in rows:
            hashed = plain_hash(entry)
            db.execute_sql("UPDATE audit_record SET entry_hash = ? WHERE id = ?", (hashed, number))
            last = number

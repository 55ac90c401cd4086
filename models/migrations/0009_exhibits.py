"""Exhibits, and the files behind them in chunks."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables and their indexes."""
    db.execute_sql(
        'CREATE TABLE "exhibit_file" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "started" DATETIME NOT NULL,'
        ' "complete" INTEGER NOT NULL)'
    )
    db.execute_sql(
        'CREATE TABLE "exhibit_chunk" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "file_id" INTEGER NOT NULL, "place" INTEGER NOT NULL, "data" BLOB NOT NULL,'
        ' FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE CASCADE)'
    )
    db.execute_sql(
        'CREATE TABLE "exhibit" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "case_id" INTEGER NOT NULL, "number" INTEGER NOT NULL,'
        ' "mark" TEXT NOT NULL, "description" TEXT NOT NULL, "source" TEXT NOT NULL,'
        ' "file_name" TEXT NOT NULL, "media_type" TEXT NOT NULL, "size" INTEGER NOT NULL,'
        ' "sha256" TEXT NOT NULL, "file_id" INTEGER NOT NULL,'
        ' "added" DATETIME NOT NULL, "added_by_id" INTEGER, "withdrawn" TEXT NOT NULL,'
        ' FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("added_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT)'
    )
    db.execute_sql('CREATE INDEX "exhibit_chunk_file_id" ON "exhibit_chunk" ("file_id")')
    db.execute_sql(
        'CREATE UNIQUE INDEX "exhibit_chunk_file_id_place" ON "exhibit_chunk" ("file_id", "place")'
    )
    for column in ("case_id", "file_id", "added_by_id"):
        db.execute_sql(f'CREATE INDEX "exhibit_{column}" ON "exhibit" ("{column}")')
    db.execute_sql(
        'CREATE UNIQUE INDEX "exhibit_case_id_number" ON "exhibit" ("case_id", "number")'
    )

"""Guidance: documents, versions, clauses, who was given which, and what an allegation names."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables and their indexes, and add the allegation's columns, empty."""
    db.execute_sql(
        'CREATE TABLE "guidance_document" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "title" TEXT NOT NULL, "factor" TEXT,'
        ' "notes" TEXT NOT NULL)'
    )
    db.execute_sql(
        'CREATE TABLE "guidance_version" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "document_id" INTEGER NOT NULL, "name" TEXT NOT NULL,'
        ' "starts" DATE, "ends" DATE, "notes" TEXT NOT NULL, "file_id" INTEGER,'
        ' "file_name" TEXT NOT NULL, "media_type" TEXT NOT NULL, "size" INTEGER NOT NULL,'
        ' "sha256" TEXT NOT NULL,'
        ' FOREIGN KEY ("document_id") REFERENCES "guidance_document" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT)'
    )
    db.execute_sql(
        'CREATE TABLE "guidance_clause" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "guidance_id" INTEGER NOT NULL, "number" TEXT NOT NULL,'
        ' "words" TEXT NOT NULL,'
        ' FOREIGN KEY ("guidance_id") REFERENCES "guidance_version" ("id") ON DELETE RESTRICT)'
    )
    db.execute_sql(
        'CREATE TABLE "guidance_issue" ("id" INTEGER NOT NULL PRIMARY KEY,'
        ' "version" INTEGER NOT NULL, "guidance_id" INTEGER NOT NULL,'
        ' "member_id" INTEGER NOT NULL, "given" DATE, "how" TEXT, "acknowledged" DATE,'
        ' "acknowledged_how" TEXT,'
        ' FOREIGN KEY ("guidance_id") REFERENCES "guidance_version" ("id") ON DELETE RESTRICT,'
        ' FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT)'
    )
    for table, column in (
        ("guidance_version", "document_id"),
        ("guidance_version", "file_id"),
        ("guidance_clause", "guidance_id"),
        ("guidance_issue", "guidance_id"),
        ("guidance_issue", "member_id"),
    ):
        db.execute_sql(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')
    for column, table in (
        ("guidance_version_id", "guidance_version"),
        ("guidance_clause_id", "guidance_clause"),
    ):
        db.execute_sql(
            f'ALTER TABLE "allegation" ADD COLUMN "{column}" INTEGER'
            f' REFERENCES "{table}" ("id") ON DELETE RESTRICT'
        )
        db.execute_sql(f'CREATE INDEX "allegation_{column}" ON "allegation" ("{column}")')

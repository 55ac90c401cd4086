"""The records: a frozen copy of the tables as the first release had them."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

SCRIPT = """
    CREATE TABLE "user" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "name" TEXT NOT NULL,
        "full_name" TEXT NOT NULL,
        "role" TEXT,
        "retired" INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX "user_name" ON "user" ("name");
    CREATE TABLE "case" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "reference" TEXT NOT NULL,
        "year" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "title" TEXT NOT NULL,
        "summary" TEXT NOT NULL,
        "kind" TEXT,
        "regime" TEXT,
        "stage" TEXT,
        "owner_id" INTEGER,
        "received" DATE,
        "recorded" DATE,
        "came_to_notice" DATE,
        "incident_from" DATE,
        "incident_to" DATE,
        "incident_place" TEXT NOT NULL,
        "restricted" INTEGER NOT NULL,
        "marking" TEXT,
        "next_due" DATE,
        "next_due_for" TEXT NOT NULL,
        "referral" TEXT,
        "referral_decided" DATE,
        "referral_mode" TEXT,
        "closed" DATE,
        FOREIGN KEY ("owner_id")
            REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE UNIQUE INDEX "case_reference" ON "case" ("reference");
    CREATE INDEX "case_owner_id" ON "case" ("owner_id");
    CREATE UNIQUE INDEX "case_year_number" ON "case" ("year", "number");
    CREATE TABLE "person" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "family_name" TEXT NOT NULL,
        "given_names" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        "date_of_birth" DATE,
        "sex" TEXT,
        "ethnicity" TEXT,
        "email" TEXT NOT NULL,
        "telephone" TEXT NOT NULL,
        "address" TEXT NOT NULL
    );
    CREATE INDEX "person_family_name" ON "person" ("family_name");
    CREATE TABLE "member" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "person_id" INTEGER NOT NULL,
        "number" TEXT NOT NULL,
        "role" TEXT,
        "joined" DATE,
        "left" DATE,
        FOREIGN KEY ("person_id")
            REFERENCES "person" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "member_person_id" ON "member" ("person_id");
    CREATE INDEX "member_number" ON "member" ("number");
    CREATE TABLE "subject" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "member_id" INTEGER,
        "role" TEXT,
        "rank" TEXT,
        "post" TEXT NOT NULL,
        "unit" TEXT NOT NULL,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("member_id")
            REFERENCES "member" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "subject_case_id" ON "subject" ("case_id");
    CREATE INDEX "subject_member_id" ON "subject" ("member_id");
    CREATE TABLE "allegation" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "subject_id" INTEGER,
        "particulars" TEXT NOT NULL,
        "category" TEXT,
        "standard" TEXT,
        "conduct_from" DATE,
        "conduct_to" DATE,
        "platform" TEXT,
        "conduct" TEXT,
        "duty" TEXT,
        "guidance" TEXT NOT NULL,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("subject_id")
            REFERENCES "subject" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "allegation_case_id" ON "allegation" ("case_id");
    CREATE INDEX "allegation_subject_id" ON "allegation" ("subject_id");
    CREATE TABLE "allegation_factor" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "allegation_id" INTEGER NOT NULL,
        "factor" TEXT NOT NULL,
        FOREIGN KEY ("allegation_id")
            REFERENCES "allegation" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "allegation_factor_allegation_id" ON "allegation_factor" ("allegation_id");
    CREATE INDEX "allegation_factor_factor" ON "allegation_factor" ("factor");
    CREATE UNIQUE INDEX "allegation_factor_allegation_id_factor" ON "allegation_factor" ("allegation_id", "factor");
    CREATE TABLE "audit_record" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "at" DATETIME NOT NULL,
        "user_name" TEXT NOT NULL,
        "action" TEXT NOT NULL,
        "table_name" TEXT NOT NULL,
        "record_id" INTEGER,
        "case_id" INTEGER,
        "reason" TEXT NOT NULL,
        "entry" TEXT NOT NULL,
        "digest" BLOB NOT NULL,
        "chain" BLOB NOT NULL
    );
    CREATE INDEX "audit_record_case_id" ON "audit_record" ("case_id");
    CREATE TABLE "chronology_entry" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "number" INTEGER NOT NULL,
        "kind" TEXT,
        "occurred" DATETIME NOT NULL,
        "entered" DATETIME NOT NULL,
        "entered_by_id" INTEGER,
        "text" TEXT NOT NULL,
        "corrects_id" INTEGER,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("entered_by_id")
            REFERENCES "user" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("corrects_id")
            REFERENCES "chronology_entry" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "chronology_entry_case_id" ON "chronology_entry" ("case_id");
    CREATE INDEX "chronology_entry_entered_by_id" ON "chronology_entry" ("entered_by_id");
    CREATE INDEX "chronology_entry_corrects_id" ON "chronology_entry" ("corrects_id");
    CREATE UNIQUE INDEX "chronology_entry_case_id_number" ON "chronology_entry" ("case_id", "number");
    CREATE TABLE "complainant" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "person_id" INTEGER NOT NULL,
        "capacity" TEXT,
        "contact_preference" TEXT,
        "since" DATE,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("person_id")
            REFERENCES "person" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "complainant_case_id" ON "complainant" ("case_id");
    CREATE INDEX "complainant_person_id" ON "complainant" ("person_id");
    CREATE TABLE "finding" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "allegation_id" INTEGER NOT NULL,
        "level" TEXT,
        "finding" TEXT,
        "decided" DATE,
        "decided_by_id" INTEGER,
        "reason" TEXT NOT NULL,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("allegation_id")
            REFERENCES "allegation" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("decided_by_id")
            REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "finding_case_id" ON "finding" ("case_id");
    CREATE INDEX "finding_allegation_id" ON "finding" ("allegation_id");
    CREATE INDEX "finding_decided_by_id" ON "finding" ("decided_by_id");
    CREATE TABLE "proceeding" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "subject_id" INTEGER NOT NULL,
        "kind" TEXT,
        "notified" DATE,
        "held" DATE,
        "chair" TEXT NOT NULL,
        "representative" TEXT NOT NULL,
        "public" INTEGER,
        "result" TEXT,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("subject_id")
            REFERENCES "subject" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "proceeding_case_id" ON "proceeding" ("case_id");
    CREATE INDEX "proceeding_subject_id" ON "proceeding" ("subject_id");
    CREATE TABLE "outcome" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "subject_id" INTEGER NOT NULL,
        "proceeding_id" INTEGER,
        "outcome" TEXT,
        "decided" DATE,
        "starts" DATE,
        "expires" DATE,
        "notes" TEXT NOT NULL,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("subject_id")
            REFERENCES "subject" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("proceeding_id")
            REFERENCES "proceeding" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "outcome_case_id" ON "outcome" ("case_id");
    CREATE INDEX "outcome_subject_id" ON "outcome" ("subject_id");
    CREATE INDEX "outcome_proceeding_id" ON "outcome" ("proceeding_id");
    CREATE TABLE "posting" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "member_id" INTEGER NOT NULL,
        "rank" TEXT,
        "post" TEXT NOT NULL,
        "unit" TEXT NOT NULL,
        "starts" DATE,
        "ends" DATE,
        FOREIGN KEY ("member_id")
            REFERENCES "member" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "posting_member_id" ON "posting" ("member_id");
    CREATE TABLE "reference_counter" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "year" INTEGER NOT NULL,
        "last" INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX "reference_counter_year" ON "reference_counter" ("year");
    CREATE TABLE "setting" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "key" TEXT NOT NULL,
        "value" TEXT NOT NULL
    );
    CREATE UNIQUE INDEX "setting_key" ON "setting" ("key");
    CREATE TABLE "severity_assessment" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "version" INTEGER NOT NULL,
        "case_id" INTEGER NOT NULL,
        "subject_id" INTEGER NOT NULL,
        "severity" TEXT,
        "decided" DATE,
        "decided_by_id" INTEGER,
        "reason" TEXT NOT NULL,
        FOREIGN KEY ("case_id")
            REFERENCES "case" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("subject_id")
            REFERENCES "subject" ("id") ON DELETE RESTRICT,
        FOREIGN KEY ("decided_by_id")
            REFERENCES "user" ("id") ON DELETE RESTRICT
    );
    CREATE INDEX "severity_assessment_case_id" ON "severity_assessment" ("case_id");
    CREATE INDEX "severity_assessment_subject_id" ON "severity_assessment" ("subject_id");
    CREATE INDEX "severity_assessment_decided_by_id" ON "severity_assessment" ("decided_by_id");
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create the tables, one statement at a time, inside the runner's transaction."""
    for statement in SCRIPT.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)

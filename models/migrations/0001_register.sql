-- The register as release 0.1 makes it: every table, index and search table, parents first.
-- Frozen from that release on; what comes later is a migration of its own (0002 and so on).
-- tests/models/test_migrations.py compares what all of them make with models/schema/.

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
    "address" TEXT NOT NULL,
    "merged_into_id" INTEGER,
    "monitored_from" DATE,
    "monitored_to" DATE,
    "monitored_why" TEXT NOT NULL,
    "anonymised" DATE,
    FOREIGN KEY ("merged_into_id") REFERENCES "person" ("id") ON DELETE RESTRICT
);
CREATE INDEX "person_family_name" ON "person" ("family_name");
CREATE INDEX "person_merged_into_id" ON "person" ("merged_into_id");

CREATE TABLE "member" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "role" TEXT,
    "joined" DATE,
    "left" DATE,
    "merged_into_id" INTEGER,
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("merged_into_id") REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX "member_person_id" ON "member" ("person_id");
CREATE INDEX "member_number" ON "member" ("number");
CREATE INDEX "member_merged_into_id" ON "member" ("merged_into_id");

CREATE TABLE "user" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "role" TEXT,
    "retired" INTEGER NOT NULL,
    "member_id" INTEGER,
    "must_change" INTEGER NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "user_name" ON "user" ("name");
CREATE INDEX "user_member_id" ON "user" ("member_id");

CREATE TABLE "setting" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL
);
CREATE UNIQUE INDEX "setting_key" ON "setting" ("key");

CREATE TABLE "reference_counter" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "series" TEXT NOT NULL
);
CREATE UNIQUE INDEX "reference_counter_series_year" ON "reference_counter" ("series", "year");

CREATE TABLE "void_reference" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "series" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "since" DATE
);
CREATE UNIQUE INDEX "void_reference_series_year_number" ON "void_reference" ("series", "year", "number");

CREATE TABLE "posting" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "rank" TEXT,
    "post" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "starts" DATE,
    "ends" DATE,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX "posting_member_id" ON "posting" ("member_id");

CREATE TABLE "person_merge" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "kept_id" INTEGER NOT NULL,
    "gone_id" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "by_id" INTEGER,
    "reason" TEXT NOT NULL,
    "moved" TEXT NOT NULL,
    "undone" DATETIME,
    FOREIGN KEY ("kept_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("gone_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "person_merge_kept_id" ON "person_merge" ("kept_id");
CREATE INDEX "person_merge_gone_id" ON "person_merge" ("gone_id");
CREATE INDEX "person_merge_by_id" ON "person_merge" ("by_id");

CREATE TABLE "alert_review" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "cases" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "by_id" INTEGER,
    "closed" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "alert_review_person_id" ON "alert_review" ("person_id");
CREATE INDEX "alert_review_by_id" ON "alert_review" ("by_id");

CREATE TABLE "exhibit_file" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "started" DATETIME NOT NULL,
    "complete" INTEGER NOT NULL
);

CREATE TABLE "exhibit_chunk" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "file_id" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "data" BLOB NOT NULL,
    FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE CASCADE
);
CREATE INDEX "exhibit_chunk_file_id" ON "exhibit_chunk" ("file_id");
CREATE UNIQUE INDEX "exhibit_chunk_file_id_place" ON "exhibit_chunk" ("file_id", "place");

CREATE TABLE "guidance_document" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "factor" TEXT,
    "notes" TEXT NOT NULL
);

CREATE TABLE "guidance_version" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "document_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "starts" DATE,
    "ends" DATE,
    "notes" TEXT NOT NULL,
    "file_id" INTEGER,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    FOREIGN KEY ("document_id") REFERENCES "guidance_document" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT
);
CREATE INDEX "guidance_version_document_id" ON "guidance_version" ("document_id");
CREATE INDEX "guidance_version_file_id" ON "guidance_version" ("file_id");

CREATE TABLE "guidance_clause" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "guidance_id" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    FOREIGN KEY ("guidance_id") REFERENCES "guidance_version" ("id") ON DELETE RESTRICT
);
CREATE INDEX "guidance_clause_guidance_id" ON "guidance_clause" ("guidance_id");

CREATE TABLE "guidance_issue" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "guidance_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "given" DATE,
    "how" TEXT,
    "acknowledged" DATE,
    "acknowledged_how" TEXT,
    FOREIGN KEY ("guidance_id") REFERENCES "guidance_version" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX "guidance_issue_guidance_id" ON "guidance_issue" ("guidance_id");
CREATE INDEX "guidance_issue_member_id" ON "guidance_issue" ("member_id");

CREATE TABLE "import_mapping" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "saved" DATETIME NOT NULL,
    "saved_by_id" INTEGER,
    FOREIGN KEY ("saved_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "import_mapping_name" ON "import_mapping" ("name");
CREATE INDEX "import_mapping_saved_by_id" ON "import_mapping" ("saved_by_id");

CREATE TABLE "import_run" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "by_id" INTEGER,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "added" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "mapping" TEXT NOT NULL,
    "first_record" INTEGER NOT NULL,
    "last_record" INTEGER NOT NULL,
    "undone" DATETIME,
    FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "import_run_by_id" ON "import_run" ("by_id");

CREATE TABLE "letter_template" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "about" TEXT,
    "file_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_id" INTEGER NOT NULL,
    "added" DATETIME NOT NULL,
    "added_by_id" INTEGER,
    "retired" DATE,
    FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("added_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "letter_template_file_id" ON "letter_template" ("file_id");
CREATE INDEX "letter_template_added_by_id" ON "letter_template" ("added_by_id");

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
    "closed" DATE,
    "series" TEXT NOT NULL,
    "former_references" TEXT NOT NULL,
    "anonymised" DATE,
    FOREIGN KEY ("owner_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "case_reference" ON "case" ("reference");
CREATE INDEX "case_owner_id" ON "case" ("owner_id");
CREATE UNIQUE INDEX "case_series_year_number" ON "case" ("series", "year", "number");

CREATE TABLE "case_access" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "since" DATE,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "case_access_case_id" ON "case_access" ("case_id");
CREATE INDEX "case_access_user_id" ON "case_access" ("user_id");
CREATE UNIQUE INDEX "case_access_case_id_user_id" ON "case_access" ("case_id", "user_id");

CREATE TABLE "case_link" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "other_id" INTEGER NOT NULL,
    "kind" TEXT,
    "since" DATE,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("other_id") REFERENCES "case" ("id") ON DELETE RESTRICT
);
CREATE INDEX "case_link_case_id" ON "case_link" ("case_id");
CREATE INDEX "case_link_other_id" ON "case_link" ("other_id");

CREATE TABLE "subject" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "member_id" INTEGER,
    "role" TEXT,
    "rank" TEXT,
    "post" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX "subject_case_id" ON "subject" ("case_id");
CREATE INDEX "subject_member_id" ON "subject" ("member_id");

CREATE TABLE "complainant" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "capacity" TEXT,
    "contact_preference" TEXT,
    "since" DATE,
    "wants_told" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT
);
CREATE INDEX "complainant_case_id" ON "complainant" ("case_id");
CREATE INDEX "complainant_person_id" ON "complainant" ("person_id");

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
    "guidance_version_id" INTEGER,
    "guidance_clause_id" INTEGER,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("guidance_version_id") REFERENCES "guidance_version" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("guidance_clause_id") REFERENCES "guidance_clause" ("id") ON DELETE RESTRICT
);
CREATE INDEX "allegation_case_id" ON "allegation" ("case_id");
CREATE INDEX "allegation_subject_id" ON "allegation" ("subject_id");
CREATE INDEX "allegation_guidance_version_id" ON "allegation" ("guidance_version_id");
CREATE INDEX "allegation_guidance_clause_id" ON "allegation" ("guidance_clause_id");

CREATE TABLE "allegation_factor" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "allegation_id" INTEGER NOT NULL,
    "factor" TEXT NOT NULL,
    FOREIGN KEY ("allegation_id") REFERENCES "allegation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "allegation_factor_allegation_id" ON "allegation_factor" ("allegation_id");
CREATE INDEX "allegation_factor_factor" ON "allegation_factor" ("factor");
CREATE UNIQUE INDEX "allegation_factor_allegation_id_factor" ON "allegation_factor" ("allegation_id", "factor");

CREATE TABLE "severity_assessment" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "severity" TEXT,
    "decided" DATE,
    "decided_by_id" INTEGER,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "severity_assessment_case_id" ON "severity_assessment" ("case_id");
CREATE INDEX "severity_assessment_subject_id" ON "severity_assessment" ("subject_id");
CREATE INDEX "severity_assessment_decided_by_id" ON "severity_assessment" ("decided_by_id");

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
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("allegation_id") REFERENCES "allegation" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
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
    "allegation_id" INTEGER,
    "panel" TEXT NOT NULL,
    "appeal_lodged" DATE,
    "appeal_decided" DATE,
    "appeal_result" TEXT,
    "fixed_for" DATE,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("allegation_id") REFERENCES "allegation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "proceeding_case_id" ON "proceeding" ("case_id");
CREATE INDEX "proceeding_subject_id" ON "proceeding" ("subject_id");
CREATE INDEX "proceeding_allegation_id" ON "proceeding" ("allegation_id");

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
    "allegation_id" INTEGER,
    "barred_listed" DATE,
    "advisory_listed" DATE,
    "list_details" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("proceeding_id") REFERENCES "proceeding" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("allegation_id") REFERENCES "allegation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "outcome_case_id" ON "outcome" ("case_id");
CREATE INDEX "outcome_subject_id" ON "outcome" ("subject_id");
CREATE INDEX "outcome_proceeding_id" ON "outcome" ("proceeding_id");
CREATE INDEX "outcome_allegation_id" ON "outcome" ("allegation_id");

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
    "rationale" TEXT NOT NULL,
    "pinned" INTEGER NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("entered_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("corrects_id") REFERENCES "chronology_entry" ("id") ON DELETE RESTRICT
);
CREATE INDEX "chronology_entry_case_id" ON "chronology_entry" ("case_id");
CREATE INDEX "chronology_entry_entered_by_id" ON "chronology_entry" ("entered_by_id");
CREATE INDEX "chronology_entry_corrects_id" ON "chronology_entry" ("corrects_id");
CREATE UNIQUE INDEX "chronology_entry_case_id_number" ON "chronology_entry" ("case_id", "number");

CREATE TABLE "referral" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "kind" TEXT,
    "decided" DATE,
    "decided_by_id" INTEGER,
    "reason" TEXT NOT NULL,
    "referred" DATE,
    "mode" TEXT,
    "mode_decided" DATE,
    "revises_id" INTEGER,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("revises_id") REFERENCES "referral" ("id") ON DELETE RESTRICT
);
CREATE INDEX "referral_case_id" ON "referral" ("case_id");
CREATE INDEX "referral_decided_by_id" ON "referral" ("decided_by_id");
CREATE INDEX "referral_revises_id" ON "referral" ("revises_id");

CREATE TABLE "notice" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "subject_id" INTEGER,
    "kind" TEXT,
    "served" DATE,
    "method" TEXT,
    "served_by" TEXT NOT NULL,
    "response_received" DATE,
    "notes" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT
);
CREATE INDEX "notice_case_id" ON "notice" ("case_id");
CREATE INDEX "notice_subject_id" ON "notice" ("subject_id");

CREATE TABLE "suspension" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "kind" TEXT,
    "began" DATE,
    "ended" DATE,
    "decided_by_id" INTEGER,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("subject_id") REFERENCES "subject" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "suspension_case_id" ON "suspension" ("case_id");
CREATE INDEX "suspension_subject_id" ON "suspension" ("subject_id");
CREATE INDEX "suspension_decided_by_id" ON "suspension" ("decided_by_id");

CREATE TABLE "suspension_review" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "suspension_id" INTEGER NOT NULL,
    "reviewed" DATE,
    "decision" TEXT,
    "decided_by_id" INTEGER,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("suspension_id") REFERENCES "suspension" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "suspension_review_case_id" ON "suspension_review" ("case_id");
CREATE INDEX "suspension_review_suspension_id" ON "suspension_review" ("suspension_id");
CREATE INDEX "suspension_review_decided_by_id" ON "suspension_review" ("decided_by_id");

CREATE TABLE "complainant_update" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "complainant_id" INTEGER NOT NULL,
    "kind" TEXT,
    "sent" DATE,
    "method" TEXT,
    "summary" TEXT NOT NULL,
    "review_body" TEXT,
    "review_result" TEXT,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("complainant_id") REFERENCES "complainant" ("id") ON DELETE RESTRICT
);
CREATE INDEX "complainant_update_case_id" ON "complainant_update" ("case_id");
CREATE INDEX "complainant_update_complainant_id" ON "complainant_update" ("complainant_id");

CREATE TABLE "clock_change" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "clock" TEXT NOT NULL,
    "about" INTEGER NOT NULL,
    "kind" TEXT,
    "day" DATE,
    "until" DATE,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT
);
CREATE INDEX "clock_change_case_id" ON "clock_change" ("case_id");

CREATE TABLE "stage_step" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "kind" TEXT,
    "requirement" TEXT NOT NULL,
    "decided" DATE,
    "decided_by_id" INTEGER,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "stage_step_case_id" ON "stage_step" ("case_id");
CREATE INDEX "stage_step_decided_by_id" ON "stage_step" ("decided_by_id");

CREATE TABLE "task" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "notes" TEXT NOT NULL,
    "due" DATE,
    "priority" TEXT,
    "assigned_to_id" INTEGER,
    "assigned_by_id" INTEGER,
    "done" DATE,
    "uid" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("assigned_to_id") REFERENCES "user" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("assigned_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "task_case_id" ON "task" ("case_id");
CREATE INDEX "task_assigned_to_id" ON "task" ("assigned_to_id");
CREATE INDEX "task_assigned_by_id" ON "task" ("assigned_by_id");
CREATE UNIQUE INDEX "task_uid" ON "task" ("uid");

CREATE TABLE "exhibit" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "mark" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_id" INTEGER NOT NULL,
    "added" DATETIME NOT NULL,
    "added_by_id" INTEGER,
    "withdrawn" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("added_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "exhibit_case_id" ON "exhibit" ("case_id");
CREATE INDEX "exhibit_file_id" ON "exhibit" ("file_id");
CREATE INDEX "exhibit_added_by_id" ON "exhibit" ("added_by_id");
CREATE UNIQUE INDEX "exhibit_case_id_number" ON "exhibit" ("case_id", "number");

CREATE TABLE "letter" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "about" TEXT,
    "recipient" TEXT NOT NULL,
    "sent" DATE,
    "method" TEXT,
    "recorded" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_id" INTEGER NOT NULL,
    "kept" DATETIME NOT NULL,
    "kept_by_id" INTEGER,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("file_id") REFERENCES "exhibit_file" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("kept_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "letter_case_id" ON "letter" ("case_id");
CREATE INDEX "letter_file_id" ON "letter" ("file_id");
CREATE INDEX "letter_kept_by_id" ON "letter" ("kept_by_id");
CREATE UNIQUE INDEX "letter_case_id_number" ON "letter" ("case_id", "number");

CREATE TABLE "retention_review" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "decided" DATE,
    "decided_by_id" INTEGER,
    "until" DATE,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("decided_by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "retention_review_case_id" ON "retention_review" ("case_id");
CREATE INDEX "retention_review_decided_by_id" ON "retention_review" ("decided_by_id");

CREATE TABLE "imported_row" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kept" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("run_id") REFERENCES "import_run" ("id") ON DELETE RESTRICT
);
CREATE INDEX "imported_row_case_id" ON "imported_row" ("case_id");
CREATE INDEX "imported_row_run_id" ON "imported_row" ("run_id");
CREATE INDEX "imported_row_key" ON "imported_row" ("key");

CREATE TABLE "coding_review" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "allegation_id" INTEGER NOT NULL,
    "factor" TEXT,
    "decision" TEXT,
    "words" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "by_id" INTEGER,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("allegation_id") REFERENCES "allegation" ("id") ON DELETE RESTRICT,
    FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "coding_review_case_id" ON "coding_review" ("case_id");
CREATE INDEX "coding_review_allegation_id" ON "coding_review" ("allegation_id");
CREATE INDEX "coding_review_factor" ON "coding_review" ("factor");
CREATE INDEX "coding_review_by_id" ON "coding_review" ("by_id");

CREATE TABLE "publication" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "cases" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "by_id" INTEGER,
    FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "publication_by_id" ON "publication" ("by_id");

CREATE TABLE "force_figure" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "force" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "starts" DATE,
    "ends" DATE,
    "factor" TEXT,
    "counts" TEXT,
    "basis" TEXT,
    "measure" TEXT,
    "value" INTEGER,
    "headcount" INTEGER,
    "at" DATETIME NOT NULL,
    "by_id" INTEGER,
    FOREIGN KEY ("by_id") REFERENCES "user" ("id") ON DELETE RESTRICT
);
CREATE INDEX "force_figure_force" ON "force_figure" ("force");
CREATE INDEX "force_figure_by_id" ON "force_figure" ("by_id");

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
CREATE UNIQUE INDEX "case_origin_register_reference" ON "case_origin" ("register", "reference");

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
    "reason_hash" BLOB NOT NULL,
    "salt" BLOB,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE RESTRICT
);
CREATE INDEX "origin_record_case_id" ON "origin_record" ("case_id");
CREATE UNIQUE INDEX "origin_record_case_id_register_number" ON "origin_record" ("case_id", "register", "number");

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
CREATE UNIQUE INDEX "person_origin_register_origin_id_person_id" ON "person_origin" ("register", "origin_id", "person_id");

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
    "chain" BLOB NOT NULL,
    "entry_hash" BLOB NOT NULL,
    "reason_hash" BLOB NOT NULL,
    "salt" BLOB
);
CREATE INDEX "audit_record_user_name" ON "audit_record" ("user_name");
CREATE INDEX "audit_record_action" ON "audit_record" ("action");
CREATE INDEX "audit_record_case_id" ON "audit_record" ("case_id");

CREATE TABLE "case_clock" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "clock" TEXT NOT NULL,
    "about" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "started" DATE NOT NULL,
    "due" DATE,
    "state" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE CASCADE
);
CREATE INDEX "case_clock_case_id" ON "case_clock" ("case_id");
CREATE INDEX "case_clock_due" ON "case_clock" ("due");

CREATE TABLE "case_line" (
    "case_id" INTEGER NOT NULL PRIMARY KEY,
    "reference" TEXT NOT NULL,
    "reference_key" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "subject_count" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "stage_rank" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "kind_name" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "category_name" TEXT NOT NULL,
    "standard" TEXT NOT NULL,
    "standard_name" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "severity_name" TEXT NOT NULL,
    "finding" TEXT NOT NULL,
    "finding_name" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "outcome_name" TEXT NOT NULL,
    "factors" TEXT NOT NULL,
    "platform_name" TEXT NOT NULL,
    "regime" TEXT NOT NULL,
    "owner_id" INTEGER,
    "owner_name" TEXT NOT NULL,
    "received" DATE,
    "closed" DATE,
    "next_due" DATE,
    "next_due_for" TEXT NOT NULL,
    "open" INTEGER NOT NULL,
    "restricted" INTEGER NOT NULL,
    "consolidated_into" TEXT NOT NULL,
    "recorded" DATE,
    "came_to_notice" DATE,
    "incident_place" TEXT NOT NULL,
    "marking" TEXT NOT NULL,
    "marking_name" TEXT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "case" ("id") ON DELETE CASCADE
);
CREATE INDEX "case_line_reference" ON "case_line" ("reference");
CREATE INDEX "case_line_reference_key" ON "case_line" ("reference_key");
CREATE INDEX "case_line_title_key" ON "case_line" ("title_key");
CREATE INDEX "case_line_who" ON "case_line" ("who");
CREATE INDEX "case_line_subject_count" ON "case_line" ("subject_count");
CREATE INDEX "case_line_role" ON "case_line" ("role");
CREATE INDEX "case_line_stage_rank" ON "case_line" ("stage_rank");
CREATE INDEX "case_line_kind_name" ON "case_line" ("kind_name");
CREATE INDEX "case_line_category_name" ON "case_line" ("category_name");
CREATE INDEX "case_line_standard_name" ON "case_line" ("standard_name");
CREATE INDEX "case_line_severity_name" ON "case_line" ("severity_name");
CREATE INDEX "case_line_finding_name" ON "case_line" ("finding_name");
CREATE INDEX "case_line_outcome_name" ON "case_line" ("outcome_name");
CREATE INDEX "case_line_platform_name" ON "case_line" ("platform_name");
CREATE INDEX "case_line_regime" ON "case_line" ("regime");
CREATE INDEX "case_line_owner_name" ON "case_line" ("owner_name");
CREATE INDEX "case_line_received" ON "case_line" ("received");
CREATE INDEX "case_line_closed" ON "case_line" ("closed");
CREATE INDEX "case_line_next_due" ON "case_line" ("next_due");
CREATE INDEX "case_line_restricted" ON "case_line" ("restricted");
CREATE INDEX "case_line_consolidated_into" ON "case_line" ("consolidated_into");
CREATE INDEX "case_line_recorded" ON "case_line" ("recorded");
CREATE INDEX "case_line_came_to_notice" ON "case_line" ("came_to_notice");
CREATE INDEX "case_line_incident_place" ON "case_line" ("incident_place");
CREATE INDEX "case_line_marking_name" ON "case_line" ("marking_name");

CREATE TABLE "search_entry" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "source" TEXT NOT NULL,
    "source_id" INTEGER NOT NULL,
    "words" TEXT NOT NULL
);
CREATE UNIQUE INDEX "search_entry_source_source_id" ON "search_entry" ("source", "source_id");

CREATE VIRTUAL TABLE "search" USING fts5(
    words, content='search_entry', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='2 3'
);

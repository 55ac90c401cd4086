"""Who did what, and when, in a person's words: one audit record, or those of a case."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from typing import Any

from peewee import BaseQuery, ModelSelect

from models.queries.cases.called import CALLED
from models.queries.joins import recorded_by, with_user_named
from models.rules import acts, vocabularies
from models.rules.dates import format_date, format_moment
from models.rules.imported import kept_values
from models.rules.validation import CODED
from models.schema import AuditRecord
from models.storage.asking import ask, given, question
from models.storage.asking import row as row_of
from models.storage.engine import sqlite3

ACTIONS = {
    "collect": "Added",
    "alter": "Changed",
    "erase": "Removed",
    "consult": "Looked at",
    "disclose": "Gave out",
    "combine": "Combined",
    "sign in": "Signed in",
    "sign out": "Signed out",
    "lock": "Locked the workstation",
    "unlock": "Unlocked the workstation",
    "passphrase": "Set a passphrase",
}
THINGS = {
    "case": "the case",
    "subject": "a subject",
    "complainant": "a complainant",
    "allegation": "an allegation",
    "allegation_factor": "a factor of an allegation",
    "severity_assessment": "a severity assessment",
    "finding": "a finding",
    "proceeding": "a proceeding",
    "outcome": "an outcome",
    "chronology_entry": "a chronology entry",
    "referral": "a referral",
    "notice": "a notice",
    "suspension": "a suspension or restriction",
    "suspension_review": "a review of a suspension",
    "complainant_update": "what a complainant was told",
    "clock_change": "a clock",
    "task": "a task",
    "case_link": "a link to another case",
    "case_access": "who may see the case",
    "exhibit": "an exhibit",
    "letter": "a letter",
    "letter_template": "a letter template",
    "posting": "a post held",
    "person_merge": "a merge of two records",
    "alert_review": "a review of an alert",
    "stage_step": "a step outside the order of stages",
    "guidance_document": "a guidance document",
    "guidance_version": "a version of guidance",
    "guidance_clause": "a clause of guidance",
    "guidance_issue": "guidance given to a member",
    "person": "a person’s details",
    "member": "a member’s details",
    "user": "somebody who works here",
    "setting": "a setting",
    "void_reference": "a number no longer in use",
    "retention_review": "how long the case is kept",
    "import_mapping": "how the columns of a file are read",
    "import_run": "an import of a file",
    "imported_row": "a row of an imported file",
    "publication": "a published answer",
    "coding_review": "a review of coding",
    "force_figure": "a figure of another force",
    "audit_record": "audit records",
    "case_origin": "where the case came from",
    "origin_link": "a link to a case elsewhere",
    "person_origin": "how another register knows a person",
}
#: Where a table is called otherwise in the case file.
SECTION_OF = {
    "case": "case",
    "subject": "subjects",
    "complainant": "complainants",
    "allegation": "allegations",
    "severity_assessment": "assessments",
    "finding": "findings",
    "proceeding": "proceedings",
    "outcome": "outcomes",
    "chronology_entry": "chronology",
    "referral": "referrals",
    "notice": "notices",
    "suspension": "suspensions",
    "suspension_review": "reviews",
    "complainant_update": "updates",
    "clock_change": "clock_changes",
    "stage_step": "steps",
    "task": "tasks",
    "case_link": "links",
    "case_access": "named",
    "guidance_issue": "guidance_issues",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")
LONGEST_NAME = 80
UNSHOWN = frozenset(
    {"id", "version", "case_id", "year", "number", "entered", "entered_by_id", "uid", "file_id",
     "moved", "series", "question", "answer",
     "register", "origin_id", "sender", "versions", "ours", "theirs"}
)  # fmt: skip
#: What an act without a row says besides ``what``, and the column it is like.
DETAILS = {
    "file": "file",
    "sha256": "sha256",
    "asked": "asked_for",
    "other_id": "other_id",
    "gone": "gone_id",
    "failures": "wrong_tries_before",
}
ERASED = "What it said has been erased."
REMOVED = "one that was removed"


@dataclass(frozen=True)
class Event:
    """One audit record, for reading.

    :ivar number: tells records apart and their order; never shown, since the numbers between two
        tell how much is hidden.
    :ivar at: UTC.
    :ivar changes: field in words, before, after; both as people read them.
    :ivar case_id: of its case, and ``reference``; neither where that has been erased.
    :ivar erased: whether what it said was erased.
    """

    number: int
    at: datetime.datetime
    user_name: str
    action: str
    what: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    reason: str = ""
    case_id: int | None = None
    reference: str = ""
    erased: bool = False

    @property
    def act(self) -> str:
        """What kind of act it was: one of the Data Protection Act 2018, s.62, or a sign-in."""
        return acts.name(self.action)


def history(connection: sqlite3.Connection, case_id: int, limit: int = 500) -> list[Event]:
    """The case's latest audit records, newest first, ``limit`` at most."""
    names = Names(connection)
    found = ask(connection, _of_case, case=case_id, limit=limit)
    return [event_of(dict(row), names) for row in found]


@question
def _of_case() -> BaseQuery:
    latest = records_with_who().where(AuditRecord.case_id == given("case"))
    return latest.order_by(AuditRecord.id.desc()).limit(given("limit"))


def records_with_who() -> ModelSelect[Any]:
    """Audit records whole, and by whom in ``who``: by full name where they are still known."""
    who = recorded_by(AuditRecord).alias("who")
    return with_user_named(AuditRecord.select(AuditRecord, who), AuditRecord.user_name)


def field_label(name: str) -> str:
    """A column in words: ``came_to_notice`` as ``Came to notice``."""
    if name == "sha256":
        return "SHA-256"
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]


class Names:
    """What a record that another points at is called; asked once each."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, int], str] = {}

    def of(self, field_name: str, value: int) -> str:
        """The record that ``field_name`` (``subject_id``) points at by ``value``, in words."""
        kind = field_name.removesuffix("_id")
        if (kind, value) not in self._known:
            self._known[kind, value] = self._ask(kind, value)
        return self._known[kind, value]

    def asked(self) -> dict[str, dict[str, str]]:
        """Everything that was asked so far, by kind and number."""
        found: dict[str, dict[str, str]] = {}
        for (kind, value), words in self._known.items():
            found.setdefault(kind, {})[str(value)] = words
        return found

    def _ask(self, kind: str, value: int) -> str:
        query = CALLED.get(kind)
        if query is None:
            return "another record"
        found = row_of(self._connection, query, row=value)
        if found is None:
            return REMOVED
        if kind == "proceeding":
            return vocabularies.name("proceeding", found[0])
        said = " ".join(str(found[0]).split())
        return said if len(said) <= LONGEST_NAME else f"{said[: LONGEST_NAME - 1]}…"


def event_of(row: dict[str, Any], names: Names) -> Event:
    """An audit record as it is read: its columns, and ``who`` it was by full name."""
    entry = json.loads(row["entry"]) if row["entry"] else {}
    table, case_id = row["table_name"], row["case_id"]
    action = ACTIONS.get(row["action"], row["action"])
    thing = THINGS.get(table, table.replace("_", " "))
    before, after = entry.get("before") or {}, entry.get("after") or {}
    called = _called(table, row["record_id"], before | after, names)
    if "what" in entry:  # an act that changed no row
        about = called if table == "user" else thing
        about = f"{about[:1].upper()}{about[1:]}: " if table and table != "audit_record" else ""
        what = f"{about}{entry['what']}"
    elif vocabularies.term("session_act", row["action"]):
        what = action
    elif table == "user" and called:
        what = f"{action} {called}, who works here"
    else:
        what = f"{action} {thing or ('the case' if case_id else 'something')}"
        what = f"{what}: {called}" if called else what
    changes = _changes(table, before, after, names) + _with(entry, names)
    if table == "person" and "what" in entry:
        changes.append(("Person", "", names.of("person_id", row["record_id"])))
    reference = names.of("other_id", case_id) if case_id else ""
    return Event(
        number=row["id"],
        at=datetime.datetime.fromisoformat(row["at"]),
        user_name=row["who"],
        action=row["action"],
        what=what,
        changes=changes + _details(entry, names),
        reason=row["reason"],
        case_id=case_id if reference != REMOVED else None,
        reference=reference if reference != REMOVED else "",
        erased=not row["entry"],
    )


def _called(table: str, row_id: int | None, row: dict[str, Any], names: Names) -> str:
    """Which of them it is, where their case does not tell: who works here, or which setting."""
    if table == "user" and row_id is not None:
        return names.of("user_id", row_id)
    return field_label(str(row["key"])) if table == "setting" and row.get("key") else ""


def _details(entry: dict[str, Any], names: Names) -> list[tuple[str, str, str]]:
    return [
        (field_label(like), "", _words("", like, entry[name], names))
        for name, like in DETAILS.items()
        if entry.get(name)
    ]


def _with(entry: dict[str, Any], names: Names) -> list[tuple[str, str, str]]:
    """The rows that came, or went, together with the one that the record is of."""
    found = []
    gone = entry.get("after") is None
    for table, rows in entry.get("with", {}).items():
        thing = THINGS.get(table, table.replace("_", " "))
        for row in rows:
            told = _changes(table, *((row, {}) if gone else ({}, row)), names)
            found += [
                (f"{thing[:1].upper()}{thing[1:]}: {label}", old, new) for label, old, new in told
            ]
    return found


def _changes(
    table: str, before: dict[str, Any], after: dict[str, Any], names: Names
) -> list[tuple[str, str, str]]:
    found = []
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if name in UNSHOWN or old == new or (not old and not new):
            continue
        found.append(
            (field_label(name), _words(table, name, old, names), _words(table, name, new, names))
        )
    return found


def _words(table: str, name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name.endswith("_id"):
        return names.of(name, value)
    if (table, name) == ("imported_row", "kept"):
        return "; ".join(f"{heading}: {said}" for heading, said in kept_values(value).items())
    vocabulary = CODED.get(SECTION_OF.get(table, ""), {}).get(name)
    if vocabulary:
        return str(vocabularies.name(vocabulary[0], value))
    if (table, name) == ("user", "role"):
        return str(vocabularies.name("user_role", value))
    if name in ("factor", "sex", "ethnicity"):
        return str(vocabularies.name(name, value))
    return _moment(value) if isinstance(value, str) else str(value)


def _moment(text: str) -> str:
    """A day or moment as people write it; any other text as it is."""
    if _DAY.fullmatch(text):
        return format_date(datetime.date.fromisoformat(text))
    if _MOMENT.fullmatch(text):
        return format_moment(datetime.datetime.fromisoformat(text))
    return text

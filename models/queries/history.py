"""Who did what to a case, and when, in a person's words."""

from __future__ import annotations

import datetime
import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from models.rules import vocabularies
from models.rules.validation import CODED

ACTIONS = {
    "collect": "Added",
    "alter": "Changed",
    "erase": "Removed",
    "consult": "Looked at",
    "disclose": "Printed or exported",
    "combine": "Combined",
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
    "person": "a person’s details",
    "member": "a member’s details",
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
}
UNSHOWN = frozenset({"id", "version", "case_id", "year", "number", "entered", "entered_by_id"})


@dataclass(frozen=True)
class Event:
    """One audit record of a case, for reading.

    :ivar at: UTC.
    :ivar changes: field in words, before, after; both as people read them.
    """

    number: int
    at: datetime.datetime
    user_name: str
    action: str
    what: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    reason: str = ""


def history(connection: sqlite3.Connection, case_id: int, limit: int = 500) -> list[Event]:
    """The case's latest audit records, newest first, ``limit`` at most."""
    query = (
        "SELECT a.*, COALESCE(u.full_name, a.user_name) AS who FROM audit_record a"
        " LEFT JOIN user u ON u.name = a.user_name"
        " WHERE a.case_id = ? ORDER BY a.id DESC LIMIT ?"
    )
    users = {row[0]: row[1] for row in connection.execute("SELECT id, full_name FROM user")}
    return [_event(dict(row), users) for row in connection.execute(query, (case_id, limit))]


def field_label(name: str) -> str:
    """A column in words: ``came_to_notice`` as ``Came to notice``."""
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]


def _event(row: dict[str, Any], users: dict[int, str]) -> Event:
    entry = json.loads(row["entry"]) if row["entry"] else {}
    table = row["table_name"]
    if table:
        what = f"{ACTIONS.get(row['action'], row['action'])} {THINGS.get(table, table)}"
        changes = _changes(table, entry.get("before") or {}, entry.get("after") or {}, users)
    else:
        what = str(entry.get("what") or ACTIONS.get(row["action"], row["action"]))
        changes = []
    at = datetime.datetime.fromisoformat(row["at"])
    return Event(row["id"], at, row["who"], row["action"], what, changes, row["reason"])


def _changes(
    table: str, before: dict[str, Any], after: dict[str, Any], users: dict[int, str]
) -> list[tuple[str, str, str]]:
    found = []
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if name in UNSHOWN or old == new or (not old and not new):
            continue
        found.append(
            (field_label(name), _words(table, name, old, users), _words(table, name, new, users))
        )
    return found


def _words(table: str, name: str, value: Any, users: dict[int, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in ("owner_id", "decided_by_id"):
        return str(users.get(value, value))
    vocabulary = CODED.get(SECTION_OF.get(table, ""), {}).get(name)
    if vocabulary:
        return str(vocabularies.name(vocabulary[0], value))
    if name == "factor":
        return str(vocabularies.name("factor", value))
    return str(value)

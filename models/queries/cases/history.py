"""Who did what, and when, in a person's words: one audit record, or those of a case.

A field's label is in its own line in `models/schema/`, for the history as for everything else.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from peewee import BaseQuery, ModelSelect

from models.queries.cases.called import CALLED
from models.queries.joins import recorded_by, with_user_named
from models.rules import acts, vocabularies
from models.rules.dates import format_date, format_moment
from models.rules.imported import kept_values
from models.rules.process import clocks, early_intervention, stages
from models.schema import AuditRecord, dictionary
from models.schema.base import Entry
from models.storage.asking import ask, given, question
from models.storage.asking import row as row_of
from models.storage.engine import sqlite3

ACTIONS = {
    "collect": "Added",
    "alter": "Changed",
    "erase": "Removed",
    "consult": "Viewed",
    "disclose": "Gave out",
    "combine": "Combined",
    "sign in": "Signed in",
    "sign out": "Signed out",
    "lock": "Locked the workstation",
    "unlock": "Unlocked the workstation",
    "passphrase": "Set a passphrase",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")
LONGEST_NAME = 80


class Detail(NamedTuple):
    """What an act without a row says besides: its label, and the table of which it is a number."""

    label: str
    table: str = ""


DETAILS = {
    "file": Detail("File"),
    "sha256": Detail("SHA-256"),
    "asked": Detail("Asked for"),
    "other_id": Detail("Other case", "case"),
    "gone": Detail("The record that went", "person"),
    "failures": Detail("Failed attempts before"),
}
ERASED = "What it recorded has been erased."
REMOVED = "one that was removed"
#: What reads a column whose values are no words: codes of the rules, what files said besides.
READERS: dict[tuple[str, str], Callable[[str], str]] = {
    ("imported_row", "kept"): lambda text: "; ".join(
        f"{heading}: {said}" for heading, said in kept_values(text).items()
    ),
    ("clock_change", "clock"): lambda code: _named(code, clocks.rules().values(), "name"),
    ("stage_step", "requirement"): lambda code: _named(code, stages.requirements(), "words"),
    ("alert_review", "rule"): lambda code: _named(code, early_intervention.rules(), "name"),
}


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


class Names:
    """What a record that another points at is called; asked once each."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, int], str] = {}

    def of(self, table: str, value: int) -> str:
        """The row of a table that something points at, in words."""
        if (table, value) not in self._known:
            self._known[table, value] = self._ask(table, value)
        return self._known[table, value]

    def asked(self) -> dict[str, dict[str, str]]:
        """Everything that was asked so far, by table and number."""
        found: dict[str, dict[str, str]] = {}
        for (table, value), words in self._known.items():
            found.setdefault(table, {})[str(value)] = words
        return found

    def _ask(self, table: str, value: int) -> str:
        query = CALLED.get(table)
        if query is None:
            return "another record"
        found = row_of(self._connection, query, row=value)
        if found is None:
            return REMOVED
        if table == "proceeding":
            return vocabularies.name("proceeding", found[0])
        said = " ".join(_moment(str(found[0] or "")).split())
        return said if len(said) <= LONGEST_NAME else f"{said[: LONGEST_NAME - 1]}…"


def event_of(row: dict[str, Any], names: Names) -> Event:
    """An audit record as it is read: its columns, and ``who`` it was by full name."""
    entry = json.loads(row["entry"]) if row["entry"] else {}
    table, case_id = row["table_name"], row["case_id"]
    action = ACTIONS.get(row["action"], row["action"])
    thing = dictionary.thing(table)
    before, after = entry.get("before") or {}, entry.get("after") or {}
    called = _called(table, row["record_id"], before | after, names)
    if "what" in entry:  # an act that changed no row
        about = called if table == "user" else thing
        about = f"{about[:1].upper()}{about[1:]}: " if table and table != "audit_record" else ""
        what = f"{about}{entry['what']}"
    elif vocabularies.term("session_act", row["action"]):
        what = action
    elif table == "user" and called:
        what = f"{action} {called}, a user"
    else:
        what = f"{action} {thing or ('the case' if case_id else 'something')}"
        what = f"{what}: {called}" if called else what
    changes = _changes(table, before, after, names) + _with(entry, names)
    if table == "person" and "what" in entry:
        changes.append(("Person", "", names.of("person", row["record_id"])))
    reference = names.of("case", case_id) if case_id else ""
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
        return names.of("user", row_id)
    return dictionary.worded(str(row["key"])) if table == "setting" and row.get("key") else ""


def _details(entry: dict[str, Any], names: Names) -> list[tuple[str, str, str]]:
    return [
        (label, "", names.of(table, entry[name]) if table else str(entry[name]))
        for name, (label, table) in DETAILS.items()
        if entry.get(name)
    ]


def _with(entry: dict[str, Any], names: Names) -> list[tuple[str, str, str]]:
    """The rows that came, or went, together with the one that the record is of."""
    found = []
    gone = entry.get("after") is None
    for table, rows in entry.get("with", {}).items():
        thing = dictionary.thing(table)
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
        known = dictionary.known(table, name)
        if known.technical or old == new or (not old and not new):
            continue
        words = [_words(table, name, value, known, names) for value in (old, new)]
        found.append((known.label, words[0], words[1]))
    return found


def _words(table: str, name: str, value: Any, known: Entry, names: Names) -> str:
    """A value of a column, as people read it."""
    if value is None or value == "":
        return ""
    if known.kind in ("flag", "yesno") or isinstance(value, bool):
        return "yes" if value else "no"
    if known.kind == "link":
        return names.of(dictionary.target_name(table, name), value)
    if known.kind == "code":
        return str(vocabularies.name(known.vocabulary, str(value)))
    if (table, name) in READERS:
        return READERS[table, name](str(value))
    return _moment(str(value)) if known.kind in ("day", "moment") else str(value)


def _named(code: str, rules: Iterable[Any], attribute: str) -> str:
    """What the rule with a code is called; the code itself where there is none."""
    return next((str(getattr(one, attribute)) for one in rules if one.code == code), code)


def _moment(text: str) -> str:
    """A day or moment as people write it; any other text as it is."""
    try:
        if _DAY.fullmatch(text):
            return format_date(datetime.date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            return format_moment(datetime.datetime.fromisoformat(text))
    except ValueError:  # there is no such day, whoever wrote it
        pass
    return text

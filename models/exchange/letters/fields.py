"""The fields that a letter may have: one table, from which the picker and the check are made.

A field is written ``{{ case.reference }}`` in a template. A list is gone through with
``{% for one in allegations %} … {{ one.particulars }} … {% endfor %}``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.case.casefile import Row
from models.exchange.letters.occasion import Occasion, Recipient
from models.rules import vocabularies
from models.rules.dates import in_full
from models.rules.names import full_name, oversight, subject_label
from models.rules.process.clocks import clocks_of, next_due, rules
from models.rules.process.decisions import severity_in_force

#: What XML cannot hold, though a register can.
UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The field that holds what is written for one letter.
WRITTEN = "letter.words"
#: The clock that each update of a complainant begins anew.
UPDATE = "update"


Value = Callable[[Occasion], str]


@dataclass(frozen=True)
class Field:
    """A field: its code as templates write it, what it is, under which heading it is offered."""

    code: str
    label: str
    group: str
    value: Value

    @property
    def written(self) -> str:
        """As it is written in a template."""
        return f"{{{{ {self.code} }}}}"


@dataclass(frozen=True)
class Listed:
    """A list: its name, what it is, the fields of each of its items, and the items."""

    code: str
    label: str
    fields: dict[str, str]
    items: Callable[[Occasion], list[dict[str, str]]]

    @property
    def written(self) -> str:
        """As it is written in a template."""
        shown = next(iter(self.fields))
        return f"{{%p for one in {self.code} %}} {{{{ one.{shown} }}}} {{%p endfor %}}"


@cache
def fields() -> tuple[Field, ...]:
    """Every field, in the order in which they are offered."""
    return (*_force(), *_case(), *_people(), *_outcome(), *_letter(), *_clocks())


@cache
def lists() -> tuple[Listed, ...]:
    """Every list."""
    return (
        Listed(
            "allegations",
            "What is alleged of the subject",
            {
                "number": "Its number",
                "particulars": "What is alleged",
                "category": "Category",
                "standard": "Standard of professional behaviour",
                "finding": "Finding",
                "complaint_finding": "Finding on the complaint",
            },
            _allegations,
        ),
        Listed("subjects", "The subjects", {"name": "Rank, number and name"}, _subjects),
        Listed(
            "outcomes",
            "What happened to the subject",
            {"name": "Outcome", "decided": "Decided", "expires": "Expires"},
            _outcomes,
        ),
    )


def known() -> tuple[str, ...]:
    """The codes of every field, in the order in which they are offered."""
    return tuple(one.code for one in fields())


def values(occasion: Occasion) -> dict[str, Any]:
    """What each field and each list says on this occasion: text, and lists of texts by field."""
    found: dict[str, Any] = {one.code: _fit(one.value(occasion)) for one in fields()}
    for one in lists():
        items = one.items(occasion)
        found[one.code] = [{key: _fit(item[key]) for key in one.fields} for item in items]
    return found


def _fit(text: str) -> str:
    """Only what a Word file can hold: its text is XML, which has no other control characters."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNFIT.sub("", kept)


def _force() -> tuple[Field, ...]:
    def made(code: str, label: str, value: Value) -> Field:
        return Field(code, label, "The force", value)

    return (
        made("force.name", "Name of the force", lambda on: on.force),
        made(
            "force.oversight",
            "Who oversees complaints: IOPC, before 2018 IPCC",
            lambda on: oversight(on.sent),
        ),
        made(
            "investigator.name",
            "Investigator",
            lambda on: on.users.get(on.file.case["owner_id"] or 0, ""),
        ),
        made("sender.name", "Who makes the letter", lambda on: on.sender),
    )


def _case() -> tuple[Field, ...]:
    def made(code: str, label: str, value: Callable[[Row], str]) -> Field:
        return Field(f"case.{code}", label, "The case", lambda on: value(on.file.case))

    def coded(code: str, label: str) -> Field:
        return made(code, label, lambda case: vocabularies.name(code, case[code]))

    def day(code: str, label: str) -> Field:
        return made(code, label, lambda case: in_full(case[code]))

    return (
        made("reference", "Reference", lambda case: case["reference"] or ""),
        made("title", "Title of the matter", lambda case: case["title"]),
        made("summary", "Summary", lambda case: case["summary"]),
        coded("kind", "Kind of matter"),
        coded("stage", "Stage"),
        Field(
            "case.regime",
            "Dealt with under",
            "The case",
            lambda on: vocabularies.regime_words(
                on.file.case["regime"], [row["role"] for row in on.file.subjects]
            ),
        ),
        coded("marking", "Handling marking"),
        day("received", "Received"),
        day("recorded", "Recorded"),
        day("came_to_notice", "Came to notice"),
        day("incident_from", "Incident: first day"),
        day("incident_to", "Incident: last day"),
        made("incident_place", "Incident: place", lambda case: case["incident_place"]),
        day("closed", "Closed"),
    )


def _people() -> tuple[Field, ...]:
    def to(code: str, label: str, value: Callable[[Recipient], str]) -> Field:
        def found(on: Occasion) -> str:
            return value(on.recipient) if on.recipient else ""

        return Field(f"recipient.{code}", label, "Whom it is to", found)

    def brought(code: str, label: str, value: Callable[[Row], str]) -> Field:
        def found(on: Occasion) -> str:
            row = _complainant(on)
            return value(row) if row else ""

        return Field(f"complainant.{code}", label, "The complainant", found)

    def about(code: str, label: str, value: Callable[[Row], str]) -> Field:
        def found(on: Occasion) -> str:
            return value(on.subject) if on.subject else ""

        return Field(f"subject.{code}", label, "The subject", found)

    def plain(key: str) -> Callable[[Row], str]:
        return lambda row: row.get(key) or ""

    def coded(vocabulary: str) -> Callable[[Row], str]:
        return lambda row: vocabularies.name(vocabulary, row[vocabulary])

    return (
        to("name", "Name", lambda one: one.name),
        to("dear", "As they are addressed: Ms Marsh, Sergeant Pell", _dear),
        to("address", "Address", lambda one: one.row.get("address") or ""),
        to("email", "Email", lambda one: one.row.get("email") or ""),
        to("telephone", "Telephone", lambda one: one.row.get("telephone") or ""),
        brought("name", "Name", full_name),
        brought("dear", "As they are addressed", lambda row: _dear(Recipient("complainants", row))),
        brought("address", "Address", plain("address")),
        brought("wants_told", "How they want to be told", plain("wants_told")),
        about("label", "Rank, number and family name", subject_label),
        about("name", "Name", full_name),
        about("dear", "As they are addressed", lambda row: _dear(Recipient("subjects", row))),
        about("number", "Number", plain("number")),
        about("rank", "Rank", coded("rank")),
        about("role", "Role", coded("role")),
        about("post", "Post", plain("post")),
        about("unit", "Unit", plain("unit")),
    )


def _outcome() -> tuple[Field, ...]:
    def made(code: str, label: str, value: Value) -> Field:
        return Field(code, label, "The process", value)

    def coded(section: str, vocabulary: str, key: str) -> Value:
        return lambda on: vocabularies.name(vocabulary, on.latest(section, key))

    def day(section: str, key: str) -> Value:
        return lambda on: in_full(on.latest(section, key))

    def severity(on: Occasion) -> str:
        row = severity_in_force(on.file, on.subject["id"]) if on.subject else None
        return vocabularies.name("severity", row["severity"]) if row else ""

    return (
        made("subject.severity", "Severity assessment", severity),
        made("notice.served", "Latest notice: served on", day("notices", "served")),
        made("proceeding.kind", "Latest proceeding", coded("proceedings", "proceeding", "kind")),
        made("proceeding.fixed_for", "Fixed for", day("proceedings", "fixed_for")),
        made("proceeding.held", "Held", day("proceedings", "held")),
        made("proceeding.chair", "Chair", lambda on: on.latest("proceedings", "chair") or ""),
        made("outcome.name", "Latest outcome", coded("outcomes", "outcome", "outcome")),
        made("outcome.decided", "Outcome decided", day("outcomes", "decided")),
        made("outcome.expires", "Warning expires", day("outcomes", "expires")),
    )


def _letter() -> tuple[Field, ...]:
    length = rules()[UPDATE].length

    def next_update(on: Occasion) -> str:
        return in_full(on.sent + datetime.timedelta(days=length)) if on.sent else ""

    return (
        Field("letter.date", "Date of the letter", "The letter", lambda on: in_full(on.sent)),
        Field(
            "letter.next_update",
            f"The day {length} days later, for the next update",
            "The letter",
            next_update,
        ),
        Field(WRITTEN, "What you write for this letter", "The letter", lambda on: on.words.strip()),
    )


def _clocks() -> tuple[Field, ...]:
    def made(code: str, label: str) -> Field:
        written = f"clock.{code.replace('-', '_')}"
        return Field(written, f"Last day: {label}", "Clocks", lambda on: on.clock(code))

    def due(on: Occasion) -> str:
        return in_full(next_due(on.file, clocks_of(on.file, on.nation))[0])

    def called(regimes: tuple[str, ...], name: str) -> str:
        return f"{name} ({', '.join(regimes)} Regulations)" if regimes else name

    running = [made(one.code, called(one.regimes, one.name)) for one in rules().values()]
    return (Field("clock.next_due", "Next due in the case", "Clocks", due), *running)


def _complainant(on: Occasion) -> Row | None:
    """The recipient where they complain, else the first who does."""
    if on.recipient is not None and on.recipient.section == "complainants":
        row = on.recipient.row
        if row["capacity"] != "witness":
            return row
    return next((row for row in on.file.complainants if row["capacity"] != "witness"), None)


def _dear(one: Recipient) -> str:
    row = one.row
    rank = vocabularies.name("rank", row.get("rank")) if one.section == "subjects" else ""
    called = rank or row.get("title") or ""
    return f"{called} {row['family_name'] or ''}".strip() if called else full_name(row)


def _allegations(on: Occasion) -> list[dict[str, str]]:
    who = on.subject["id"] if on.subject else None
    rows = [row for row in on.file.allegations if who in (None, row["subject_id"])]
    return [
        {
            "number": str(number),
            "particulars": row["particulars"],
            "category": vocabularies.name("category", row["category"]),
            "standard": vocabularies.name("standard", row["standard"]),
            "finding": _finding(on, row, complaint=False),
            "complaint_finding": _finding(on, row, complaint=True),
        }
        for number, row in enumerate(rows, start=1)
    ]


def _finding(on: Occasion, allegation: Row, *, complaint: bool) -> str:
    found = [
        row["finding"]
        for row in on.file.findings
        if row["allegation_id"] == allegation["id"] and (row["level"] == "complaint") == complaint
    ]
    return vocabularies.name("finding", found[-1]) if found else ""


def _subjects(on: Occasion) -> list[dict[str, str]]:
    return [{"name": subject_label(row)} for row in on.file.subjects]


def _outcomes(on: Occasion) -> list[dict[str, str]]:
    who = on.subject["id"] if on.subject else None
    return [
        {
            "name": vocabularies.name("outcome", row["outcome"]),
            "decided": in_full(row["decided"]),
            "expires": in_full(row["expires"]),
        }
        for row in on.file.outcomes
        if who in (None, row["subject_id"])
    ]

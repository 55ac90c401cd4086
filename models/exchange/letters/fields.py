"""The fields that a letter may have: one table, from which the picker and the check are made.

A field is written ``{{ case.reference }}`` in a template. A list is gone through with
``{% for one in allegations %} … {{ one.particulars }} … {% endfor %}``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from models.case.casefile import Row
from models.exchange.field_words import is_told, value_words
from models.exchange.letters.occasion import Occasion, Recipient
from models.rules import vocabularies
from models.rules.dates import in_full
from models.rules.names import full_name, oversight, subject_label
from models.rules.process.clocks import clocks_of, next_due, rules
from models.rules.process.decisions import severity_in_force
from models.schema import dictionary, sections
from models.schema.base import Entry

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


Fields = tuple[Field, ...]


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


@dictionary.derived
def fields() -> Fields:
    """Every field, in the order in which they are offered."""
    return (*_force(), *_case(), *_people(), *_outcome(), *_letter(), *_clocks())


@dictionary.derived
def lists() -> tuple[Listed, ...]:
    """Every list."""
    return (
        Listed(
            "allegations",
            "What is alleged of the subject",
            {
                "number": "Its number",
                **_labels("allegations"),
                "finding": sections.label("findings", "finding"),
                "complaint_finding": "Finding on the complaint",
            },
            _allegations,
        ),
        Listed(
            "subjects",
            "The subjects",
            {"name": "Rank, number and name", **_labels("subjects")},
            _subjects,
        ),
        Listed(
            "outcomes",
            "What happened to the subject",
            {"name": sections.label("outcomes", "outcome"), **_labels("outcomes")},
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


def _force() -> Fields:
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
            sections.label("case", "owner_id"),
            lambda on: on.users.get(on.file.case["owner_id"] or 0, ""),
        ),
        made("sender.name", "Who is writing the letter", lambda on: on.sender),
    )


def _told(section: str) -> dict[str, tuple[str, Entry]]:
    """What a letter can say of a section's rows by itself: the key of each, and what it is.

    Whoever works here is called by name: ``case.owner`` for the column ``owner_id``.
    """
    entries = sections.entries(section).items()
    return {key.removesuffix("_id"): (key, one) for key, one in entries if is_told(section, key)}


def _labels(section: str) -> dict[str, str]:
    return {name: known.label for name, (_, known) in _told(section).items()}


def _said(on: Occasion, section: str, row: Row) -> dict[str, str]:
    """Everything that a letter can say of a row by itself."""
    told = _told(section).items()
    return {name: _words(known, row.get(key), on.users) for name, (key, known) in told}


def _words(known: Entry, value: Any, users: dict[int, str]) -> str:
    return value_words(known, value, users, in_full)


def _of(section: str, owner: str, group: str, row_of: Callable[[Occasion], Row | None]) -> Fields:
    """A field for each that a section's rows have."""

    def made(name: str, key: str, known: Entry) -> Field:
        def value(on: Occasion) -> str:
            row = row_of(on)
            return _words(known, row.get(key), on.users) if row else ""

        return Field(f"{owner}.{name}", known.label, group, value)

    return tuple(made(name, key, known) for name, (key, known) in _told(section).items())


def _case() -> Fields:
    def regime(on: Occasion) -> str:
        roles = [row["role"] for row in on.file.subjects]
        return vocabularies.regime_words(on.file.case["regime"], roles)

    found = _of("case", "case", "The case", lambda on: on.file.case)
    return tuple(replace(one, value=regime) if one.code == "case.regime" else one for one in found)


def _people() -> Fields:
    def to(code: str, label: str, value: Callable[[Recipient], str]) -> Field:
        def found(on: Occasion) -> str:
            return value(on.recipient) if on.recipient else ""

        return Field(f"recipient.{code}", label, "Who it is to", found)

    def brought(code: str, label: str, value: Callable[[Row], str]) -> Field:
        def found(on: Occasion) -> str:
            row = _complainant(on)
            return value(row) if row else ""

        return Field(f"complainant.{code}", label, "The complainant", found)

    def about(code: str, label: str, value: Callable[[Row], str]) -> Field:
        def found(on: Occasion) -> str:
            return value(on.subject) if on.subject else ""

        return Field(f"subject.{code}", label, "The subject", found)

    return (
        to("name", "Name", lambda one: one.name),
        to("dear", "As they are addressed: Ms Marsh, Sergeant Pell", _dear),
        *_recipient(),
        brought("name", "Name", full_name),
        brought("dear", "As they are addressed", lambda row: _dear(Recipient("complainants", row))),
        *_of("complainants", "complainant", "The complainant", _complainant),
        about("label", "Rank, number and family name", subject_label),
        about("name", "Name", full_name),
        about("dear", "As they are addressed", lambda row: _dear(Recipient("subjects", row))),
        *_of("subjects", "subject", "The subject", lambda on: on.subject),
    )


def _recipient() -> Fields:
    """What is known of whom it is to: a complainant, or a subject."""

    def of(section: str) -> Callable[[Occasion], Row | None]:
        return lambda on: (
            on.recipient.row if on.recipient and on.recipient.section == section else None
        )

    def either(one: Field, other: Field) -> Field:
        return replace(one, value=lambda on: one.value(on) or other.value(on))

    found: dict[str, Field] = {}
    for section in ("complainants", "subjects"):
        for one in _of(section, "recipient", "Who it is to", of(section)):
            known = found.get(one.code)
            found[one.code] = either(known, one) if known else one
    return tuple(found.values())


def _outcome() -> Fields:
    def made(code: str, label: str, value: Value) -> Field:
        return Field(code, label, "The process", value)

    def coded(section: str, vocabulary: str, key: str) -> Value:
        return lambda on: vocabularies.name(vocabulary, on.latest(section, key))

    def day(section: str, key: str) -> Value:
        return lambda on: in_full(on.latest(section, key))

    def proceeding(key: str) -> Value:
        return day("proceedings", key)

    def severity(on: Occasion) -> str:
        row = severity_in_force(on.file, on.subject["id"]) if on.subject else None
        return vocabularies.name("severity", row["severity"]) if row else ""

    def called(section: str, key: str) -> str:
        label = sections.label(section, key)
        latest = f"Latest {sections.heading(section).lower()}"
        return f"{latest}: {label[:1].lower()}{label[1:]}"

    return (
        made("subject.severity", sections.label("assessments", "severity"), severity),
        made("notice.served", called("notices", "served"), day("notices", "served")),
        made(
            "proceeding.kind",
            called("proceedings", "kind"),
            coded("proceedings", "proceeding", "kind"),
        ),
        made("proceeding.fixed_for", called("proceedings", "fixed_for"), proceeding("fixed_for")),
        made("proceeding.held", called("proceedings", "held"), proceeding("held")),
        made(
            "proceeding.chair",
            called("proceedings", "chair"),
            lambda on: on.latest("proceedings", "chair") or "",
        ),
        made("outcome.name", "Latest outcome", coded("outcomes", "outcome", "outcome")),
        made("outcome.decided", called("outcomes", "decided"), day("outcomes", "decided")),
        made("outcome.expires", called("outcomes", "expires"), day("outcomes", "expires")),
    )


def _letter() -> Fields:
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


def _clocks() -> Fields:
    def made(code: str, label: str) -> Field:
        written = f"clock.{code.replace('-', '_')}"
        return Field(written, f"Last day: {label}", "Deadlines", lambda on: on.clock(code))

    def due(on: Occasion) -> str:
        return in_full(next_due(on.file, clocks_of(on.file, on.nation))[0])

    def called(regimes: tuple[str, ...], name: str) -> str:
        return f"{name} ({', '.join(regimes)} Regulations)" if regimes else name

    running = [made(one.code, called(one.regimes, one.name)) for one in rules().values()]
    return (Field("clock.next_due", "Next due in the case", "Deadlines", due), *running)


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
            **_said(on, "allegations", row),
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
    return [{**_said(on, "subjects", row), "name": subject_label(row)} for row in on.file.subjects]


def _outcomes(on: Occasion) -> list[dict[str, str]]:
    who = on.subject["id"] if on.subject else None
    return [
        {
            **_said(on, "outcomes", row),
            "name": vocabularies.name("outcome", row["outcome"]),
        }
        for row in on.file.outcomes
        if who in (None, row["subject_id"])
    ]

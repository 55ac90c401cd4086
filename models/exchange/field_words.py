"""The value of a field as a paper or a letter writes it, by what the dictionary says of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from models.case.casefile import Row
from models.rules import vocabularies
from models.rules.dates import format_date, format_moment
from models.schema import User, dictionary, sections
from models.schema.base import Entry


def value_words(
    known: Entry,
    value: Any,
    users: Mapping[int, str],
    day: Callable[[datetime.date], str] = format_date,
) -> str:
    """A value in words; empty for nothing.

    :param users: full names by user id; of what else a field points at nothing is said.
    :param day: how a day is written.
    """
    if value is None or value == "":
        return ""
    if known.kind in ("flag", "yesno"):
        return "Yes" if value else "No"
    if known.kind == "link":
        return users.get(value, "")
    if known.kind == "code":
        return vocabularies.name(known.vocabulary, value)
    if known.kind == "codes":
        return ", ".join(vocabularies.name(known.vocabulary, code) for code in value)
    if known.kind == "day":
        return day(value)
    return format_moment(value) if known.kind == "moment" else str(value)


def is_told(section: str, key: str) -> bool:
    """Whether a key of a section's rows is something that words can be made of.

    Of what it points at only whoever works here is called by name.
    """
    known = sections.entry(section, key)
    if known.kind == "link":
        return sections.target(section, key) is User
    return not known.technical and known.kind != "bytes"


#: What of a row a paper places by hand, and what it leaves out on purpose. Whatever else a row has
#: is said by itself under its label, so that no field can be forgotten.
PLACED: Mapping[str, frozenset[str]] = {
    "case": frozenset(
        (
            *("reference", "title", "summary", "kind", "regime", "stage", "owner_id", "restricted"),
            *("received", "recorded", "came_to_notice", "closed", "next_due", "next_due_for"),
            *("incident_from", "incident_to", "incident_place"),
            "marking",  # at the head and the foot of every page
        )
    ),
    "subjects": frozenset(("role", "rank", "post", "unit")),
    "complainants": frozenset(("capacity", "contact_preference", "wants_told")),
    "allegations": frozenset(
        (
            *("particulars", "category", "standard", "conduct_from", "conduct_to", "platform"),
            *("conduct", "duty", "guidance"),
        )
    ),
    "assessments": frozenset(("severity", "decided", "decided_by_id", "reason")),
    "findings": frozenset(("level", "finding", "decided", "decided_by_id", "reason")),
    "proceedings": frozenset(
        (
            *("kind", "notified", "held", "chair", "representative", "public", "result", "panel"),
            *("appeal_lodged", "appeal_decided", "appeal_result", "fixed_for"),
        )
    ),
    "outcomes": frozenset(
        (
            *("outcome", "decided", "starts", "expires", "notes", "barred_listed"),
            *("advisory_listed", "list_details", "decided_by"),
        )
    ),
    "chronology": frozenset(("number", "kind", "occurred", "text", "rationale", "pinned")),
    "referrals": frozenset(
        ("kind", "decided", "decided_by_id", "reason", "referred", "mode", "mode_decided")
    ),
    "notices": frozenset(("kind", "served", "method", "served_by", "response_received", "notes")),
    "suspensions": frozenset(("kind", "began", "ended", "decided_by_id", "reason")),
    "reviews": frozenset(("reviewed", "decision", "decided_by_id", "reason")),
    "updates": frozenset(("kind", "sent", "method", "summary", "review_body", "review_result")),
    "clock_changes": frozenset(("clock", "kind", "day", "until", "reason")),
    "steps": frozenset(("kind", "requirement", "decided", "decided_by_id", "reason")),
    "tasks": frozenset(
        ("title", "notes", "due", "priority", "assigned_to_id", "assigned_by_id", "done")
    ),
    "links": frozenset(("kind", "since", "reason")),
}


def further(section: str, row: Row, users: Mapping[int, str]) -> list[tuple[str, str]]:
    """What a row has that no paper places, if it is filled: its label and its words.

    What is known of a person outside the case is not told; a flag is, where it is set.
    """
    found = []
    for key, known in dictionary.entries(sections.MODELS[section]).items():
        if key in PLACED[section] or not is_told(section, key):
            continue
        if known.kind == "flag" and not row[key]:
            continue
        words = value_words(known, row[key], users)
        if words:
            found.append((known.label, words))
    return found


def further_line(section: str, row: Row, users: Mapping[int, str]) -> str:
    """The same in one line, where a paper has no room for a table."""
    return "  ·  ".join(f"{label}: {words}" for label, words in further(section, row, users))

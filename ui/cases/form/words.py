"""Days, moments and values as people write them."""

from __future__ import annotations

import datetime
from typing import Any

from models.case.casefile import CaseFile
from models.queries.cases.history import field_label
from models.rules import vocabularies
from models.rules.dates import format_date, format_moment
from models.rules.names import subject_label
from models.rules.process.guidance import version_of
from models.rules.validation import CODED

SECTION_NAMES = {
    "case": "The case",
    "subjects": "Subject",
    "complainants": "Complainant",
    "allegations": "Allegation",
    "assessments": "Severity assessment",
    "findings": "Finding",
    "proceedings": "Proceeding",
    "outcomes": "Outcome",
    "chronology": "Chronology entry",
    "referrals": "Referral",
    "notices": "Notice",
    "suspensions": "Suspension",
    "reviews": "Review",
    "updates": "Update",
    "clock_changes": "Clock",
    "steps": "Step",
    "tasks": "Task",
    "links": "Link",
    "named": "Person named",
}
SHOWN_POINTERS = (
    "owner_id",
    "decided_by_id",
    "subject_id",
    "guidance_version_id",
    "guidance_clause_id",
)
#: What an allegation's row says twice: once by its pointers, once by names.
CARRIED = ("guidance_document", "guidance_version", "guidance_clause")


def day_words(day: datetime.date | None) -> str:
    """``12 Feb 2014``; a dash for no day."""
    return format_date(day) or "—"


def value_words(section: str, field: str, value: Any, file: CaseFile, users: dict[int, str]) -> str:
    """A field's value for reading, whatever its kind."""
    words = "—" if value is None or value == "" else str(value)
    vocabulary = CODED.get(section, {}).get(field, ("",))[0]
    if isinstance(value, bool):
        words = "Yes" if value else "No"
    elif vocabulary and value:
        words = vocabularies.name(vocabulary, value)
    elif isinstance(value, datetime.datetime):
        words = format_moment(value)
    elif isinstance(value, datetime.date):
        words = day_words(value)
    elif isinstance(value, list):
        words = ", ".join(vocabularies.name("factor", one) for one in value) or "—"
    elif field in ("owner_id", "decided_by_id") and value:
        words = users.get(value, words)
    elif field == "guidance_version_id" and value:
        version = version_of(file.guidance, value)
        words = version.called if version else words
    elif field == "guidance_clause_id" and value:
        found = (one.clause(value) for one in file.guidance)
        words = next((one.called for one in found if one), words)
    elif field == "subject_id" and value:
        words = subject_label(file.row("subjects", value) or {})
    return words


def row_words(section: str, row: dict[str, Any], file: CaseFile, users: dict[int, str]) -> str:
    """A whole row for reading, a line a filled field."""
    lines = []
    for name, value in row.items():
        pointer = name.endswith("_id") and name not in SHOWN_POINTERS
        carried = section == "allegations" and name in CARRIED
        if carried or name in ("id", "version", "case_id") or pointer or value in (None, "", []):
            continue
        lines.append(f"{field_label(name)}: {value_words(section, name, value, file, users)}")
    return "\n".join(lines)

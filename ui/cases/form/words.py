"""Days, moments and values as people write them."""

from __future__ import annotations

import datetime
from typing import Any

from models.case.casefile import CaseFile
from models.rules import vocabularies
from models.rules.dates import format_date, format_moment
from models.rules.names import subject_label
from models.rules.process.guidance import version_of
from models.schema import GuidanceClause, GuidanceVersion, Subject, User, sections

#: What a pointer of a row points at, where it is said in a word or two.
POINTED = (User, Subject, GuidanceVersion, GuidanceClause)


def day_words(day: datetime.date | None) -> str:
    """``12 Feb 2014``; a dash for no day."""
    return format_date(day) or "—"


def value_words(section: str, field: str, value: Any, file: CaseFile, users: dict[int, str]) -> str:
    """A field's value for reading, whatever its kind."""
    if value is None or value == "":
        return "—"
    entry = sections.entries(section).get(field)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if entry is not None and entry.kind == "code":
        return vocabularies.name(entry.vocabulary, value)
    if isinstance(value, datetime.datetime):
        return format_moment(value)
    if isinstance(value, datetime.date):
        return day_words(value)
    if entry is not None and entry.kind == "codes":
        return ", ".join(vocabularies.name(entry.vocabulary, one) for one in value) or "—"
    if entry is not None and entry.kind == "link":
        return _pointed_at(sections.target(section, field), value, file, users)
    return str(value)


def row_words(section: str, row: dict[str, Any], file: CaseFile, users: dict[int, str]) -> str:
    """A whole row for reading, a line a filled field."""
    lines = []
    for name, value in row.items():
        entry = sections.entries(section).get(name)
        if entry is None or entry.technical or value in (None, "", []):
            continue
        if entry.kind == "link" and sections.target(section, name) not in POINTED:
            continue
        lines.append(f"{entry.label}: {value_words(section, name, value, file, users)}")
    return "\n".join(lines)


def _pointed_at(target: Any, value: int, file: CaseFile, users: dict[int, str]) -> str:
    """What a pointer points at, in words; its number where the case does not tell."""
    words = str(value)
    if target is User:
        words = users.get(value, words)
    elif target is GuidanceVersion:
        version = version_of(file.guidance, value)
        words = version.called if version else words
    elif target is GuidanceClause:
        found = (one.clause(value) for one in file.guidance)
        words = next((one.called for one in found if one), words)
    elif target is Subject:
        words = subject_label(file.row("subjects", value) or {})
    return words

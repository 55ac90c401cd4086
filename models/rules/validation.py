"""What a case must and may hold: pure and quick, so that forms can ask as a person types."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.process import complaints, stages, warnings
from models.rules.process.guidance import not_in_force, version_of
from models.rules.texts import cannot_be_kept
from models.schema import dictionary, sections
from models.schema.base import Entry

#: The longest text that a field keeps, in characters.
TEXT_LIMIT = 100_000
EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2200, 1, 1)


@dataclass(frozen=True)
class Problem:
    """Something wrong with one field; ``blocking`` problems stop a save."""

    section: str
    row_id: int | None
    field: str
    message: str
    blocking: bool = True


#: Days of one row that must stand in this order: earlier field, later field, sentence.
ORDERED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "case": (
        ("incident_from", "incident_to", "The incident cannot end before it began."),
        ("incident_from", "received", "This is before the incident it is about."),
        ("came_to_notice", "received", "A matter cannot be received before it came to notice."),
        ("received", "recorded", "A matter cannot be recorded before it was received."),
        ("received", "closed", "A case cannot be closed before it was received."),
    ),
    "allegations": (("conduct_from", "conduct_to", "The conduct cannot end before it began."),),
    "proceedings": (
        ("notified", "held", "A proceeding cannot be held before notice was given."),
        ("notified", "fixed_for", "A proceeding cannot be held before notice was given."),
        ("held", "appeal_lodged", "An appeal cannot be lodged before the proceeding was held."),
        ("appeal_lodged", "appeal_decided", "An appeal cannot be decided before it was lodged."),
    ),
    "outcomes": (
        ("decided", "starts", "An outcome cannot take effect before it was decided."),
        ("starts", "expires", "A warning cannot expire before it began."),
        ("decided", "barred_listed", "The list cannot be told before the outcome was decided."),
        ("decided", "advisory_listed", "The list cannot be told before the outcome was decided."),
    ),
    "referrals": (
        ("decided", "referred", "A case cannot be referred before the referral was decided."),
        ("referred", "mode_decided", "The mode cannot be decided before the referral."),
    ),
    "notices": (
        (
            "served",
            "response_received",
            "A response cannot be received before the notice was served.",
        ),
    ),
    "suspensions": (("began", "ended", "It cannot end before it began."),),
    "clock_changes": (("day", "until", "An extension ends after the day it was given."),),
}


class _Checks(NamedTuple):
    """What is asked of a section's rows: fields and sentences, days that are past, codes."""

    required: tuple[tuple[str, str], ...]
    past: frozenset[str]
    coded: tuple[tuple[str, Entry], ...]


@dictionary.derived
def _checks(section: str) -> _Checks:
    known = sections.entries(section)
    return _Checks(
        tuple((name, entry.required) for name, entry in known.items() if entry.required),
        frozenset(name for name, entry in known.items() if entry.past),
        tuple((name, entry) for name, entry in known.items() if entry.kind == "code"),
    )


MAY_NOT_SEE = (
    "This person may not see this case. Name them on it first, or give the task to somebody "
    "who may see it."
)


def problems(file: CaseFile, today: datetime.date, came_from: str | None = None) -> list[Problem]:
    """Everything wrong with the case, in the order of the form.

    :param today: the register's day, after which nothing can have been done.
    :param came_from: the stage at which the case stands in the register; ``None`` for a new one.
    """
    found: list[Problem] = []
    for section, row in file.every_row():
        if section == "chronology" and row["id"] > 0:
            continue  # written once; what stands is corrected, never judged again
        found.extend(_row_problems(section, row, file, today))
    found.extend(_stage_problems(file, came_from))
    return found


def _row_problems(
    section: str, row: Row, file: CaseFile, today: datetime.date
) -> Iterator[Problem]:
    row_id = row["id"]
    checks = _checks(section)
    for name, sentence in checks.required:
        if not _filled(row.get(name)):
            yield Problem(section, row_id, name, sentence)
    for name, value in row.items():
        sentence = _value_problem(name, value, name in checks.past, today) if value else ""
        if sentence:
            yield Problem(section, row_id, name, sentence)
    for earlier, later, sentence in ORDERED.get(section, ()):
        first, second = row.get(earlier), row.get(later)
        if first and second and second < first:
            yield Problem(section, row_id, later, sentence)
    for name, entry in checks.coded:
        code = row.get(name)
        sentence = _code_problem(entry, code, file, row) if code else ""
        if sentence:
            yield Problem(section, row_id, name, sentence)
    if section == "outcomes" and row.get("starts") and row.get("expires"):
        last = warnings.latest(row["outcome"], row["starts"], file.case.get("regime"))
        if last and row["expires"] > last:
            sentence = (
                f"Under the {file.case['regime']} regime it can last until "
                f"{format_date(last)} at the latest."
            )
            yield Problem(section, row_id, "expires", sentence)
    if section == "chronology" and row["kind"] == "decision" and not _filled(row.get("rationale")):
        yield Problem(section, row_id, "rationale", "Give the rationale of the decision.")
    if section == "links" and row["kind"] == "consolidated":
        into = [one for one in file.links if one["kind"] == "consolidated"]
        if row is not into[0]:
            yield Problem(
                section, row_id, "kind", ("A case can be consolidated into only one other case.")
            )
        if not _filled(row.get("reason")):
            yield Problem(section, row_id, "reason", "Give the reason for the consolidation.")
    if section == "named" and row is not next(
        one for one in file.named if one["user_id"] == row["user_id"]
    ):
        yield Problem(section, row_id, "user_id", "This person is named already.")
    if section == "tasks" and file.case.get("restricted") and not row.get("done"):
        seen_by = {file.case.get("owner_id"), *(one["user_id"] for one in file.named)}
        if row.get("assigned_to_id") and row["assigned_to_id"] not in seen_by:
            yield Problem(section, row_id, "assigned_to_id", MAY_NOT_SEE)
    if section == "findings":
        sentence = complaints.finding_problem(row)
        if sentence:
            yield Problem(section, row_id, "finding", sentence)
    if section == "updates":
        for name, sentence in complaints.review_problems(row, file):
            yield Problem(section, row_id, name, sentence)
    if section == "allegations":
        yield from _guidance_problems(row, file)
    if section == "subjects" and row.get("number") and not row.get("family_name"):
        yield Problem(section, row_id, "family_name", "Give the family name that goes with it.")


def _guidance_problems(row: Row, file: CaseFile) -> Iterator[Problem]:
    """What is odd about the guidance that an allegation names; a version unknown here is let be."""
    version = version_of(file.guidance, row.get("guidance_version_id"))
    clause_id = row.get("guidance_clause_id")
    if clause_id is not None and row.get("guidance_version_id") is None:
        sentence = "Choose the version that this clause belongs to."
        yield Problem("allegations", row["id"], "guidance_clause_id", sentence)
    if version is None:
        return
    if clause_id is not None and version.clause(clause_id) is None:
        sentence = "This clause belongs to another version."
        yield Problem("allegations", row["id"], "guidance_clause_id", sentence)
    day = row.get("conduct_from")
    sentence = not_in_force(version, day) if day else ""
    if sentence:
        yield Problem("allegations", row["id"], "guidance_version_id", sentence, blocking=False)


def _value_problem(name: str, value: Any, past: bool, today: datetime.date) -> str:
    if isinstance(value, str):
        if len(value) > TEXT_LIMIT:
            return (
                f"This is {len(value):,} characters long; a field can hold {TEXT_LIMIT:,}. "
                "Attach the rest as a document."
            )
        if cannot_be_kept(value):
            return (
                "This contains a character that cannot be saved (a null or half a pair). Remove it."
            )
    if isinstance(value, datetime.datetime):
        if name == "occurred" and value.date() > today + datetime.timedelta(days=1):
            return "This is in the future."
    elif isinstance(value, datetime.date):
        if not EARLIEST <= value < LATEST:
            return "This date is out of range: use a year from 1900 to 2199."
        if past and value > today:
            return "This is in the future."
    return ""


def _code_problem(entry: Entry, code: str, file: CaseFile, row: Row) -> str:
    term = vocabularies.term(entry.vocabulary, code)
    if term is None:
        return f"“{code}” is not in the list."
    regime = file.case.get("regime")
    if entry.by_regime and not term.holds_under(regime, file.role_of(row)):
        held = ", ".join(term.regimes)
        return f"“{term.name}” does not apply under the {regime} regime (it does under {held})."
    return ""


def _stage_problems(file: CaseFile, came_from: str | None) -> Iterator[Problem]:
    """What the case lacks at its stage, by the table of stages."""
    case = file.case
    for item in stages.in_the_way(file, came_from):
        section, where = item.at
        before = vocabularies.name("stage", item.before)
        sentence = f"{item.sentence[:-1]}: this is needed before “{before}”."
        yield Problem(section, None, where, sentence)
    if case.get("closed") and case.get("stage") != "closed":
        yield Problem("case", None, "closed", "Only a closed case can have a closing date.")
    given = any(row["kind"] == "reopen" and row["id"] < 0 for row in file.steps)
    if came_from == "closed" and case.get("stage") != "closed" and not given:
        yield Problem("case", None, "stage", "Give a reason for reopening a closed case.")


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None

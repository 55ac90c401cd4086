"""What a case must and may hold: pure and quick, so that forms can ask as a person types."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.process import complaints, stages, warnings
from models.rules.process.guidance import not_in_force, version_of
from models.rules.texts import cannot_be_kept

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


#: Which vocabulary a coded field takes its values from, and whether the regime limits it.
CODED: dict[str, dict[str, tuple[str, bool]]] = {
    "case": {
        "kind": ("kind", False),
        "regime": ("regime", False),
        "stage": ("stage", False),
        "marking": ("marking", False),
    },
    "subjects": {"role": ("role", False), "rank": ("rank", False)},
    "complainants": {
        "capacity": ("capacity", False),
        "contact_preference": ("contact_preference", False),
    },
    "allegations": {
        "category": ("category", True),
        "standard": ("standard", True),
        "platform": ("platform", False),
        "conduct": ("conduct", False),
        "duty": ("duty", False),
    },
    "assessments": {"severity": ("severity", True)},
    "findings": {"level": ("finding_level", False), "finding": ("finding", True)},
    "proceedings": {
        "kind": ("proceeding", True),
        "result": ("proceeding_result", False),
        "appeal_result": ("appeal_result", False),
    },
    "outcomes": {"outcome": ("outcome", True)},
    "chronology": {"kind": ("chronology_kind", False)},
    "referrals": {"kind": ("referral", False), "mode": ("referral_mode", False)},
    "notices": {"kind": ("notice", False), "method": ("method", False)},
    "suspensions": {"kind": ("suspension", False)},
    "reviews": {"decision": ("review_decision", False)},
    "updates": {
        "kind": ("update", False),
        "method": ("method", False),
        "review_body": ("review_body", True),
        "review_result": ("review_result", False),
    },
    "clock_changes": {"kind": ("clock_change", False)},
    "steps": {"kind": ("step", False)},
    "tasks": {"priority": ("priority", False)},
    "links": {"kind": ("link", False)},
    "guidance_issues": {
        "how": ("guidance_given", False),
        "acknowledged_how": ("guidance_acknowledged", False),
    },
}

#: Days of one row that must stand in this order: earlier field, later field, sentence.
ORDERED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "case": (
        ("incident_from", "incident_to", "The incident cannot end before it began."),
        ("incident_from", "received", "This is before the incident it is about."),
        ("came_to_notice", "received", "A matter is received on or after it came to notice."),
        ("received", "recorded", "A matter is recorded on or after the day it was received."),
        ("received", "closed", "A case is closed after it was received."),
    ),
    "allegations": (("conduct_from", "conduct_to", "The conduct cannot end before it began."),),
    "proceedings": (
        ("notified", "held", "A proceeding is held after notice was given."),
        ("notified", "fixed_for", "A proceeding is held after notice was given."),
        ("held", "appeal_lodged", "An appeal comes after the proceeding was held."),
        ("appeal_lodged", "appeal_decided", "An appeal is decided after it was lodged."),
    ),
    "outcomes": (
        ("decided", "starts", "An outcome takes effect on or after the day it was decided."),
        ("starts", "expires", "A warning expires after it began."),
        ("decided", "barred_listed", "The list is told after the outcome was decided."),
        ("decided", "advisory_listed", "The list is told after the outcome was decided."),
    ),
    "referrals": (
        ("decided", "referred", "A case is referred on or after the day that was decided."),
        ("referred", "mode_decided", "The mode is decided after the referral."),
    ),
    "notices": (("served", "response_received", "A response comes after the notice was served."),),
    "suspensions": (("began", "ended", "It cannot end before it began."),),
    "clock_changes": (("day", "until", "An extension ends after the day it was given."),),
}

#: Days on which something was done: they cannot lie in the future.
DONE = frozenset(
    {
        "received",
        "recorded",
        "came_to_notice",
        "incident_from",
        "incident_to",
        "closed",
        "decided",
        "referred",
        "mode_decided",
        "appeal_lodged",
        "appeal_decided",
        "barred_listed",
        "advisory_listed",
        "held",
        "done",
        "conduct_from",
        "conduct_to",
        "notified",
        "served",
        "response_received",
        "began",
        "ended",
        "reviewed",
        "sent",
        "day",
        "since",
        "date_of_birth",
    }
)

#: What a row is nothing without.
REQUIRED: dict[str, tuple[tuple[str, str], ...]] = {
    "case": (
        ("title", "Give the matter a short title."),
        ("kind", "Choose the kind of matter."),
        ("received", "Say when the matter was received."),
    ),
    "named": (("user_id", "Choose who may see the case."),),
    "complainants": (("family_name", "Give the complainant's family name."),),
    "assessments": (
        ("subject_id", "Choose whose conduct is assessed."),
        ("severity", "Choose the severity."),
        ("decided", "Say when the assessment was made."),
        ("reason", "Give the reason for the assessment."),
    ),
    "findings": (
        ("finding", "Choose the finding."),
        ("decided", "Say when the finding was made."),
    ),
    "proceedings": (
        ("subject_id", "Choose the subject of the proceeding."),
        ("kind", "Choose the kind of proceeding."),
    ),
    "outcomes": (
        ("subject_id", "Choose the subject of the outcome."),
        ("outcome", "Choose the outcome."),
        ("decided", "Say when the outcome was decided."),
    ),
    "allegations": (("particulars", "Say what is alleged."),),
    "chronology": (("text", "Write what happened."),),
    "referrals": (
        ("kind", "Choose the kind of referral."),
        ("decided", "Say when it was decided."),
        ("reason", "Give the reason."),
    ),
    "notices": (("kind", "Choose the kind of notice."), ("served", "Say when it was served.")),
    "suspensions": (
        ("subject_id", "Choose who is suspended or restricted."),
        ("began", "Say from when."),
        ("reason", "Give the reason."),
    ),
    "reviews": (
        ("reviewed", "Say when it was reviewed."),
        ("decision", "Choose what was decided."),
        ("reason", "Give the reason."),
    ),
    "updates": (
        ("complainant_id", "Choose who was told."),
        ("sent", "Say when."),
    ),
    "steps": (("reason", "Give the reason."),),
    "tasks": (
        ("title", "Say what is to be done."),
        ("assigned_to_id", "Choose who is to do it."),
    ),
    "links": (
        ("other_reference", "Give the reference of the other case."),
        ("kind", "Say how they belong together."),
    ),
    "clock_changes": (("reason", "Give the reason for changing the clock."),),
}


MAY_NOT_SEE = (
    "They may not see this case: name them on it first, or give the task to somebody who may."
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
    for name, sentence in REQUIRED.get(section, ()):
        if not _filled(row.get(name)):
            yield Problem(section, row_id, name, sentence)
    for name, value in row.items():
        sentence = _value_problem(name, value, today) if value else ""
        if sentence:
            yield Problem(section, row_id, name, sentence)
    for earlier, later, sentence in ORDERED.get(section, ()):
        first, second = row.get(earlier), row.get(later)
        if first and second and second < first:
            yield Problem(section, row_id, later, sentence)
    for name, (vocabulary, limited) in CODED.get(section, {}).items():
        code = row.get(name)
        sentence = _code_problem(vocabulary, code, limited, file, row) if code else ""
        if sentence:
            yield Problem(section, row_id, name, sentence)
    if section == "outcomes" and row.get("starts") and row.get("expires"):
        last = warnings.latest(row["outcome"], row["starts"], file.case.get("regime"))
        if last and row["expires"] > last:
            sentence = f"Under the {file.case['regime']} regime it can last to {format_date(last)}."
            yield Problem(section, row_id, "expires", sentence)
    if section == "chronology" and row["kind"] == "decision" and not _filled(row.get("rationale")):
        yield Problem(section, row_id, "rationale", "Give the rationale of the decision.")
    if section == "links" and row["kind"] == "consolidated":
        into = [one for one in file.links if one["kind"] == "consolidated"]
        if row is not into[0]:
            yield Problem(section, row_id, "kind", "A case is consolidated into one other only.")
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


def _value_problem(name: str, value: Any, today: datetime.date) -> str:
    if isinstance(value, str):
        if len(value) > TEXT_LIMIT:
            return (
                f"This is {len(value):,} characters long; a field keeps {TEXT_LIMIT:,}. "
                "Attach the rest as a document."
            )
        if cannot_be_kept(value):
            return "This holds a character that no file can keep (NUL or half a pair). Remove it."
    if isinstance(value, datetime.datetime):
        if name == "occurred" and value.date() > today + datetime.timedelta(days=1):
            return "This is in the future."
    elif isinstance(value, datetime.date):
        if not EARLIEST <= value < LATEST:
            return "There is no such day in this register: use a year from 1900 to 2199."
        if name in DONE and value > today:
            return "This is in the future."
    return ""


def _code_problem(vocabulary: str, code: str, limited: bool, file: CaseFile, row: Row) -> str:
    term = vocabularies.term(vocabulary, code)
    if term is None:
        return f"“{code}” is not in the list."
    regime = file.case.get("regime")
    if limited and not term.holds_under(regime, file.role_of(row)):
        held = ", ".join(term.regimes)
        return f"“{term.name}” does not hold under the {regime} regime (it does under {held})."
    return ""


def _stage_problems(file: CaseFile, came_from: str | None) -> Iterator[Problem]:
    """What the case lacks at its stage, by the table of stages."""
    case = file.case
    for item in stages.in_the_way(file, came_from):
        section, where = item.at
        before = vocabularies.name("stage", item.before)
        sentence = f"{item.sentence[:-1]}: it is needed before “{before}”."
        yield Problem(section, None, where, sentence)
    if case.get("closed") and case.get("stage") != "closed":
        yield Problem("case", None, "closed", "Only a closed case has a closing day.")
    given = any(row["kind"] == "reopen" and row["id"] < 0 for row in file.steps)
    if came_from == "closed" and case.get("stage") != "closed" and not given:
        yield Problem("case", None, "stage", "A closed case is opened again with a reason.")


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None

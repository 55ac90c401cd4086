"""What a case sheet says of a subject: assessments, allegations, findings, proceedings, outcomes.

A part is a list of facts, ``(label, words)``, with a heading: who decided, when, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.case.casefile import CaseFile, Row
from models.exchange.papers.sheet_guidance import guidance_known, guidance_named
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.names import full_name, subject_label
from models.rules.process.decisions import severity_in_force
from models.rules.process.guidance import Receipt

Facts = list[tuple[str, str]]


Receipts = Mapping[int, Sequence[Receipt]]


def subject_parts(file: CaseFile, users: dict[int, str], receipts: Receipts) -> list[Row]:
    """Each subject with everything about them; last, what is alleged of nobody yet."""
    found = [_subject(file, row, users, receipts) for row in file.subjects]
    loose = [row for row in file.allegations if row["subject_id"] is None]
    if loose:
        found.append(
            {
                "label": "Not identified",
                "standing": "Allegations not yet against anybody",
                "assessments": [],
                "allegations": [_allegation(file, row, users, {}) for row in loose],
                "parts": [],
                "unnamed": True,
            }
        )
    return found


def ended(file: CaseFile) -> str:
    """What happened to each subject so far, a line each."""
    lines = []
    for subject in file.subjects:
        mine = [row for row in file.outcomes if row["subject_id"] == subject["id"]]
        said = [
            f"{vocabularies.name('outcome', row['outcome'])}, {format_date(row['decided'])}"
            for row in mine
        ]
        if said:
            lines.append(f"{subject_label(subject)}: {'; '.join(said)}")
    return "\n".join(lines)


def joined(*parts: Any) -> str:
    """The parts that there are, on one line."""
    return "  ·  ".join(str(part) for part in parts if part)


def span(start: Any, end: Any) -> str:
    """A day, or the days from one to another."""
    if start and end and start != end:
        return f"{format_date(start)} to {format_date(end)}"
    return format_date(start or end)


def _subject(file: CaseFile, row: Row, users: dict[int, str], receipts: Receipts) -> Row:
    def mine(section: str) -> list[Row]:
        return [item for item in file.rows(section) if item["subject_id"] == row["id"]]

    assessments = mine("assessments")
    standing = severity_in_force(file, row["id"])
    return {
        "label": subject_label(row),
        "standing": joined(
            full_name(row),
            f"number {row['number']}" if row["number"] else "",
            vocabularies.name("role", row["role"]),
            vocabularies.name("rank", row["rank"]),
            row["post"],
            row["unit"],
        ),
        "unnamed": False,
        "assessments": [
            item
            | {
                "by": users.get(item["decided_by_id"], ""),
                "revised": item is not standing,
            }
            for item in assessments
        ],
        "allegations": [_allegation(file, item, users, receipts) for item in mine("allegations")],
        "parts": [
            *(_part(file, item, _proceeding, "proceeding", "kind") for item in mine("proceedings")),
            *(_part(file, item, _outcome, "outcome", "outcome") for item in mine("outcomes")),
        ],
    }


def _part(file: CaseFile, row: Row, facts: Any, vocabulary: str, field: str) -> Row:
    what = "Outcome" if vocabulary == "outcome" else "Proceeding"
    heading = f"{what}: {vocabularies.name(vocabulary, row[field])}"
    return {"heading": heading, "facts": _told(facts(file, row))}


def _allegation(file: CaseFile, row: Row, users: dict[int, str], receipts: Receipts) -> Row:
    facts = [
        ("Alleged", row["particulars"]),
        ("Category", vocabularies.name("category", row["category"])),
        ("Standard", vocabularies.name("standard", row["standard"])),
        ("Factors", ", ".join(vocabularies.name("factor", code) for code in row["factors"])),
        (
            "Social media",
            joined(
                vocabularies.name("platform", row["platform"]),
                vocabularies.name("conduct", row["conduct"]),
            ),
        ),
        ("Duty", vocabularies.name("duty", row["duty"])),
        ("Conduct", span(row["conduct_from"], row["conduct_to"])),
        ("Guidance in force", guidance_named(file, row)),
        ("Known to the subject", guidance_known(file, row, receipts)),
        ("Guidance breached", row["guidance"]),
    ]
    findings = [
        _finding(item, users) for item in file.findings if item["allegation_id"] == row["id"]
    ]
    return {
        "number": _number(file, row),
        "facts": _told(facts) + (findings or [("Finding", "None is recorded.")]),
    }


def _finding(row: Row, users: dict[int, str]) -> tuple[str, str]:
    level = vocabularies.name("finding_level", row["level"]).lower()
    by = users.get(row["decided_by_id"], "")
    said = joined(
        vocabularies.name("finding", row["finding"]),
        format_date(row["decided"]),
        f"decided by {by}" if by and row["level"] != "proceedings" else "",
    )
    label = f"Finding ({level})" if level else "Finding"
    return label, "\n".join(filter(None, (said, row["reason"])))


def _proceeding(file: CaseFile, row: Row) -> Facts:
    appeal = joined(
        f"lodged {format_date(row['appeal_lodged'])}" if row["appeal_lodged"] else "",
        f"decided {format_date(row['appeal_decided'])}" if row["appeal_decided"] else "",
        vocabularies.name("appeal_result", row["appeal_result"]),
    )
    return [
        ("Notice given", format_date(row["notified"])),
        ("Fixed for", format_date(row["fixed_for"]) if row["fixed_for"] != row["held"] else ""),
        ("Held", _held(row)),
        ("Chaired by", row["chair"]),
        ("Panel", row["panel"]),
        ("Represented by", row["representative"]),
        ("About", _about(file, row)),
        ("Result", vocabularies.name("proceeding_result", row["result"])),
        ("Appeal", appeal),
    ]


def _held(row: Row) -> str:
    if not row["held"]:
        return "" if row["result"] else "Not yet"
    return joined(
        format_date(row["held"]), {True: "in public", False: "in private"}.get(row["public"], "")
    )


def _outcome(file: CaseFile, row: Row) -> Facts:
    following = file.row("proceedings", row["proceeding_id"]) or {}
    by = row["decided_by"] or (following.get("chair") if following.get("held") else "")
    after = vocabularies.name("proceeding", following.get("kind"))
    return [
        ("Decided", joined(format_date(row["decided"]), f"by {by}" if by else "")),
        ("Following", joined(after, format_date(following.get("held")))),
        ("For", _about(file, row)),
        ("Takes effect", format_date(row["starts"])),
        ("Expires", format_date(row["expires"])),
        ("Barred list told", format_date(row["barred_listed"])),
        ("Advisory list told", format_date(row["advisory_listed"])),
        ("Details given to the list", row["list_details"]),
        ("Notes", row["notes"]),
    ]


def _about(file: CaseFile, row: Row) -> str:
    """Which allegation it is about; nothing where the subject has only one."""
    one = file.row("allegations", row["allegation_id"])
    if one is not None:
        return f"Allegation {_number(file, one)}"
    mine = [item for item in file.allegations if item["subject_id"] == row["subject_id"]]
    return "Every allegation" if len(mine) > 1 else ""


def _number(file: CaseFile, row: Row) -> int:
    """The place of an allegation among those of its subject, as the window counts them."""
    mine = [item["id"] for item in file.allegations if item["subject_id"] == row["subject_id"]]
    return mine.index(row["id"]) + 1


def _told(facts: Facts) -> Facts:
    return [(label, words) for label, words in facts if words]

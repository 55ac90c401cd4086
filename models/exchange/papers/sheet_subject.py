"""What a case sheet says of a subject: assessments, allegations, findings, proceedings, outcomes.

A part is a list of facts, ``(label, words)``, with a heading: who decided, when, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.case.casefile import CaseFile, Row
from models.exchange.field_words import further, further_line
from models.exchange.papers.sheet_guidance import guidance_known, guidance_named
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.names import full_name, subject_label
from models.rules.process.decisions import severity_in_force
from models.rules.process.guidance import Receipt
from models.schema import sections

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
                "standing": "Allegations against nobody identified",
                "further": [],
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
        "further": further("subjects", row, users),
        "unnamed": False,
        "assessments": [
            item
            | {
                "by": users.get(item["decided_by_id"], ""),
                "revised": item is not standing,
                "further": further_line("assessments", item, users),
            }
            for item in assessments
        ],
        "allegations": [_allegation(file, item, users, receipts) for item in mine("allegations")],
        "parts": [
            *(
                _part("proceedings", item, "kind", _proceeding(file, item), users)
                for item in mine("proceedings")
            ),
            *(
                _part("outcomes", item, "outcome", _outcome(file, item), users)
                for item in mine("outcomes")
            ),
        ],
    }


def _part(section: str, row: Row, field: str, facts: Facts, users: dict[int, str]) -> Row:
    known = sections.entry(section, field)
    name = vocabularies.name(known.vocabulary, row[field])
    return {
        "heading": f"{sections.heading(section)}: {name}",
        "facts": _told(facts) + further(section, row, users),
    }


def _allegation(file: CaseFile, row: Row, users: dict[int, str], receipts: Receipts) -> Row:
    def of(key: str) -> str:
        return sections.label("allegations", key)

    facts = [
        (of("particulars"), row["particulars"]),
        (of("category"), vocabularies.name("category", row["category"])),
        (of("standard"), vocabularies.name("standard", row["standard"])),
        (of("factors"), ", ".join(vocabularies.name("factor", code) for code in row["factors"])),
        (
            "Social media",
            joined(
                vocabularies.name("platform", row["platform"]),
                vocabularies.name("conduct", row["conduct"]),
            ),
        ),
        (of("duty"), vocabularies.name("duty", row["duty"])),
        ("Conduct", span(row["conduct_from"], row["conduct_to"])),
        (of("guidance_version_id"), guidance_named(file, row)),
        ("Known to the subject", guidance_known(file, row, receipts)),
        (of("guidance"), row["guidance"]),
        *further("allegations", row, users),
    ]
    findings = [
        _finding(item, users) for item in file.findings if item["allegation_id"] == row["id"]
    ]
    return {
        "number": _number(file, row),
        "facts": _told(facts)
        + (findings or [(sections.label("findings", "finding"), "None is recorded.")]),
    }


def _finding(row: Row, users: dict[int, str]) -> tuple[str, str]:
    level = vocabularies.name("finding_level", row["level"]).lower()
    by = users.get(row["decided_by_id"], "")
    said = joined(
        vocabularies.name("finding", row["finding"]),
        format_date(row["decided"]),
        f"decided by {by}" if by and row["level"] != "proceedings" else "",
    )
    label = sections.label("findings", "finding")
    label = f"{label} ({level})" if level else label
    more = further_line("findings", row, users)
    return label, "\n".join(filter(None, (said, row["reason"], more)))


def _proceeding(file: CaseFile, row: Row) -> Facts:
    def of(key: str) -> str:
        return sections.label("proceedings", key)

    appeal = joined(
        f"lodged {format_date(row['appeal_lodged'])}" if row["appeal_lodged"] else "",
        f"decided {format_date(row['appeal_decided'])}" if row["appeal_decided"] else "",
        vocabularies.name("appeal_result", row["appeal_result"]),
    )
    return [
        (of("notified"), format_date(row["notified"])),
        (of("fixed_for"), format_date(row["fixed_for"]) if row["fixed_for"] != row["held"] else ""),
        (of("held"), _held(row)),
        (of("chair"), row["chair"]),
        (of("panel"), row["panel"]),
        (of("representative"), row["representative"]),
        (of("allegation_id"), _about(file, row)),
        (of("result"), vocabularies.name("proceeding_result", row["result"])),
        ("Appeal", appeal),
    ]


def _held(row: Row) -> str:
    if not row["held"]:
        return "" if row["result"] else "Not yet"
    return joined(
        format_date(row["held"]), {True: "in public", False: "in private"}.get(row["public"], "")
    )


def _outcome(file: CaseFile, row: Row) -> Facts:
    def of(key: str) -> str:
        return sections.label("outcomes", key)

    following = file.row("proceedings", row["proceeding_id"]) or {}
    by = row["decided_by"] or (following.get("chair") if following.get("held") else "")
    after = vocabularies.name("proceeding", following.get("kind"))
    return [
        (of("decided"), joined(format_date(row["decided"]), f"by {by}" if by else "")),
        (of("proceeding_id"), joined(after, format_date(following.get("held")))),
        (of("allegation_id"), _about(file, row)),
        (of("starts"), format_date(row["starts"])),
        (of("expires"), format_date(row["expires"])),
        (of("barred_listed"), format_date(row["barred_listed"])),
        (of("advisory_listed"), format_date(row["advisory_listed"])),
        (of("list_details"), row["list_details"]),
        (of("notes"), row["notes"]),
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

"""The case sheet: one case on paper, names as recorded or as initials."""

from __future__ import annotations

import re
from typing import Any

from models.casefile import CaseFile, Row
from models.exchange.templates import environment
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.names import full_name, initials, subject_label


def sheet_html(
    file: CaseFile, *, names: str = "recorded", force: str = "", users: dict[int, str] | None = None
) -> str:
    """The sheet as HTML for :class:`ui.printing.paper.Paper`; everything typed is escaped.

    :param names: ``"recorded"``, or ``"initials"`` for those of subjects and complainants,
        wherever they stand, in free text too.
    :param users: full names by user id.
    """
    short = names == "initials"
    shown = with_initials(file) if short else file
    case = shown.case
    known = users or {}
    severities = [row["severity"] for row in shown.assessments if row["severity"]]
    return (
        environment()
        .get_template("case_sheet.html")
        .render(
            case=case,
            force=force,
            initials=short,
            severity=vocabularies.name("severity", severities[-1]) if severities else "",
            owner=known.get(case["owner_id"], ""),
            incident=_joined(
                _span(case["incident_from"], case["incident_to"]), case["incident_place"]
            ),
            referral=_joined(
                vocabularies.name("referral", case["referral"]),
                format_date(case["referral_decided"]),
                vocabularies.name("referral_mode", case["referral_mode"]),
            ),
            next_due=_joined(format_date(case["next_due"]), case["next_due_for"]),
            subjects=_subjects(shown, known),
            complainants=[row | {"words": _person(row)} for row in shown.complainants],
            chronology=_chronology(shown),
        )
    )


def with_initials(file: CaseFile) -> CaseFile:
    """A copy in which subjects and complainants are known by their initials everywhere."""
    shown = file.copy()
    people = shown.subjects + shown.complainants
    swaps: dict[str, str] = {}
    for row in people:
        given, family = row["given_names"], row["family_name"]
        if not family:
            continue
        short = initials(f"{given} {family}")
        swaps[f"{given} {family}".strip()] = short
        swaps[family] = initials(family)
        for part in given.split():
            swaps.setdefault(part, initials(part))
    if swaps:
        longest = sorted(swaps, key=len, reverse=True)
        pattern = re.compile(
            r"(?<!\w)(" + "|".join(re.escape(name) for name in longest) + r")(?!\w)", re.IGNORECASE
        )
        folded = {name.casefold(): short for name, short in swaps.items()}
        for _, row in shown.every_row():
            for key, value in row.items():
                if isinstance(value, str) and value:
                    row[key] = pattern.sub(lambda hit: folded[hit[0].casefold()], value)
    for row in people:
        row["given_names"] = ""
        for key in ("email", "telephone", "address", "number"):
            if key in row:
                row[key] = ""
    return shown


def _subjects(file: CaseFile, users: dict[int, str]) -> list[Row]:
    found = [_subject(file, row, users) for row in file.subjects]
    loose = [_allegation(file, row) for row in file.allegations if row["subject_id"] is None]
    if loose:
        empty: Row = {"assessments": [], "proceedings": [], "outcomes": [], "unnamed": True}
        standing = "Allegations not yet against anybody"
        found.append(
            empty | {"label": "Not identified", "standing": standing, "allegations": loose}
        )
    return found


def _subject(file: CaseFile, row: Row, users: dict[int, str]) -> Row:
    def mine(section: str) -> list[Row]:
        return [item for item in file.rows(section) if item["subject_id"] == row["id"]]

    standing = _joined(
        vocabularies.name("role", row["role"]),
        vocabularies.name("rank", row["rank"]),
        row["post"],
        row["unit"],
    )
    return {
        "label": subject_label(row),
        "standing": standing,
        "unnamed": False,
        "allegations": [_allegation(file, item) for item in mine("allegations")],
        "assessments": [
            item | {"by": users.get(item["decided_by_id"], "")} for item in mine("assessments")
        ],
        "proceedings": [item | {"words": _proceeding(item)} for item in mine("proceedings")],
        "outcomes": [item | {"words": _outcome(item)} for item in mine("outcomes")],
    }


def _allegation(file: CaseFile, row: Row) -> Row:
    findings = []
    for item in file.findings:
        if item["allegation_id"] == row["id"]:
            name = vocabularies.name("finding", item["finding"])
            findings.append(_joined(name, format_date(item["decided"]), item["reason"]))
    names = [vocabularies.name("factor", code) for code in row["factors"]]
    return row | {
        "factor_names": ", ".join(names),
        "social": _joined(
            vocabularies.name("platform", row["platform"]),
            vocabularies.name("conduct", row["conduct"]),
        ),
        "when": _span(row["conduct_from"], row["conduct_to"]),
        "findings": findings,
    }


def _proceeding(row: Row) -> str:
    public = {True: "in public", False: "in private", None: ""}[row["public"]]
    return _joined(
        f"notice {format_date(row['notified'])}" if row["notified"] else "",
        public,
        f"chair {row['chair']}" if row["chair"] else "",
        f"represented by {row['representative']}" if row["representative"] else "",
        vocabularies.name("proceeding_result", row["result"]),
    )


def _outcome(row: Row) -> str:
    return _joined(
        f"from {format_date(row['starts'])}" if row["starts"] else "",
        f"expires {format_date(row['expires'])}" if row["expires"] else "",
        row["notes"],
    )


def _person(row: Row) -> str:
    preference = vocabularies.name("contact_preference", row["contact_preference"])
    contact = f"prefers {preference.lower()}" if preference else ""
    return _joined(full_name(row), row["telephone"], row["email"], row["address"], contact)


def _chronology(file: CaseFile) -> list[dict[str, Any]]:
    numbers = {row["id"]: row["number"] for row in file.chronology}
    corrected = {row["corrects_id"]: row["number"] for row in file.chronology if row["corrects_id"]}
    found = []
    for row in file.chronology:
        pointer = ""
        if row["corrects_id"]:
            pointer = f"Corrects entry {numbers.get(row['corrects_id'], '?')}"
        elif row["id"] in corrected:
            pointer = f"Corrected by entry {corrected[row['id']]}"
        found.append(
            {
                "number": row["number"],
                "happened": _moment(row["occurred"]),
                "entered": _moment(row["entered"]),
                "by": row["entered_by_name"] or "",
                "pointer": pointer,
                "text": row["text"],
            }
        )
    return found


def _moment(moment: Any) -> str:
    return f"{format_date(moment.date())} {moment:%H:%M}" if moment else ""


def _span(start: Any, end: Any) -> str:
    if start and end and start != end:
        return f"{format_date(start)} to {format_date(end)}"
    return format_date(start or end)


def _joined(*parts: Any) -> str:
    return "  ·  ".join(str(part) for part in parts if part)

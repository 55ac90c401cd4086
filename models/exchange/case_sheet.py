"""The case sheet: one case on paper, names as recorded or as initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.casefile import CaseFile, Row
from models.exchange.chronology_paper import chronology_lines
from models.exchange.sheet_guidance import guidance_known, guidance_named
from models.exchange.sheet_process import process_lines
from models.exchange.templates import environment
from models.queries.exhibits import ExhibitRow
from models.rules import vocabularies
from models.rules.clocks import clocks_of, next_due
from models.rules.dates import format_date
from models.rules.decisions import latest
from models.rules.guidance import Receipt
from models.rules.links import consolidated_into
from models.rules.media_types import size_words
from models.rules.names import full_name, initials, subject_label
from models.rules.working_days import DEFAULT_NATION

#: Where people write freely; codes, references and dates are never touched.
FREE_TEXT = frozenset(
    (
        "title",
        "summary",
        "incident_place",
        "next_due_for",
        "post",
        "unit",
        "particulars",
        "guidance",
        "reason",
        "wants_told",
        "chair",
        "representative",
        "notes",
        "served_by",
        "panel",
        "list_details",
        "text",
        "rationale",
        "entered_by_name",
    )
)


def sheet_html(
    file: CaseFile,
    *,
    names: str = "recorded",
    force: str = "",
    users: dict[int, str] | None = None,
    nation: str = DEFAULT_NATION,
    exhibits: Sequence[ExhibitRow] = (),
    receipts: Mapping[int, Sequence[Receipt]] | None = None,
) -> str:
    """The sheet as HTML for :class:`ui.printing.paper.Paper`; everything typed is escaped.

    :param names: ``"recorded"``, or ``"initials"`` for those of subjects and complainants,
        wherever they stand, in free text too.
    :param users: full names by user id.
    :param exhibits: those of the case.
    :param nation: whose bank holidays the clocks go by.
    :param receipts: the guidance that subjects were given, by their ``member_id``.
    """
    short = names == "initials"
    shown = with_initials(file) if short else file
    case = shown.case
    known = users or {}
    clocks = clocks_of(shown, nation)
    due, due_for = next_due(shown, clocks)
    assessed = latest(shown.assessments)
    return (
        environment()
        .get_template("case_sheet.html")
        .render(
            case=case,
            consolidated=(consolidated_into(file) or {}).get("other_reference", ""),
            force=force,
            initials=short,
            severity=vocabularies.name("severity", assessed["severity"]) if assessed else "",
            owner=known.get(case["owner_id"], ""),
            incident=_joined(
                _span(case["incident_from"], case["incident_to"]), case["incident_place"]
            ),
            next_due=_joined(format_date(due), due_for),
            process=process_lines(shown, clocks, known, nation),
            subjects=_subjects(shown, known, receipts or {}),
            complainants=[row | {"words": _person(row)} for row in shown.complainants],
            exhibits=_exhibits(exhibits, names_hidden(file) if short else str),
            chronology=chronology_lines(shown),
        )
    )


def with_initials(file: CaseFile) -> CaseFile:
    """A copy in which subjects and complainants are known by their initials everywhere."""
    shown = file.copy()
    people = shown.subjects + shown.complainants
    shown.taken_over = [with_initials(one) for one in shown.taken_over]
    hidden = names_hidden(file)
    for row in people:
        row["family_name"] = initials(full_name(row))
        row["given_names"] = ""
        for key in ("email", "telephone", "address", "number"):
            if key in row:
                row[key] = ""
    for _, row in shown.every_row():
        for key in FREE_TEXT & row.keys():
            row[key] = hidden(row[key] or "")
    return shown


def names_hidden(file: CaseFile) -> Callable[[str], str]:
    """What puts initials for the names of the case's subjects and complainants in a text."""
    swaps = _swaps(file.subjects + file.complainants)
    if not swaps:
        return lambda text: text
    longest = sorted(swaps, key=len, reverse=True)
    names = "|".join(re.escape(name).replace("\\ ", r"\s+") for name in longest)
    # Only letters join a name to a word: "harmer_4417" still names somebody.
    pattern = re.compile(rf"(?<![^\W\d_])({names})(?![^\W\d_])", re.IGNORECASE)

    def hide(text: str) -> str:
        return pattern.sub(
            lambda hit: swaps.get(_key(hit[0]), "–"), unicodedata.normalize("NFC", text)
        )

    return hide


def _swaps(people: list[Row]) -> dict[str, str]:
    """What stands for each name and part of a name; a name that two share has its own letter."""
    swaps: dict[str, str] = {}

    def put(name: str, short: str) -> None:
        key = _key(name)
        if key:
            same = swaps.get(key, short) == short
            swaps[key] = short if same else initials(name)

    for row in people:
        whole, family = full_name(row), row["family_name"] or ""
        short = initials(whole)
        put(whole, short)
        put(family, short)
        parts = re.split(r"[\s\-\u2010\u2011]+", family)
        if len(parts) > 1:
            for part in parts:
                if len(part) > 2 and part[0].isupper():  # not the "de" of a name
                    put(part, short)
        for given in (row["given_names"] or "").split():
            put(given, initials(given))
    return swaps


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def _subjects(
    file: CaseFile, users: dict[int, str], receipts: Mapping[int, Sequence[Receipt]]
) -> list[Row]:
    found = [_subject(file, row, users, receipts) for row in file.subjects]
    loose = [_allegation(file, row, {}) for row in file.allegations if row["subject_id"] is None]
    if loose:
        empty: Row = {"assessments": [], "proceedings": [], "outcomes": [], "unnamed": True}
        standing = "Allegations not yet against anybody"
        found.append(
            empty | {"label": "Not identified", "standing": standing, "allegations": loose}
        )
    return found


def _exhibits(rows: Sequence[ExhibitRow], said: Callable[[str], str]) -> list[Row]:
    return [
        {
            "mark": said(row.mark),
            "what": said(row.description or row.file_name),
            "words": _joined(
                said(row.file_name) if row.description else "",
                size_words(row.size),
                f"from {said(row.source)}" if row.source else "",
                f"added {format_date(row.added.date())}",
                f"withdrawn: {said(row.withdrawn)}" if row.withdrawn else "",
            ),
            "sha256": row.sha256,
        }
        for row in rows
    ]


def _subject(
    file: CaseFile, row: Row, users: dict[int, str], receipts: Mapping[int, Sequence[Receipt]]
) -> Row:
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
        "allegations": [_allegation(file, item, receipts) for item in mine("allegations")],
        "assessments": [
            item | {"by": users.get(item["decided_by_id"], "")} for item in mine("assessments")
        ],
        "proceedings": [item | {"words": _proceeding(item)} for item in mine("proceedings")],
        "outcomes": [item | {"words": _outcome(item)} for item in mine("outcomes")],
    }


def _allegation(file: CaseFile, row: Row, receipts: Mapping[int, Sequence[Receipt]]) -> Row:
    findings = []
    for item in file.findings:
        if item["allegation_id"] == row["id"]:
            name = vocabularies.name("finding", item["finding"])
            if item["level"] == "complaint":
                name = f"On the complaint: {name[:1].lower()}{name[1:]}"
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
        "named": guidance_named(file, row),
        "known": guidance_known(file, row, receipts),
    }


def _proceeding(row: Row) -> str:
    public = {True: "in public", False: "in private", None: ""}[row["public"]]
    return _joined(
        f"notice {format_date(row['notified'])}" if row["notified"] else "",
        public,
        f"chair {row['chair']}" if row["chair"] else "",
        f"panel {row['panel']}" if row["panel"] else "",
        f"represented by {row['representative']}" if row["representative"] else "",
        vocabularies.name("proceeding_result", row["result"]),
        f"appeal lodged {format_date(row['appeal_lodged'])}" if row["appeal_lodged"] else "",
        f"appeal decided {format_date(row['appeal_decided'])}" if row["appeal_decided"] else "",
        vocabularies.name("appeal_result", row["appeal_result"]).lower(),
    )


def _outcome(row: Row) -> str:
    return _joined(
        f"from {format_date(row['starts'])}" if row["starts"] else "",
        f"expires {format_date(row['expires'])}" if row["expires"] else "",
        f"barred list told {format_date(row['barred_listed'])}" if row["barred_listed"] else "",
        f"advisory list told {format_date(row['advisory_listed'])}"
        if row["advisory_listed"]
        else "",
        row["list_details"],
        row["notes"],
    )


def _person(row: Row) -> str:
    preference = vocabularies.name("contact_preference", row["contact_preference"])
    contact = f"prefers {preference.lower()}" if preference else ""
    told = f"to be told: {row['wants_told']}" if row["wants_told"] else ""
    return _joined(full_name(row), row["telephone"], row["email"], row["address"], contact, told)


def _span(start: Any, end: Any) -> str:
    if start and end and start != end:
        return f"{format_date(start)} to {format_date(end)}"
    return format_date(start or end)


def _joined(*parts: Any) -> str:
    return "  ·  ".join(str(part) for part in parts if part)

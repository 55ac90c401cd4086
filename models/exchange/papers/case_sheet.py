"""The case sheet: one case on paper, names as recorded or as initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from models.case.casefile import CaseFile, Row
from models.exchange.papers.chronology_paper import chronology_lines
from models.exchange.papers.sheet_process import clocks_in_short, process_lines
from models.exchange.papers.sheet_subject import ended, joined, span, subject_parts
from models.exchange.papers.templates import environment
from models.queries.cases.exhibits import ExhibitRow
from models.rules import vocabularies
from models.rules.dates import format_date, on_the_wall
from models.rules.links import consolidated_into
from models.rules.media_types import size_words
from models.rules.names import full_name, initials
from models.rules.process.clocks import clocks_of, next_due
from models.rules.process.decisions import latest
from models.rules.process.guidance import Receipt
from models.rules.process.working_days import DEFAULT_NATION
from models.schema.sections import identifying, words


def sheet_html(
    file: CaseFile,
    *,
    names: str = "recorded",
    force: str = "",
    users: dict[int, str] | None = None,
    nation: str = DEFAULT_NATION,
    exhibits: Sequence[ExhibitRow] = (),
    receipts: Mapping[int, Sequence[Receipt]] | None = None,
    with_chronology: bool = True,
    short: bool = False,
) -> str:
    """The sheet as HTML for :class:`ui.printing.paper.Paper`; everything typed is escaped.

    :param names: ``"recorded"``, or ``"initials"`` for those of subjects and complainants,
        wherever they stand, in free text too.
    :param users: full names by user id.
    :param exhibits: those of the case.
    :param nation: whose bank holidays the clocks go by.
    :param receipts: the guidance that subjects were given, by their ``member_id``.
    :param short: the file's names are initials already, and the sheet says so.
    """
    shown = with_initials(file) if names == "initials" else file
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
            initials=short or names == "initials",
            severity=vocabularies.name("severity", assessed["severity"]) if assessed else "",
            owner=known.get(case["owner_id"], ""),
            regime=vocabularies.regime_words(
                case["regime"], [row["role"] for row in shown.subjects]
            ),
            ended=ended(shown),
            clocks=clocks_in_short(shown, nation),
            incident=joined(
                span(case["incident_from"], case["incident_to"]), case["incident_place"]
            ),
            next_due=joined(format_date(due), due_for),
            process=process_lines(shown, known, nation),
            subjects=subject_parts(shown, known, receipts or {}),
            complainants=[row | {"words": _person(row)} for row in shown.complainants],
            exhibits=_exhibits(exhibits, names_hidden(file) if names == "initials" else str),
            with_chronology=with_chronology,
            chronology=chronology_lines(shown),
        )
    )


def with_initials(file: CaseFile) -> CaseFile:
    """A copy in which subjects and complainants are known by their initials everywhere."""
    shown = file.copy()
    people = shown.subjects + shown.complainants
    shown.taken_over = [with_initials(one) for one in shown.taken_over]
    hidden = names_hidden(file)
    rows = [*shown.every_row(), *(("case", row) for row in shown.linked_from)]
    known = {id(row): initials(full_name(row)) for row in people}
    for section, row in rows:
        for key in words(section) & row.keys():
            row[key] = "" if key in identifying(section) else hidden(row[key] or "")
    for row in people:
        row["family_name"] = known[id(row)]
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


def _exhibits(rows: Sequence[ExhibitRow], said: Callable[[str], str]) -> list[Row]:
    return [
        {
            "mark": said(row.mark),
            "what": said(row.description or row.file_name),
            "words": joined(
                said(row.file_name) if row.description else "",
                size_words(row.size),
                f"from {said(row.source)}" if row.source else "",
                f"added {format_date(on_the_wall(row.added).date())}",
                f"withdrawn: {said(row.withdrawn)}" if row.withdrawn else "",
            ),
            "sha256": row.sha256,
        }
        for row in rows
    ]


def _person(row: Row) -> str:
    preference = vocabularies.name("contact_preference", row["contact_preference"])
    contact = f"prefers {preference.lower()}" if preference else ""
    told = f"to be told: {row['wants_told']}" if row["wants_told"] else ""
    return joined(full_name(row), row["telephone"], row["email"], row["address"], contact, told)

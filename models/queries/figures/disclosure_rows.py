"""A row for each subject, as requests for information are answered: no name, no date, no words.

What was done is told by codes alone, so that nothing that somebody typed can be in it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from models.queries.figures.counting import ANSWER, NO_CASE, PENDING, WAITING, Counted
from models.queries.figures.statistics import outcome_name
from models.rules import vocabularies
from models.rules.publishing.answers import Listing
from models.rules.publishing.grouping import grade_of, grouped
from models.rules.publishing.press import origin
from models.schema import Allegation, Outcome, dictionary

COLUMNS = (
    ("Rank or role", "As it was at the time."),
    (
        dictionary.entry(Allegation, "platform").brief,
        "Every social-media platform of the allegations; “Not recorded” where none is.",
    ),
    (
        "Nature",
        "What was alleged, by its code: the conduct and whether on duty, else the category.",
    ),
    (
        dictionary.entry(Outcome, "outcome").brief,
        "The most serious outcome where there was a case to answer, else the finding.",
    ),
    ("Internal or public", "Whether the matter came from a member of the public as a complaint."),
    ("Days to conclusion", "Calendar days from the receipt of the case to its closure."),
)
NOT_RECORDED, OPEN = "Not recorded", "Not concluded"
FOUND = {NO_CASE: "No case to answer", WAITING: "No finding yet"}


def listing(things: Sequence[Counted], threshold: int) -> Listing:
    """The rows of subjects, in an order that says nothing of when they came in."""
    grades = Counter(_grade(one) for one in things)
    name_of = {}
    order = {}
    for at, group in enumerate(grouped(grades, threshold)):
        for code in group.grades:
            name_of[code], order[code] = group.name, at
    rows = [(order[_grade(one)], *_row(one, name_of[_grade(one)])) for one in things]
    rows.sort(key=lambda row: (row[0], row[2:6], row[6].isdecimal(), row[6].zfill(6)))
    definitions = tuple(COLUMNS)
    return Listing(
        tuple(name for name, _ in COLUMNS), tuple(tuple(row[1:]) for row in rows), definitions
    )


def _row(one: Counted, grade: str) -> tuple[str, str, str, str, str, str]:
    platforms = ", ".join(vocabularies.name("platform", code) for code in one.platforms)
    natures = dict.fromkeys(_nature(row) for row in one.rows)
    return (
        grade,
        platforms or NOT_RECORDED,
        "; ".join(natures),
        _outcome(one),
        origin(one.rows[0]["kind"]),
        _days(one.rows[0]),
    )


def _grade(one: Counted) -> str:
    return grade_of(one.rows[0]["role"], one.rows[0]["rank"])


def _nature(row: Any) -> str:
    for field in ("conduct", "category", "standard"):
        if row[field]:
            name = vocabularies.name(field, row[field])
            duty = vocabularies.name("duty", row["duty"]).lower()
            return f"{name}, {duty}" if row["duty"] in ("on", "off") else name
    return NOT_RECORDED


def _outcome(one: Counted) -> str:
    if one.found == ANSWER:
        return "No outcome yet" if one.outcome == PENDING else outcome_name(one.outcome or "")
    return FOUND.get(one.found, "Another finding")


def _days(row: Any) -> str:
    if not row["closed"] or not row["received"]:
        return OPEN
    received, closed = (datetime.date.fromisoformat(row[name]) for name in ("received", "closed"))
    return str((closed - received).days)

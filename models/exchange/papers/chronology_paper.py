"""The chronology and the policy log on paper; the case sheet shows its entries the same way."""

from __future__ import annotations

from typing import Any

from models.case.casefile import CaseFile
from models.exchange.field_words import further_line
from models.exchange.papers.templates import environment
from models.queries.cases.chronology import Entries
from models.rules.dates import format_moment

#: Entries laid out at a time: a layout's cost grows faster than its rows.
ENTRIES_A_SECTION = 120


def chronology_sections(file: CaseFile, wanted: Entries, *, force: str = "") -> list[str]:
    """The wanted entries in the order of their numbers, as HTML sections.

    :param file: the case as it is to be shown, names as recorded or as initials.
    """
    entries = chronology_lines(file, wanted)
    template = environment().get_template("chronology.html")
    starts = range(0, max(len(entries), 1), ENTRIES_A_SECTION)
    return [
        template.render(
            first=start == 0,
            force=force,
            case=file.case,
            asked=wanted.describe(),
            total=len(entries),
            chronology=entries[start : start + ENTRIES_A_SECTION],
        )
        for start in starts
    ]


def chronology_lines(file: CaseFile, wanted: Entries | None = None) -> list[dict[str, Any]]:
    """Each entry as its row on paper: number, when, by whom, what it corrects, its words."""
    numbers = {row["id"]: row["number"] for row in file.chronology}
    corrected: dict[int, list[str]] = {}
    for row in file.chronology:
        if row["corrects_id"]:
            corrected.setdefault(row["corrects_id"], []).append(str(row["number"]))
    found = []
    for row in (wanted or Entries()).of(file.chronology):
        corrects = numbers.get(row["corrects_id"])
        pointers = [
            f"Corrects entry {corrects}" if corrects else "",
            f"Corrected by entry {', '.join(corrected.get(row['id'], []))}"
            if row["id"] in corrected
            else "",
        ]
        found.append(
            {
                "number": row["number"],
                "kind": row["kind"],
                "happened": _moment(row["occurred"]),
                "entered": _moment(row["entered"]),
                "by": row["entered_by_name"] or "",
                "pointer": "  ·  ".join(filter(None, pointers)),
                "text": row["text"],
                "rationale": row["rationale"],
                "further": further_line("chronology", row, {}),
            }
        )
    return found


def _moment(moment: Any) -> str:
    return format_moment(moment).replace(",", "") if moment else ""

"""Two people edited one case: what each did, put together, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.case.casefile import SECTIONS, CaseFile, Row
from models.schema import sections


@dataclass(frozen=True)
class Clash:
    """A field that both changed, to different values; a whole row where ``field`` is empty.

    For a row that one side removed, that side's value is ``None``.
    """

    section: str
    row_id: int | None
    field: str
    original: Any
    mine: Any
    theirs: Any


def merge(original: CaseFile, mine: CaseFile, theirs: CaseFile) -> tuple[CaseFile, list[Clash]]:
    """Put my edits on top of theirs.

    :param original: the case as I loaded it.
    :param theirs: the case as it stands in the register now.
    :returns: the merged file (theirs where we clash) and every clash, in the file's order.
    """
    merged = theirs.copy()
    clashes: list[Clash] = []
    _merge_row("case", original.case, mine.case, merged.case, clashes)
    for section in SECTIONS:
        _merge_section(section, original, mine, merged, clashes)
    return merged, clashes


def changed_fields(section: str, before: Row, after: Row) -> Iterator[str]:
    """The fields that a person changed between two versions of a section's row."""
    own = sections.own(section)
    for name in after:
        if name not in own and before.get(name) != after[name]:
            yield name


def _merge_section(
    section: str, original: CaseFile, mine: CaseFile, merged: CaseFile, clashes: list[Clash]
) -> None:
    before = {row["id"]: row for row in original.rows(section)}
    wanted = {row["id"]: row for row in mine.rows(section)}
    rows = merged.rows(section)
    standing = {row["id"]: row for row in rows}
    for row_id, row in wanted.items():
        if row_id not in before:
            rows.append(_numbered(section, dict(row), rows))
        elif row_id in standing:
            _merge_row(section, before[row_id], row, standing[row_id], clashes)
        elif any(changed_fields(section, before[row_id], row)):
            clashes.append(Clash(section, row_id, "", before[row_id], row, None))
    for row_id in before.keys() - wanted.keys():
        if row_id not in standing:
            continue
        if any(changed_fields(section, before[row_id], standing[row_id])):
            clashes.append(Clash(section, row_id, "", before[row_id], None, standing[row_id]))
        else:
            rows.remove(standing[row_id])


def _merge_row(section: str, before: Row, mine: Row, merged: Row, clashes: list[Clash]) -> None:
    for name in changed_fields(section, before, mine):
        theirs = merged.get(name)
        if theirs == before.get(name) or theirs == mine[name]:
            merged[name] = mine[name]
        else:
            clashes.append(Clash(section, merged["id"], name, before.get(name), mine[name], theirs))


def _numbered(section: str, row: Row, rows: list[Row]) -> Row:
    """A chronology entry of mine takes the next free number after theirs."""
    if section == "chronology":
        row["number"] = max((other["number"] for other in rows), default=0) + 1
    return row

"""A case of a file put together with the same case in the register: what it says besides or else.

Nothing is taken away: what the file does not say stands as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from models.case import casefile
from models.case.casefile import POINTERS, CaseFile, Row
from models.rules.process import stages
from models.schema import sections

#: Fields of a case that a file may say otherwise.
CASE = (
    *("title", "summary", "kind", "received", "recorded", "came_to_notice", "incident_from"),
    *("incident_to", "incident_place", "closed", "owner_id"),
)
#: By what a row is known again: every one of these is the same.
SAME: dict[str, tuple[str, ...]] = {
    "subjects": ("number", "family_name", "given_names", "role", "rank"),
    "complainants": ("family_name", "given_names", "email"),
    "allegations": ("subject_id", "particulars", "category"),
    "assessments": ("subject_id", "severity"),
    "findings": ("allegation_id", "finding"),
    "proceedings": ("subject_id", "kind"),
    "outcomes": ("subject_id", "outcome"),
}


def merged(
    file: CaseFile, read: CaseFile, told: Collection[str], reason: str, today: datetime.date
) -> str:
    """Put what was ``read`` into ``file``; what that changed, in words, or nothing.

    :param told: the case's own columns that the file said; what only follows from them does not
        count, such as a title that was made up.
    :param reason: why steps are left out that a closed case would have gone through.
    """
    said = [
        sections.label("case", name).lower()
        for name in CASE
        if name in told and _take(file, read, name)
    ]
    came_from = file.case["stage"]
    if read.case["stage"] == "closed" != came_from:  # other stages are decided here
        file.case["stage"] = "closed"
        said.append("stage")
    renamed: dict[str, dict[int, int]] = {}
    for section, same in SAME.items():
        names: dict[int, int] = renamed.setdefault(section, {})
        for row in read.rows(section):
            for key in POINTERS.keys() & row.keys():
                if row[key] is not None:
                    row[key] = renamed.get(POINTERS[key], {}).get(row[key], row[key])
            known = next((one for one in file.rows(section) if _alike(one, row, same)), None)
            if known is None:
                known = _added(file, section, row)
                said.append(sections.thing(section))
            names[row["id"]] = known["id"]
    for requirement in list(stages.in_the_way(file, came_from)):
        casefile.add_row("steps", file, requirement=requirement.code, decided=today, reason=reason)
    return ", ".join(dict.fromkeys(said))


def _take(file: CaseFile, read: CaseFile, name: str) -> bool:
    value = read.case[name]
    if value in (None, "") or value == file.case[name]:
        return False
    file.case[name] = value
    return True


def _alike(one: Row, other: Row, names: tuple[str, ...]) -> bool:
    if other.get("family_name") and "number" in names:
        names = ("number", "family_name")
    return all(_fold(one[name]) == _fold(other[name]) for name in names)


def _fold(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _added(file: CaseFile, section: str, row: Row) -> Row:
    made = casefile.blank_row(section, file)
    kept = {name: value for name, value in row.items() if name not in ("id", "case_id", "version")}
    made |= kept
    file.rows(section).append(made)
    return made

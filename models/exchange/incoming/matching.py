"""A case of a file put together with the same case in the register: what it says besides or else.

Nothing is taken away: what the file does not say stands as it is.
"""

from __future__ import annotations

import datetime
from typing import Any

from models.case import casefile
from models.case.casefile import POINTERS, CaseFile, Row
from models.exchange.incoming.building import Built
from models.exchange.incoming.fields import of_section
from models.rules.process import stages
from models.schema import sections

#: Fields of a case that are decided in the register, whatever a file says later.
DECIDED_HERE = frozenset(("stage", "regime", "restricted", "marking"))
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


def merged(file: CaseFile, built: Built, reason: str, today: datetime.date) -> str:
    """Put what was read into ``file``; what that changed, in words, or nothing.

    Only what the file itself says counts, and not what follows from it, such as a title that was
    made up.

    :param reason: why steps are left out that a closed case would have gone through.
    """
    read = built.file
    said = [
        known.title.lower()
        for known in of_section("case")
        if known.column in built.told - DECIDED_HERE and _take(file.case, read.case, known.column)
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
            else:
                besides = built.besides.get((section, row["id"]), set())
                said += [
                    item.title.lower()
                    for item in of_section(section)
                    if item.column in besides
                    and known[item.column] in (None, "")
                    and _take(known, row, item.column)
                ]
            names[row["id"]] = known["id"]
    for requirement in list(stages.in_the_way(file, came_from)):
        casefile.add_row("steps", file, requirement=requirement.code, decided=today, reason=reason)
    return ", ".join(dict.fromkeys(said))


def _take(stands: Row, read: Row, name: str) -> bool:
    """Put in what was read of a field, where it says something else; whether it did."""
    value = read[name]
    if value in (None, "") or value == stands[name]:
        return False
    stands[name] = value
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

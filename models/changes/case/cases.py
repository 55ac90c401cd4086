"""Saving a case: the difference between what was loaded and what the person made of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import BaseQuery, fn

from models.case.casefile import POINTERS, SECTIONS, CaseFile, Row
from models.case.merge import changed_fields
from models.change import Change
from models.changes import people
from models.changes.case.guidance_meant import meant
from models.changes.case.links import case_meant, note_consolidation
from models.changes.case.restricting import numbered, renumbered, settle
from models.errors import InvalidError
from models.register import Register
from models.rules import validation
from models.rules.dates import moment_on
from models.schema import AllegationFactor, Case, ChronologyEntry, CodingReview, sections
from models.schema.sections import MEMBER_FIELDS, PERSON_FIELDS
from models.storage.asking import given, question, value

#: Decisions that are revised by a further one and never taken out.
LASTING = {
    "assessments": "A severity assessment cannot be removed. Add a later one that revises it.",
    "referrals": "A decision on a referral cannot be removed. Add a later one that revises it.",
}
#: What such a decision says, which stands as it was written; what came of it may follow.
DECIDED = {
    "assessments": frozenset({"subject_id", "severity", "decided", "decided_by_id", "reason"}),
    "referrals": frozenset({"kind", "decided", "decided_by_id", "reason", "revises_id"}),
}


@dataclass(frozen=True)
class Saved:
    """What a save made of the case."""

    case_id: int
    reference: str


def save(change: Change, file: CaseFile, original: CaseFile | None) -> Saved:
    """Write the difference between ``original`` (``None``: a new case) and ``file``.

    :raises InvalidError: something in it cannot be kept; ``problems`` says what, a field each.
    :raises ConflictError: somebody else saved one of the same records first.
    :raises AnonymisedError: the case has been anonymised.
    """
    if original is not None:
        change.refuse_anonymised({original.case["id"]})
    _refuse_problems(file, change.today, original)
    before = original or CaseFile({})
    case_id, reference = _save_case_row(change, file.case, before.case)
    renamed: dict[int, int] = {}
    outer, change.within = change.within, case_id
    for name in SECTIONS:  # parents first
        _save_section(change, name, file, before, case_id, renamed)
    for name in reversed(SECTIONS):
        _remove_missing(change, name, file, before)
    settle(change, case_id, file, original)
    change.within = outer
    change.touch(case_id)
    return Saved(case_id, reference)


def record_consultation(register: Register, case_id: int) -> None:
    """Leave on record that the user looked at the case."""
    with register.change() as change:
        change.note("consult", case_id=case_id)


def _refuse_problems(file: CaseFile, today: datetime.date, original: CaseFile | None) -> None:
    came_from = original.case["stage"] if original else None
    blocking = [item for item in validation.problems(file, today, came_from) if item.blocking]
    if blocking:
        raise InvalidError(
            {f"{item.section}.{item.row_id or 0}.{item.field}": item.message for item in blocking}
        )


def _save_case_row(change: Change, row: Row, before: Row) -> tuple[int, str]:
    own = sections.own("case")
    values = {name: row[name] for name in row if name not in own}
    restricted = bool(row["restricted"])
    if restricted != bool(before.get("restricted")):
        change.require("restrict")
    if row["id"] is None:
        given = numbered(change, row["received"].year, restricted)
        case_id = change.add(Case, **values, **given)
        return case_id, given["reference"]
    if restricted != bool(before["restricted"]):
        values |= renumbered(change, row, restricted)
    _edit_difference(change, "case", row, before, values)
    return row["id"], str(values.get("reference", row["reference"]))


def _save_section(
    change: Change,
    name: str,
    file: CaseFile,
    original: CaseFile,
    case_id: int,
    renamed: dict[int, int],
) -> None:
    section, own = SECTIONS[name], sections.own(name)
    before = {row["id"]: row for row in original.rows(name)} if original.case else {}
    for row in file.rows(name):
        values = {key: row[key] for key in section.fields if key not in own}
        for key in POINTERS.keys() & values.keys():
            values[key] = renamed.get(values[key], values[key])
        known = before.get(row["id"])
        values |= _who_is_behind(change, name, row, known)
        if name == "links":
            values["other_id"] = _linked(change, row, known, case_id)
        if name == "allegations" and known is None:
            values |= meant(change, row)
        if known is None:
            renamed[row["id"]] = row_id = _add(change, name, values, case_id)
        else:
            row_id = row["id"]
            _edit_difference(change, name, row, known, values)
        if name == "allegations":
            _save_factors(change, row_id, row["factors"], (known or {}).get("factors", []))
        if name == "links":
            note_consolidation(change, case_id, row_id, known, values)


def _linked(change: Change, row: Row, known: Row | None, case_id: int) -> int:
    """The id of the other case; a link that stands as it was is not judged again."""
    if known is not None and not any(changed_fields("links", known, row)):
        return int(known["other_id"])
    return case_meant(change, row, case_id)


def _add(change: Change, name: str, values: Row, case_id: int) -> int:
    if name == "chronology":
        values |= {
            "number": (value(change.database.connection(), _highest, case=case_id) or 0) + 1,
            "entered": moment_on(change.today),
            "entered_by_id": change.user_id,
        }
    return change.add(SECTIONS[name].model, **_named(name, values), case=case_id)


def _edit_difference(change: Change, name: str, row: Row, before: Row, values: Row) -> None:
    different = {key: value for key, value in values.items() if before.get(key) != value}
    if not different:
        return
    if name == "chronology" and different.keys() != {"pinned"}:
        raise InvalidError(
            {
                f"chronology.{row['id']}.text": "A chronology entry cannot be edited. Add an "
                "entry that corrects it; this one stays as it "
                "was."
            }
        )
    if different.keys() & DECIDED.get(name, frozenset()):
        sentence = "A decision cannot be edited. Add a further decision that revises it."
        raise InvalidError({f"{name}.{row['id']}.reason": sentence})
    model = Case if name == "case" else SECTIONS[name].model
    change.edit(model, row["id"], before["version"], **_named(name, different))


def _named(name: str, values: Row) -> Row:
    """Columns as peewee names them: ``subject`` for ``subject_id``."""
    model = Case if name == "case" else SECTIONS[name].model
    names = {item.column_name: item.name for item in model._meta.sorted_fields}
    return {names[key]: value for key, value in values.items()}


def _who_is_behind(change: Change, name: str, row: Row, known: Row | None) -> dict[str, Any]:
    """The person or member that a subject's or complainant's row stands for."""
    carried = [key for key in (*PERSON_FIELDS, *MEMBER_FIELDS) if key in row]
    if name not in ("subjects", "complainants"):
        return {}
    if known is not None and all(row[key] == known.get(key) for key in carried):
        pointer = "member_id" if name == "subjects" else "person_id"
        return {pointer: row[pointer]}
    if name == "subjects":
        return {"member_id": people.member_behind(change, row, known)}
    return {"person_id": people.person_behind(change, row, known)}


def _save_factors(
    change: Change, allegation_id: int, wanted: Iterable[str], known: Iterable[str]
) -> None:
    for factor in sorted(set(wanted) - set(known)):
        if _factor_id(change, allegation_id, factor) is None:
            change.add(AllegationFactor, allegation=allegation_id, factor=factor)
    for factor in sorted(set(known) - set(wanted)):
        row_id = _factor_id(change, allegation_id, factor)
        if row_id is not None:
            change.remove(AllegationFactor, row_id)


def _factor_id(change: Change, allegation_id: int, factor: str) -> int | None:
    connection = change.database.connection()
    found: int | None = value(connection, _factor, allegation=allegation_id, factor=factor)
    return found


@question
def _factor() -> BaseQuery:
    """The row that gives ``allegation`` a ``factor``."""
    row = AllegationFactor
    return row.select(row.id).where(
        (row.allegation == given("allegation")) & (row.factor == given("factor"))
    )


@question
def _highest() -> BaseQuery:
    """The highest number of an entry in the chronology of ``case``."""
    entry = ChronologyEntry
    return entry.select(fn.MAX(entry.number)).where(entry.case == given("case"))


def _remove_missing(change: Change, name: str, file: CaseFile, original: CaseFile) -> None:
    if not original.case:
        return
    kept = {row["id"] for row in file.rows(name)}
    for row in original.rows(name):
        if row["id"] in kept:
            continue
        if name == "chronology":
            raise InvalidError(
                {
                    f"chronology.{row['id']}.text": (
                        "A chronology entry cannot be removed. Add an entry that corrects it."
                    )
                }
            )
        if name in LASTING and (name == "referrals" or file.row("subjects", row["subject_id"])):
            raise InvalidError({f"{name}.{row['id']}.reason": LASTING[name]})
        if name == "allegations":
            _save_factors(change, row["id"], (), row["factors"])
            _remove_coding(change, row["id"])
        change.remove(SECTIONS[name].model, row["id"], row["version"])
        if name == "links":
            note_consolidation(change, original.case["id"], row["id"], row, None)


def _remove_coding(change: Change, allegation_id: int) -> None:
    query = CodingReview.select(CodingReview.id).where(CodingReview.allegation == allegation_id)
    for (row_id,) in list(query.tuples().execute(change.database)):
        change.remove(CodingReview, row_id)


def differs(file: CaseFile, original: CaseFile | None) -> bool:
    """Whether saving ``file`` would write anything."""
    if original is None:
        return True
    if any(changed_fields("case", original.case, file.case)):
        return True
    for name in SECTIONS:
        before = {row["id"]: row for row in original.rows(name)}
        after = {row["id"]: row for row in file.rows(name)}
        if before.keys() != after.keys():
            return True
        changed = (key for key, row in after.items() if before[key] != row)
        if any(any(changed_fields(name, before[key], after[key])) for key in changed):
            return True
    return False

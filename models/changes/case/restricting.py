"""A case restricted or opened: its number in the other series, who is left to see it."""

from __future__ import annotations

from typing import Any

from models.case.casefile import CaseFile, Row
from models.change import Change
from models.errors import InvalidError
from models.rules.links import consolidated_into
from models.rules.references import series_of
from models.schema import Case, CaseAccess, CaseLink, User, VoidReference
from models.storage.sqlite.walking import takes_part

NOBODY_LEFT = (
    "Nobody would be left who can see this case. Name a user who is not involved in it, or "
    "make them its investigator."
)
LAST_ONE = (
    "This would leave their cases with nobody who can see them. Nothing was changed. Ask them "
    "to hand their cases over first."
)
TAKES_PART = "This person is involved in the case, so it is hidden from them. Choose somebody else."


def numbered(change: Change, year: int, restricted: bool) -> Row:
    """A number of the year for a new case, as columns of ``case``."""
    series = series_of(restricted)
    reference, number = change.next_reference(year, series)
    return {"reference": reference, "series": series, "year": year, "number": number}


def renumbered(change: Change, row: Row, restricted: bool) -> Row:
    """Number a case in the other series; the number that it bore is void from now on."""
    series, year, number = series_of(not restricted), row["year"], row["number"]
    change.add(VoidReference, series=series, year=year, number=number, since=change.today)
    former = " ".join(filter(None, (row["former_references"], row["reference"])))
    for other_id in _consolidated_into(change, row["id"]):
        change.touch(other_id)  # its line in the list names this case
    return numbered(change, year, restricted) | {"former_references": former}


def settle(change: Change, case_id: int, file: CaseFile, original: CaseFile | None) -> None:
    """After a save: who restricts a case stays in sight of it, and somebody is left who sees it.

    What is consolidated into it is restricted, or opened, with it.

    :raises InvalidError: nobody would be left, or somebody who plays a part in it was chosen.
    """
    before = original or CaseFile({})
    _refuse_who_takes_part(change, case_id, file, before)
    if bool(file.case["restricted"]) != bool(before.case.get("restricted")):
        if file.case["restricted"]:
            _keep_in_sight(change, case_id, file)
        _take_along(change, case_id, file)
    if file.case["restricted"] and not _left(change, case_id):
        raise InvalidError({"case.0.restricted": NOBODY_LEFT})


def keep_somebody(change: Change, user_id: int) -> None:
    """Let somebody be retired, unless a restricted case would then be seen by nobody.

    :raises InvalidError: they are the last who may see one; it does not say which.
    """
    mine = CaseAccess.select(CaseAccess.case).where(CaseAccess.user == user_id)
    query = Case.select(Case.id).where(
        Case.restricted & ((Case.owner == user_id) | (Case.id << mine))
    )
    for (case_id,) in query.tuples().execute(change.database):
        if not _left(change, case_id) - {user_id}:
            raise InvalidError({"retired": LAST_ONE})


def _left(change: Change, case_id: int) -> set[int]:
    """Who works here and may see a restricted case."""
    return {
        user_id
        for user_id in _seers(change, case_id)
        if _works_here(change, user_id) and not takes_part(_connection(change), user_id, case_id)
    }


def _refuse_who_takes_part(change: Change, case_id: int, file: CaseFile, before: CaseFile) -> None:
    """Nobody is newly given a case, or something to do in it, in which they play a part."""
    problems = {}
    for section, column in (
        ("case", "owner_id"),
        ("named", "user_id"),
        ("tasks", "assigned_to_id"),
    ):
        known = {row["id"]: row for row in before.rows(section)} if before.case else {}
        for row in file.rows(section):
            chosen = row[column]
            same = known.get(row["id"], {}).get(column) == chosen
            if chosen and not same and takes_part(_connection(change), chosen, case_id):
                place = 0 if section == "case" else row["id"]
                problems[f"{section}.{place}.{column}"] = TAKES_PART
    if problems:
        raise InvalidError(problems)


def _keep_in_sight(change: Change, case_id: int, file: CaseFile) -> None:
    """Name whoever restricts a case on it, unless they see it already."""
    seen_by = {file.case["owner_id"], *(row["user_id"] for row in file.named)}
    if change.user_id and change.user_id not in seen_by:
        _name(change, case_id, change.user_id, "Restricted the case")


def _take_along(change: Change, case_id: int, file: CaseFile) -> None:
    """Restrict or open what is consolidated into a case with it, seen by the same people."""
    restricted = bool(file.case["restricted"])
    into = consolidated_into(file)
    lead = _one(change, into["other_id"]) if into is not None and into["id"] > 0 else None
    if lead is not None and bool(lead["restricted"]) != restricted:
        said = f"It is consolidated into {lead['reference']}: restrict or open that case instead."
        raise InvalidError({"case.0.restricted": said})
    for other_id in _consolidated_into(change, case_id):
        other = _one(change, other_id)
        if bool(other["restricted"]) == restricted:
            continue
        values = renumbered(change, other, restricted)
        change.edit(Case, other_id, other["version"], restricted=restricted, **values)
        if restricted:
            known = _seers(change, other_id)
            for user_id in sorted(_seers(change, case_id) - known):
                reason = f"Restricted with {_one(change, case_id)['reference']}"
                _name(change, other_id, user_id, reason)


def _consolidated_into(change: Change, case_id: int) -> list[int]:
    links = CaseLink.select(CaseLink.case).where(
        (CaseLink.other == case_id) & (CaseLink.kind == "consolidated")
    )
    return [row[0] for row in links.tuples().execute(change.database)]


def _name(change: Change, case_id: int, user_id: int, reason: str) -> None:
    change.add(CaseAccess, case=case_id, user=user_id, since=change.today, reason=reason)


def _seers(change: Change, case_id: int) -> set[int]:
    """Who may see a restricted case, unless they play a part in it: its owner and those named."""
    named = CaseAccess.select(CaseAccess.user).where(CaseAccess.case == case_id)
    found = {row[0] for row in named.tuples().execute(change.database)}
    return found | {_one(change, case_id)["owner_id"]} - {None}


def _works_here(change: Change, user_id: int) -> bool:
    query = User.select().where((User.id == user_id) & ~User.retired)
    return bool(query.exists(change.database))


def _one(change: Change, case_id: int) -> Any:
    query = Case.select().where(Case.id == case_id).dicts()
    found = next(iter(query.execute(change.database)))
    return found | {"owner_id": found["owner"]}


def _connection(change: Change) -> Any:
    return change.database.connection()

"""Which case a link means, and what a consolidation may not be."""

from __future__ import annotations

from typing import Any

from models.case.casefile import Row
from models.change import Change
from models.errors import InvalidError, NotFoundError
from models.queries.cases.casefile import case_id_of
from models.schema import Case, CaseLink


def case_meant(change: Change, row: Row, case_id: int) -> int:
    """The id of the case whose reference a link's row bears.

    :raises InvalidError: there is none, it is the case itself, or it cannot take a consolidation.
    """
    reference = str(row["other_reference"]).strip().upper()
    where = f"links.{row['id']}.other_reference"
    other = _bearer(change, reference)
    if other is None:
        raise InvalidError({where: f"No case has the reference {reference}."})
    if other.id == case_id:
        raise InvalidError({where: "A case cannot be linked to itself."})
    if row["kind"] == "consolidated":
        own = _one(change, Case, Case.id == case_id)
        if other.stage == "closed":
            raise InvalidError({where: f"{reference} is closed. Reopen it first."})
        if own.restricted and not other.restricted:
            raise InvalidError(
                {
                    where: (
                        f"{reference} is not restricted, and its deadlines would reveal this "
                        f"case. Restrict {reference} first."
                    )
                }
            )
        if other.restricted and not own.restricted:
            raise InvalidError({where: f"{reference} is restricted. Restrict this case first."})
        into = CaseLink.kind == "consolidated"
        if _one(change, CaseLink, into & (CaseLink.case == other.id)) is not None:
            raise InvalidError(
                {
                    where: (
                        f"{reference} is itself consolidated into another case. Choose that "
                        "case instead."
                    )
                }
            )
        if _one(change, CaseLink, into & (CaseLink.other == case_id)) is not None:
            raise InvalidError(
                {
                    where: (
                        "Other cases are consolidated into this one, so it "
                        "cannot be consolidated into another."
                    )
                }
            )
    return int(other.id)


def note_consolidation(
    change: Change, case_id: int, link_id: int, before: Row | None, after: Row | None
) -> None:
    """Put on record that two cases are worked as one, or no longer are: a combination."""
    was = before is not None and before["kind"] == "consolidated"
    now = after is not None and after["kind"] == "consolidated"
    if was == now:
        return
    other = (after or before or {})["other_id"]
    what = "Consolidated into another case" if now else "No longer consolidated"
    change.note("combine", case_id, (CaseLink, link_id), what=what, other_id=other)


def _bearer(change: Change, reference: str) -> Any:
    """The case that bears a reference, or bore it; ``None`` where the user may see none."""
    try:
        found = case_id_of(change.database.connection(), reference)
    except NotFoundError:
        return None
    return _one(change, Case, Case.id == found) if change.sees(Case, found) else None


def _one(change: Change, model: Any, condition: Any) -> Any:
    return next(iter(model.select().where(condition).limit(1).execute(change.database)), None)

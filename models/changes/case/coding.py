"""Decisions on whether an old allegation carries a factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.change import Change
from models.errors import InvalidError, NotFoundError
from models.queries.figures.coding import NO, UNSURE, YES
from models.rules import vocabularies
from models.rules.dates import moment_on
from models.rules.publishing.word_lists import word_list
from models.schema import Allegation, AllegationFactor, CodingReview

DECISIONS = (YES, NO, UNSURE)


def decide(
    change: Change,
    allegation_id: int,
    factor: str,
    decision: str,
    *,
    words: Sequence[str] = (),
    values: Mapping[str, str | None] | None = None,
) -> int:
    """Put a decision on record and return its number; the latest of an allegation stands.

    Yes puts the factor on the allegation, with the values that were picked. No and unsure leave it
    as it is, but take away a factor that an earlier yes put there.

    :param words: those that proposed it.
    :param values: codes by field (``platform``, ``conduct``, ``duty``); ``None`` keeps what stands.
    :raises InvalidError: there is no such decision, factor or value.
    :raises NotFoundError: there is no such allegation, as far as the user may know.
    :raises AnonymisedError: its case has been anonymised.
    """
    picked = {name: code for name, code in (values or {}).items() if code is not None}
    _refuse(factor, decision, picked)
    row = _allegation(change, allegation_id)
    before = _latest(change, allegation_id, factor)
    made = change.add(
        CodingReview,
        case=row.case_id,
        allegation=allegation_id,
        factor=factor,
        decision=decision,
        words=", ".join(words),
        at=moment_on(change.today),
        by=change.user_id,
    )
    held = _factor_id(change, allegation_id, factor)
    if decision == YES:
        if held is None:
            change.add(AllegationFactor, allegation=allegation_id, factor=factor)
        different = {name: code for name, code in picked.items() if getattr(row, name) != code}
        if different:
            change.edit(Allegation, allegation_id, row.version, **different)
    elif held is not None and before == YES:
        change.remove(AllegationFactor, held)
    return made


def _refuse(factor: str, decision: str, values: Mapping[str, str]) -> None:
    problems = {}
    words = word_list(factor)
    if words is None:
        problems["factor"] = "There is no list of words for this factor."
    if decision not in DECISIONS:
        problems["decision"] = "Say yes, no or unsure."
    for name, code in values.items():
        if words is None or name not in words.asks or vocabularies.term(name, code) is None:
            problems[name] = "Choose one from the list."
    if problems:
        raise InvalidError(problems)


def _allegation(change: Change, allegation_id: int) -> Any:
    if change.sees(Allegation, allegation_id):
        query = Allegation.select().where(Allegation.id == allegation_id)
        return next(iter(query.execute(change.database)))
    raise NotFoundError("There is no such allegation in this register.")


def _latest(change: Change, allegation_id: int, factor: str) -> str | None:
    query = (
        CodingReview.select(CodingReview.decision)
        .where((CodingReview.allegation == allegation_id) & (CodingReview.factor == factor))
        .order_by(CodingReview.id.desc())
        .limit(1)
    )
    found: str | None = query.scalar(change.database)
    return found


def _factor_id(change: Change, allegation_id: int, factor: str) -> int | None:
    query = AllegationFactor.select(AllegationFactor.id).where(
        (AllegationFactor.allegation == allegation_id) & (AllegationFactor.factor == factor)
    )
    found: int | None = query.scalar(change.database)
    return found

"""Guidance given to members of the force, and acknowledged by them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.change import Change
from models.errors import InvalidError, NotFoundError
from models.queries.people.acknowledgements import NewMember
from models.rules.validation import EARLIEST
from models.schema import GuidanceIssue, Member, Person


@dataclass(frozen=True)
class Given:
    """What came of giving: how many were ``given`` it now, and how many had it ``already``.

    ``acknowledged`` counts those of the latter whose acknowledgement is now on record.
    """

    given: int = 0
    already: int = 0
    acknowledged: int = 0


def give(
    change: Change,
    version_id: int,
    member_ids: Iterable[int],
    *,
    given: datetime.date | None,
    how: str | None = None,
    acknowledged: datetime.date | None = None,
    acknowledged_how: str | None = None,
    new: Sequence[NewMember] = (),
) -> Given:
    """Record that members were given a version, and with a day that they acknowledged it.

    Who was given it before is not given it again; with a day, their acknowledgement is recorded
    where it was not.

    :param new: members to be recorded first.
    :raises InvalidError: nobody is named, or the days are missing, out of order or to come.
    """
    members = list(dict.fromkeys(member_ids))
    _check_days(change, given, acknowledged)
    if not members and not new:
        raise InvalidError({"members": "Choose who was given it."})
    members += [_record(change, one) for one in new]
    standing = _standing(change, version_id)
    people = _people(change, members)
    many = already = told = 0
    for member_id in members:
        issues = standing.get(people[member_id])
        if issues is None:
            standing[people[member_id]] = []
            change.add(
                GuidanceIssue,
                guidance=version_id,
                member=member_id,
                given=given,
                how=how,
                acknowledged=acknowledged,
                acknowledged_how=acknowledged_how if acknowledged else None,
            )
            many += 1
            continue
        already += 1
        if acknowledged and issues and all(one.acknowledged is None for one in issues):
            told += acknowledge(change, [issues[0].id], acknowledged, acknowledged_how)
    return Given(many, already, told)


def acknowledge(
    change: Change, issue_ids: Iterable[int], day: datetime.date | None, how: str | None = None
) -> int:
    """Record that those who were given guidance acknowledged it on ``day``; return how many.

    Who had acknowledged it before is left as it stands.

    :raises InvalidError: the day is missing, to come, or before one was given it.
    """
    if day is None:
        raise InvalidError({"acknowledged": "Say on which day it was acknowledged."})
    many = 0
    for issue_id in issue_ids:
        row = _issue(change, issue_id)
        if row.acknowledged is not None:
            continue
        _check_days(change, row.given, day)
        change.edit(GuidanceIssue, issue_id, row.version, acknowledged=day, acknowledged_how=how)
        many += 1
    return many


def correct(
    change: Change,
    issue_id: int,
    version: int,
    *,
    given: datetime.date | None,
    how: str | None,
    acknowledged: datetime.date | None,
    acknowledged_how: str | None,
) -> None:
    """Put right what was recorded of one member.

    :raises InvalidError: as :func:`give`.
    :raises ConflictError: somebody else changed it first.
    """
    _check_days(change, given, acknowledged)
    change.edit(
        GuidanceIssue,
        issue_id,
        version,
        given=given,
        how=how,
        acknowledged=acknowledged,
        acknowledged_how=acknowledged_how if acknowledged else None,
    )


def take_back(change: Change, issue_id: int, version: int) -> None:
    """Remove what was recorded of a member by mistake; the history keeps it."""
    change.remove(GuidanceIssue, issue_id, version)


def _check_days(
    change: Change, given: datetime.date | None, acknowledged: datetime.date | None
) -> None:
    problems = {}
    if given is None:
        problems["given"] = "Say on which day it was given."
    elif given > change.today:
        problems["given"] = "This is in the future."
    elif given < EARLIEST:
        problems["given"] = "This date is too early: use a year from 1900."
    if acknowledged is not None and acknowledged > change.today:
        problems["acknowledged"] = "This is in the future."
    elif acknowledged is not None and given is not None and acknowledged < given:
        problems["acknowledged"] = "Guidance cannot be acknowledged before it was given."
    if problems:
        raise InvalidError(problems)


def _record(change: Change, new: NewMember) -> int:
    person_id = change.add(
        Person, family_name=new.family_name.strip(), given_names=new.given_names.strip()
    )
    return change.add(Member, person=person_id, number=new.number.strip())


def _standing(change: Change, version_id: int) -> dict[int, list[Any]]:
    """What was recorded of a version, by person: the same person may have two memberships."""
    rows = (
        GuidanceIssue.select(GuidanceIssue, Member.person.alias("person_id"))
        .join(Member)
        .where(GuidanceIssue.guidance == version_id)
        .order_by(GuidanceIssue.id)
        .objects()
        .execute(change.database)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _people(change: Change, member_ids: list[int]) -> dict[int, int]:
    """The person of each member.

    :raises NotFoundError: one is no longer there.
    """
    found: dict[int, int] = {}
    for start in range(0, len(member_ids), 500):
        some = member_ids[start : start + 500]
        query = Member.select(Member.id, Member.person).where(Member.id.in_(some)).tuples()
        found.update(dict(query.execute(change.database)))
    if len(found) != len(set(member_ids)):
        raise NotFoundError("One of these members is no longer in the register. Nothing was saved.")
    return found


def _issue(change: Change, issue_id: int) -> Any:
    query = GuidanceIssue.select().where(GuidanceIssue.id == issue_id)
    for row in query.execute(change.database):
        return row
    raise NotFoundError("This is no longer in the register. Nothing was saved.")

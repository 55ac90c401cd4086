"""Two records of one person made one, and made two again; nothing is lost either way."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from models.change import Change
from models.errors import InvalidError, NotFoundError
from models.schema import (
    Complainant,
    GuidanceIssue,
    Member,
    Person,
    PersonMerge,
    Posting,
    Record,
    Subject,
)

#: What a kept record takes from the other where it has nothing itself.
FILLED = ("given_names", "title", "date_of_birth", "sex", "ethnicity", "email", "telephone",
          "address", "monitored_from", "monitored_to", "monitored_why")  # fmt: skip
TABLES: dict[str, type[Record]] = {
    one._meta.table_name: one
    for one in (Person, Member, Posting, GuidanceIssue, Subject, Complainant)
}


def merge_people(change: Change, kept_id: int, gone_id: int, reason: str) -> int:
    """Make ``gone`` the same person as ``kept``; return the merge's id.

    Everything that pointed at the one points at the other; a service number that both hold is one
    membership afterwards. Each step is kept, so that :func:`undo_merge` can take it back.

    :raises InvalidError: they are the same, one was merged before, or no reason is given.
    """
    change.require("merge")
    kept, gone = _person(change, kept_id), _person(change, gone_id)
    if not reason.strip():
        raise InvalidError({"reason": "Say how you know that they are the same person."})
    if kept_id == gone_id or kept.merged_into_id or gone.merged_into_id:
        raise InvalidError({"person": "Choose two people who have not been merged already."})
    steps: list[list[Any]] = []

    def put(model: type[Record], row_id: int, column: str, value: Any) -> None:
        row = _row(change, model, row_id)
        before = getattr(row, column)
        change.edit(model, row_id, row.version, **{column.removesuffix("_id"): value})
        steps.append([model._meta.table_name, row_id, column, _plain(before), _plain(value)])

    with change.beyond_sight():  # their parts in cases that the user may not see go along
        _move(change, kept_id, gone_id, kept, gone, put)
    put(Person, gone_id, "merged_into_id", kept_id)
    change.note("combine", about=(Person, kept_id), what="Merged with another record", gone=gone_id)
    return change.add(
        PersonMerge,
        kept=kept_id,
        gone=gone_id,
        at=_now(),
        by=change.user_id,
        reason=reason.strip(),
        moved=json.dumps(steps),
    )


def _move(
    change: Change, kept_id: int, gone_id: int, kept: Any, gone: Any, put: Callable[..., None]
) -> None:
    """Have everything that points at the one person point at the other."""
    for column in FILLED:
        if not getattr(kept, column) and getattr(gone, column):
            put(Person, kept_id, column, getattr(gone, column))
    numbers = {one.number: one.id for one in _of(change, Member, Member.person == kept_id)}
    for member in _of(change, Member, Member.person == gone_id):
        same = numbers.get(member.number) if member.number else None
        if same is None:
            put(Member, member.id, "person_id", kept_id)
            continue
        for subject in _of(change, Subject, Subject.member == member.id):
            put(Subject, subject.id, "member_id", same)
        for posting in _of(change, Posting, Posting.member == member.id):
            put(Posting, posting.id, "member_id", same)
        for issue in _of(change, GuidanceIssue, GuidanceIssue.member == member.id):
            put(GuidanceIssue, issue.id, "member_id", same)
        put(Member, member.id, "merged_into_id", same)
    for row in _of(change, Complainant, Complainant.person == gone_id):
        put(Complainant, row.id, "person_id", kept_id)


def undo_merge(change: Change, merge_id: int) -> list[str]:
    """Make the two people two again; return a sentence for each thing left as it is now.

    What was added after the merge stays with the kept person; what was changed since is not
    changed back.

    :raises NotFoundError: there is no such merge, or it was undone before.
    """
    change.require("merge")
    merge = next(iter(_of(change, PersonMerge, PersonMerge.id == merge_id)), None)
    if merge is None or merge.undone is not None or not change.sees(PersonMerge, merge_id):
        raise NotFoundError("This merge has been undone already.")
    left = []
    with change.beyond_sight():
        for table, row_id, column, before, after in reversed(json.loads(merge.moved)):
            model = TABLES[table]
            row = next(iter(_of(change, model, model.id == row_id)), None)
            if row is None or _plain(getattr(row, column)) != after:
                what = column.removesuffix("_id")
                left.append(f"The {table} {what} has been changed since, so it was kept.")
                continue
            change.edit(model, row_id, row.version, **{column.removesuffix("_id"): before})
    change.edit(PersonMerge, merge_id, merge.version, undone=_now())
    change.note("combine", about=(Person, merge.kept_id), what="Merge undone", gone=merge.gone_id)
    return left


def _person(change: Change, person_id: int) -> Any:
    if not change.sees(Person, person_id):
        raise NotFoundError("This person is no longer in the register.")
    return _row(change, Person, person_id)


def _row(change: Change, model: type[Record], row_id: int) -> Any:
    for row in _of(change, model, model.id == row_id):
        return row
    raise NotFoundError("This person is no longer in the register.")


def _of(change: Change, model: type[Record], condition: Any) -> list[Any]:
    return list(model.select().where(condition).order_by(model.id).execute(change.database))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)

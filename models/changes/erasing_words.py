"""How the words of audit records are erased: what was done stays, and what it said goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peewee import BaseQuery, Case

from models.change import Change
from models.errors import InvalidError, NotFoundError
from models.schema import AuditRecord
from models.storage.asking import execute, given, question, row
from models.storage.chain import TABLE


def erase_words(change: Change, numbers: Iterable[int], what: str = "") -> int:
    """Blank what the records of these numbers said; return the number of the record of that.

    Who did what kind of thing when stays, and the chain verifies as before. A record of a release
    that sealed reasons as they stood keeps its reason. What is blank already is passed over; where
    nothing is left to erase, nothing is done and 0 returned.

    :param what: which records those are, without what they said.
    :raises NotAllowedError: the user may not decide what is kept.
    :raises NotFoundError: there is no such record, or it is of a case hidden from the user.
    :raises InvalidError: one of them says which words were erased, and must go on saying it.
    """
    change.require("retain")
    connection = change.database.connection()
    wanted = []
    for number in sorted(set(numbers)):
        record = row(connection, _record, number=number)
        if record is None:
            raise NotFoundError("There is no such audit record in this register.")
        case_id, action, table, entry = record
        change.refuse_hidden(case_id)
        if (action, table) == ("erase", TABLE):
            raise InvalidError({"records": "A record of an erasure cannot itself be erased."})
        if entry:
            wanted.append(number)
    if not wanted:
        return 0
    ranges = list(_runs(wanted))
    said = what or f"The words of {len(wanted)} records"
    made = change.note_erasure(said, ranges)
    for first, last in ranges:
        execute(connection, _blanking, first=first, last=last)
    return made


@question
def _record() -> BaseQuery:
    return AuditRecord.select(
        AuditRecord.case_id, AuditRecord.action, AuditRecord.table, AuditRecord.entry
    ).where(AuditRecord.id == given("number"))


@question
def _blanking() -> BaseQuery:
    """Take the words out of the records from ``first`` to ``last``."""
    as_it_stood = (AuditRecord.reason_hash.is_null(), AuditRecord.reason)
    return AuditRecord.update(entry="", salt=None, reason=Case(None, (as_it_stood,), "")).where(
        AuditRecord.id.between(given("first"), given("last"))
    )


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as ``(first, last)`` of each unbroken run."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last

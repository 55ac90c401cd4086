"""What is done with a case at its review: it is kept, anonymised or erased.

What is done is on record, without what was removed: the words of every audit record of the case and
of who left are erased (:mod:`models.changes.erasing_words`), and one record says what was done, by
whom, when and why. All of it is one transaction. :mod:`models.keeping.writing_anew` then writes the
file anew, so that nothing stands in the places where it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from peewee import BaseQuery

from models.change import NO_CASE, Change
from models.changes.erasing_words import erase_words
from models.changes.retention import emptying, leaving
from models.changes.retention.leaving import Left
from models.errors import AnonymisedError, InvalidError, NotFoundError
from models.rules.dates import format_date
from models.schema import (
    AuditRecord,
    Case,
    CaseLink,
    Person,
    RetentionReview,
    Setting,
    VoidReference,
)
from models.storage import compacting
from models.storage.asking import ask, given, question, rows


def keep(change: Change, case_id: int, until: datetime.date | None, reason: str) -> int:
    """Keep a case until a day, on which it comes to review again; return the decision's id.

    :raises NotAllowedError: the user may not decide what is kept.
    :raises InvalidError: no later day, or no reason, is given.
    :raises AnonymisedError: nobody is left in it.
    """
    change.require("retain")
    _closed(change, case_id)
    problems = {}
    if until is None or until <= change.today:
        problems["until"] = f"Give a day after today, {format_date(change.today)}."
    if not reason.strip():
        problems["reason"] = "Say why it is still needed."
    if problems:
        raise InvalidError(problems)
    return change.add(
        RetentionReview,
        case=case_id,
        decided=change.today,
        decided_by=change.user_id,
        until=until,
        reason=reason.strip(),
    )


def anonymise(change: Change, case_id: int) -> None:
    """Take everybody and every word out of a case and of those consolidated into it.

    What figures count stays: codes, roles, ranks, the days of receipt, decisions and closure. The
    reason is that of the change.

    :raises NotAllowedError: the user may not decide what is kept.
    :raises InvalidError: it is open, or consolidated into another; no reason is given, or it names
        somebody.
    """
    ids = _matter(change, case_id)
    names = leaving.names_of(change, leaving.people_of(change, ids))
    _begin(change, names)
    _anonymise(change, ids, ())


def anonymise_person(change: Change, person_id: int) -> None:
    """Take a person out of the register, and so everybody out of every case that they are in.

    Their guidance, posts and merges go too. In a case that the user may not see they stay.

    :raises InvalidError: a case of theirs is open or consolidated into another; no reason is given,
        or it names somebody.
    :raises NotFoundError: there is no such person.
    """
    change.require("retain")
    person = Person.select().where((Person.id == person_id) & Person.anonymised.is_null())
    if not list(person.execute(change.database)):
        raise NotFoundError("There is no such person in this register.")
    records = leaving.records_of(change, person_id)
    ids = _seen_cases(change, records)
    if not ids and leaving.cases_of(change, records):
        raise NotFoundError("There is no such person in this register.")
    ids = {one for case_id in sorted(ids) for one in _matter(change, case_id)}
    names = leaving.names_of(change, records | leaving.people_of(change, ids))
    _begin(change, names)
    change.note("erase", what="A person taken out of the register", retention="anonymised")
    _anonymise(change, sorted(ids), records)


def erase(change: Change, case_id: int) -> None:
    """Take a case out of the register, with those consolidated into it; their numbers are void.

    :raises NotAllowedError: the user may not decide what is kept.
    :raises InvalidError: as :func:`anonymise`.
    """
    ids = _matter(change, case_id, also_anonymised=True)
    _begin(change, leaving.names_of(change, leaving.people_of(change, ids)))
    _put_on_record(change, ids, "erased")
    for case in _cases(change, ids):
        number = {"series": case.series, "year": case.year, "number": case.number}
        change.add(VoidReference, **number, since=change.today)
    parts = leaving.parts_of(change, ids)
    removed = emptying.remove_links(change, ids, also_consolidated=True)
    removed |= emptying.remove_files(change, ids)
    emptying.erase(change, ids)
    left = leaving.leave(change, ids, parts)
    left.add_all(removed)
    _erase_their_words(change, ids, left)
    _tell(change, ids)


def _anonymise(change: Change, ids: Collection[int], gone: Collection[int]) -> None:
    _put_on_record(change, ids, "anonymised")
    parts = leaving.parts_of(change, ids)
    removed = emptying.remove_links(change, ids, also_consolidated=False)
    removed |= emptying.remove_files(change, ids)
    for case_id in ids:
        leaving.put_nobody_in_place(change, case_id)
    emptying.empty(change, ids)
    left = leaving.leave(change, ids, parts, gone)
    left.add_all(removed)
    _erase_their_words(change, ids, left)
    _tell(change, ids)


def _matter(change: Change, case_id: int, *, also_anonymised: bool = False) -> list[int]:
    """The case and those consolidated into it, each closed."""
    change.require("retain")
    case = _closed(change, case_id, also_anonymised=also_anonymised)
    into = CaseLink.kind == "consolidated"
    link = CaseLink.select().where(into & (CaseLink.case == case_id))
    for one in link.execute(change.database):
        (other,) = _cases(change, [one.other_id])
        raise InvalidError(
            {"case": f"{case.reference} is consolidated into {other.reference} and goes with it."}
        )
    parts = CaseLink.select().where(into & (CaseLink.other == case_id))
    ids = [one.case_id for one in parts.execute(change.database)]
    for one in ids:
        _closed(change, one, also_anonymised=True)
    return [case_id, *sorted(ids)]


def _closed(change: Change, case_id: int, *, also_anonymised: bool = False) -> Case:
    change.refuse_hidden(case_id)
    for case in _cases(change, [case_id]):
        if case.anonymised and not also_anonymised:
            raise AnonymisedError(f"{case.reference} has been anonymised already.")
        if case.stage != "closed":
            raise InvalidError({"case": f"{case.reference} is open. Close it first."})
        return case
    raise NotFoundError(NO_CASE)


def _begin(change: Change, names: Iterable[str]) -> None:
    """Make sure of the reason, which stays, and have what is freed overwritten from here on."""
    reason = change.reason.strip()
    if not reason:
        raise InvalidError({"reason": "Give the reason. It stays on record."})
    if leaving.names_in(reason, names):
        raise InvalidError(
            {"reason": "The reason stays on record. Do not include anybody’s name or number."}
        )
    compacting.overwrite(change.database.connection())
    asked_for = Setting.insert(key=compacting.SETTING, value=change.today.isoformat())
    asked_for.on_conflict_ignore().execute(change.database)


def _put_on_record(change: Change, ids: Collection[int], done: str) -> None:
    """What is done to each case; such a record keeps its words.

    Of a restricted case that is erased nothing is left to hide the record, so it names none.
    """
    for case in _cases(change, ids):
        secret = case.restricted and done == "erased"
        what = f"{'A case' if secret else case.reference} {done}"
        change.note("erase", case.id, (Case, case.id), what=what, retention=done)


def _erase_their_words(change: Change, ids: Collection[int], left: Left) -> None:
    """Erase what was recorded of the cases and of who left."""
    numbers = set(_records(change, ids, left))
    with change.beyond_sight():  # also what was recorded of who left while in a hidden case
        erase_words(change, numbers, "Records of cases and people no longer kept")


@question
def _of_case() -> BaseQuery:
    """The records of ``case``, but for those that say that it was anonymised or erased."""
    record = AuditRecord
    acts = (
        (record.action == "erase") & (record.table == "case") & record.entry.like('%"retention":%')
    )
    return record.select(record.id).where((record.case_id == given("case")) & ~acts)


@question
def _of_row() -> BaseQuery:
    return AuditRecord.select(AuditRecord.id).where(
        (AuditRecord.table == given("table")) & (AuditRecord.record_id == given("row"))
    )


@question
def _of_no_case() -> BaseQuery:
    """What was read and let out that is of no one case, and what was said of it."""
    record = AuditRecord
    return record.select(record.id, record.entry, record.reason).where(
        record.case_id.is_null() & (record.entry != "") & record.action.in_(("consult", "disclose"))
    )


def _records(change: Change, ids: Collection[int], left: Left) -> Iterable[int]:
    """The numbers of the audit records that tell of the cases or of who left."""
    connection = change.database.connection()
    for case_id in ids:
        yield from (row[0] for row in ask(connection, _of_case, case=case_id))
    for table, row_ids in left.rows.items():
        for row_id in row_ids:
            found = ask(connection, _of_row, table=table, row=row_id)
            yield from (row[0] for row in found)
    # What somebody asked for when they printed, exported or read the record may be a name.
    for number, entry, reason in rows(connection, _of_no_case):
        if leaving.names_in(f"{entry} {reason}", left.telling):
            yield number


def _tell(change: Change, ids: Collection[int]) -> None:
    """Derive lists and search anew, and have every page that shows these cases look again."""
    change.case_ids |= set(ids)
    change.tables |= {"case", "person"}
    emptying.forget_index(change, change.case_ids)


def _seen_cases(change: Change, records: Iterable[int]) -> set[int]:
    """The cases of these people that the user may see."""
    found = set()
    for case_id in leaving.cases_of(change, records):
        try:
            change.refuse_hidden(case_id)
        except NotFoundError:
            continue
        found.add(case_id)
    return found


def _cases(change: Change, ids: Collection[int]) -> list[Case]:
    return list(
        Case.select().where(Case.id.in_(list(ids))).order_by(Case.id).execute(change.database)
    )

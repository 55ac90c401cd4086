"""People who leave a case that is anonymised or erased, and those who then leave the register."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import BaseQuery

from models.change import Change
from models.changes.retention.emptying import ANONYMISED
from models.queries.joins import members_of
from models.queries.parts import cases_of_person, people_of_case
from models.schema import (
    AlertReview,
    Complainant,
    GuidanceIssue,
    Member,
    Person,
    PersonMerge,
    PersonOrigin,
    Posting,
    Subject,
    Table,
    User,
)
from models.storage.asking import Question, ask, given, question

#: What of a person counts in figures, and so stays with whoever stands for them.
CODES = ("sex", "ethnicity")
#: What of a person tells who they are, wherever it stands.
TELLING = ("family_name", "email", "telephone", "address")
SHORTEST = 3  # letters of what is looked for in other words


@dataclass
class Left:
    """Rows that went with people or tell of them, by table, and the words that told who they were.

    The audit records of these rows are to be erased, and those that only quote the words.
    """

    rows: dict[str, set[int]] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    def add(self, model: type[Table], ids: Iterable[int]) -> None:
        """Note rows of a table."""
        self.rows.setdefault(model._meta.table_name, set()).update(ids)

    def add_all(self, rows: Mapping[type[Table], Iterable[int]]) -> None:
        """Note rows of several tables."""
        for model, ids in rows.items():
            self.add(model, ids)


@dataclass(frozen=True)
class Parts:
    """Everybody in some cases, and the ids of the rows that say so, by table."""

    people: set[int]
    rows: dict[str, set[int]]


def people_of(change: Change, ids: Collection[int]) -> set[int]:
    """Everybody who plays a part in these cases."""
    return {one for case_id in ids for one in _ids(change, people_of_case, case=case_id)}


def records_of(change: Change, person_id: int) -> set[int]:
    """Every record of one human being: theirs, and those that it was merged with."""
    found: set[int] = set()
    fresh = {person_id}
    while fresh:
        found |= fresh
        fresh = {other for one in fresh for other in _ids(change, _merged_with, person=one)} - found
    return found


def cases_of(change: Change, people: Iterable[int]) -> set[int]:
    """The cases in which any of these records plays a part."""
    return {case_id for one in people for case_id in _ids(change, cases_of_person, person=one)}


def names_of(change: Change, people: Iterable[int]) -> set[str]:
    """What tells who these people are: family names, numbers, addresses, in small letters."""
    found: set[str] = set()
    for one in people:
        row = _row(change, Person, one)
        found |= {str(getattr(row, name)) for name in TELLING}
        found.add(" ".join(filter(None, (row.given_names, row.family_name))))
        numbers = Member.select(Member.number).where(Member.person == one).tuples()
        found |= {number for (number,) in numbers.execute(change.database)}
    return {text.strip().casefold() for text in found if len(text.strip()) >= SHORTEST} - {
        ANONYMISED.casefold()
    }


def names_in(text: str, names: Iterable[str]) -> bool:
    """Whether any of the names stands in a text as words of its own."""
    said = text.casefold()
    return any(
        name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in names
    )


def parts_of(change: Change, ids: Collection[int]) -> Parts:
    """Who plays which part in these cases, read before anything of them goes."""
    return Parts(
        people_of(change, ids),
        {
            model._meta.table_name: {
                row.id for case_id in ids for row in _of(change, model, model.case == case_id)
            }
            for model in (Subject, Complainant)
        },
    )


def put_nobody_in_place(change: Change, case_id: int) -> None:
    """Put somebody without a name in the place of each person in a case.

    One who is subject of it twice is still one; nothing tells that one in two cases is the same.
    """
    change.require("retain")
    people: dict[int, int] = {}
    members: dict[int, int] = {}

    def nobody(person_id: int) -> int:
        if person_id not in people:
            was = _row(change, Person, person_id)
            kept = {name: getattr(was, name) for name in CODES}
            kept |= {"family_name": ANONYMISED, "anonymised": change.today}
            people[person_id] = Person.insert(**kept).execute(change.database)
        return people[person_id]

    for row in _of(change, Subject, Subject.case == case_id):
        if row.member_id is None:
            continue
        if row.member_id not in members:
            was = _row(change, Member, row.member_id)
            made = Member.insert(person=nobody(was.person_id), role=was.role)
            members[row.member_id] = made.execute(change.database)
        put = Subject.update(member=members[row.member_id])
        put.where(Subject.id == row.id).execute(change.database)
    for row in _of(change, Complainant, Complainant.case == case_id):
        put = Complainant.update(person=nobody(row.person_id))
        put.where(Complainant.id == row.id).execute(change.database)


def leave(change: Change, ids: Collection[int], parts: Parts, gone: Collection[int] = ()) -> Left:
    """Let those who played a part in these cases, and are known from nothing else, go.

    Who stays elsewhere, stays there: in another case, as somebody who works here, as a serving
    member who was given guidance, or while they are monitored.

    :param parts: as they were before the rows of the cases let go of them.
    :param gone: people (every record of them) who go, whatever is known of them outside cases.
    """
    change.require("retain")
    left = Left()
    seen: set[int] = set()
    for person_id in sorted(parts.people | set(gone)):
        if person_id in seen:
            continue
        records = records_of(change, person_id)
        seen |= records
        if cases_of(change, records) or (not records & set(gone) and _known(change, records)):
            _forget_part(change, records, ids, parts, left)
        else:
            left.telling |= names_of(change, records)
            _take_out(change, records, left)
    return left


def _known(change: Change, records: set[int]) -> bool:
    """Whether these records are known from something else than cases."""
    today = change.today.isoformat()
    return any(_ids(change, _known_otherwise, person=one, today=today) for one in records)


@question
def _merged_with() -> BaseQuery:
    """The records that were merged into ``person``, and the one that it was merged into."""
    into = Person.select(Person.merged_into).where(
        (Person.id == given("person")) & Person.merged_into.is_null(False)
    )
    return Person.select(Person.id).where(Person.merged_into == given("person")) | into


@question
def _known_otherwise() -> BaseQuery:
    """A row for each way in which ``person`` is known from something else than cases."""
    works_here = members_of(User.select(User.id), User, Member)
    serving = members_of(GuidanceIssue.select(GuidanceIssue.id), GuidanceIssue, Member)
    until = Person.monitored_to
    monitored = Person.select(Person.id).where(
        (Person.id == given("person"))
        & Person.monitored_from.is_null(False)
        & (until.is_null() | (until >= given("today")))
    )
    return (
        works_here.where(Member.person == given("person"))
        | serving.where(
            (Member.person == given("person"))
            & (Member.left.is_null() | (Member.left > given("today")))
        )
        | monitored
    )


def _forget_part(
    change: Change,
    records: set[int],
    ids: Collection[int],
    parts: Parts,
    left: Left,
) -> None:
    """Of people who stay: take out what says that they played a part in these cases."""
    for one in records:
        for review in _of(change, AlertReview, AlertReview.person == one):
            if {int(case_id) for case_id in review.cases.split()} & set(ids):
                left.add(AlertReview, {review.id})
                AlertReview.delete().where(AlertReview.id == review.id).execute(change.database)
        for merge in _of(change, PersonMerge, PersonMerge.kept == one):
            steps = json.loads(merge.moved or "[]")
            kept = [step for step in steps if step[1] not in parts.rows.get(step[0], ())]
            if kept != steps:
                left.add(PersonMerge, {merge.id})
                PersonMerge.update(moved=json.dumps(kept)).where(
                    PersonMerge.id == merge.id
                ).execute(change.database)


def _take_out(change: Change, records: set[int], left: Left) -> None:
    people = list(records)
    members = [one.id for one in _of(change, Member, Member.person.in_(people))]
    for model, condition in (
        (AlertReview, AlertReview.person.in_(people)),
        (PersonMerge, PersonMerge.kept.in_(people) | PersonMerge.gone.in_(people)),
        (Posting, Posting.member.in_(members)),
        (GuidanceIssue, GuidanceIssue.member.in_(members)),
        (PersonOrigin, PersonOrigin.person.in_(people)),
    ):
        left.add(model, {one.id for one in _of(change, model, condition)})
        model.delete().where(condition).execute(change.database)
    User.update(member=None).where(User.member.in_(members)).execute(change.database)
    Member.update(merged_into=None).where(
        Member.merged_into.in_(members) | Member.id.in_(members)
    ).execute(change.database)
    Person.update(merged_into=None).where(Person.id.in_(people)).execute(change.database)
    left.add(Member, members)
    left.add(Person, people)
    Member.delete().where(Member.id.in_(members)).execute(change.database)
    Person.delete().where(Person.id.in_(people)).execute(change.database)


def _row(change: Change, model: Any, row_id: int) -> Any:
    return _of(change, model, model.id == row_id)[0]


def _of(change: Change, model: Any, condition: Any) -> list[Any]:
    return list(model.select().where(condition).order_by(model.id).execute(change.database))


def _ids(change: Change, query: Question, **values: Any) -> set[int]:
    return {row[0] for row in ask(change.database.connection(), query, **values)}

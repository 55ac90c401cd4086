"""Who is behind a subject or a complainant: known people are found, new ones recorded."""

from __future__ import annotations

import datetime
from typing import Any

from peewee import BaseQuery

from models.case.casefile import Row
from models.change import Change
from models.errors import ConflictError, InvalidError
from models.rules import vocabularies
from models.rules.validation import EARLIEST
from models.schema import AlertReview, Member, Person, Posting
from models.schema.sections import PERSON_FIELDS
from models.storage.asking import given, question, rows


def person_behind(change: Change, row: Row, known: Row | None) -> int:
    """The id of the person a complainant's row stands for: the linked one, mended, or a new one."""
    values = {key: row[key] for key in PERSON_FIELDS if key in row}
    person_id: int | None = row.get("person_id")
    if person_id is None or not change.sees(Person, person_id):
        return change.add(Person, **values)
    _edit_person(change, person_id, values, known)
    return person_id


def member_behind(change: Change, row: Row, known: Row | None) -> int | None:
    """The id of the member a subject's row stands for; ``None`` while nobody is named.

    A number that the register knows under the same family name is that member; otherwise a person
    and a membership are recorded. Somebody whom the user may not know of is recorded again: that
    the two are one is for those who see both to find.
    """
    values = {key: row[key] for key in PERSON_FIELDS if key in row}
    member_id: int | None = row.get("member_id")
    if member_id is not None and change.sees(Member, member_id):
        member = next(iter(Member.select().where(Member.id == member_id).execute(change.database)))
        if known is not None:
            _edit_person(change, member.person_id, values, known)
            if row["number"] != known.get("number"):
                change.edit(Member, member_id, member.version, number=row["number"])
        return member_id
    if not row["family_name"] and not row["number"]:
        return None
    found = _known_member(change, row["number"], row["family_name"])
    if found is not None:
        return found
    person_id = change.add(Person, **values)
    return change.add(Member, person=person_id, number=row["number"], role=row["role"])


def _known_member(change: Change, number: str, family_name: str) -> int | None:
    if not number:
        return None
    connection = change.database.connection()
    found = rows(connection, _of_number_and_name, number=number, name=family_name)
    ids = (row[0] for row in found)
    return next((one for one in ids if change.sees(Member, one)), None)


@question
def _of_number_and_name() -> BaseQuery:
    """The members of a ``number`` whose family name is ``name``."""
    query = Member.select(Member.id).join(Person)
    same = (Member.number == given("number")) & (Person.family_name == given("name"))
    return query.where(same & Member.merged_into.is_null()).order_by(Member.id)


def _edit_person(change: Change, person_id: int, values: Row, known: Row | None) -> None:
    if known is None:
        return
    different = {key: value for key, value in values.items() if known.get(key) != value}
    if not different:
        return
    person = next(iter(Person.select().where(Person.id == person_id).execute(change.database)))
    theirs = {key: getattr(person, key) for key in different}
    if any(theirs[key] != known.get(key) for key in different):
        raise ConflictError(
            "Somebody else changed this person's details while you were editing them. Your "
            "changes have not replaced theirs. Compare the two and save again.",
            mine=different,
            theirs=theirs,
        )
    change.edit(Person, person_id, person.version, **different)


def describe(change: Change, person_id: int, version: int, **values: Any) -> None:
    """Change a person's own details; what is derived from their name follows.

    :raises InvalidError: no family name, or days out of order.
    :raises ConflictError: somebody else changed them first.
    """
    change.require("merge")
    problems = {}
    if "family_name" in values and not values["family_name"].strip():
        problems["family_name"] = "Give the family name."
    born = values.get("date_of_birth")
    if born and not EARLIEST <= born <= change.today:
        problems["date_of_birth"] = "This cannot be a date of birth. Check the year."
    begins, ends = values.get("monitored_from"), values.get("monitored_to")
    if ends and (not begins or ends < begins):
        problems["monitored_to"] = "Monitoring cannot end before it begins."
    if begins and not (values.get("monitored_why") or "").strip():
        problems["monitored_why"] = "Give the reason for monitoring."
    for name in ("sex", "ethnicity"):
        if values.get(name) is not None and vocabularies.term(name, values[name]) is None:
            problems[name] = "Choose one from the list."
    if problems:
        raise InvalidError(problems)
    change.edit(Person, person_id, version, **values)


def serve(change: Change, member_id: int, version: int, joined: datetime.date | None) -> None:
    """Say on which day a member joined the force.

    :raises InvalidError: it is not yet, or nobody could have.
    :raises ConflictError: somebody else changed their service first.
    """
    change.require("merge")
    if joined and not EARLIEST <= joined <= change.today:
        raise InvalidError({"joined": "The date of joining cannot be in the future."})
    change.edit(Member, member_id, version, joined=joined)


def add_post(change: Change, member_id: int, **values: Any) -> int:
    """Record a rank and post that a member held; return its id.

    :raises InvalidError: neither rank nor post, or days out of order.
    """
    change.require("merge")
    if not values.get("rank") and not values.get("post"):
        raise InvalidError({"post": "Say which rank or post was held."})
    starts, ends = values.get("starts"), values.get("ends")
    if starts and ends and ends < starts:
        raise InvalidError({"ends": "A post cannot end before it begins."})
    return change.add(Posting, member=member_id, **values)


def review_alert(
    change: Change, person_id: int, rule: str, cases: str, reason: str, *, closed: bool
) -> int:
    """Put a review of an early-intervention alert on record; return its id.

    :param cases: the alert's cases, as :class:`AlertReview` keeps them.
    :raises InvalidError: no reason is given.
    """
    if not reason.strip():
        raise InvalidError({"reason": "Say what was considered and decided."})
    return change.add(
        AlertReview,
        person=person_id,
        rule=rule,
        cases=cases,
        at=datetime.datetime.now(datetime.UTC).replace(tzinfo=None),
        by=change.user_id,
        closed=closed,
        reason=reason.strip(),
    )

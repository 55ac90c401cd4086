"""Who plays a part in which case: as a subject, by their membership, or as a complainant."""

from __future__ import annotations

from peewee import BaseQuery, CompoundSelectQuery

from models.queries.joins import members_of
from models.schema import Complainant, Member, Subject
from models.storage.asking import given, question


def cases_of(person: str) -> CompoundSelectQuery:
    """The cases in which somebody plays a part, once each, for a question that gives them a name.

    :param person: what the question calls the person's record, which is given when it is asked.
    """
    subjects = members_of(Subject.select(Subject.case), Subject, Member)
    complaints = Complainant.select(Complainant.case)
    return subjects.where(Member.person == given(person)) | complaints.where(
        Complainant.person == given(person)
    )


@question
def cases_of_person() -> BaseQuery:
    """The cases in which the record ``person`` plays a part, once each."""
    return cases_of("person")


@question
def people_of_case() -> BaseQuery:
    """The records of people who play a part in the case ``case``, once each."""
    subjects = members_of(Subject.select(Member.person), Subject, Member)
    complainants = Complainant.select(Complainant.person)
    return subjects.where(Subject.case == given("case")) | complainants.where(
        Complainant.case == given("case")
    )

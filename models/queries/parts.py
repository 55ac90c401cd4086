"""Who plays a part in which case: as a subject, by their membership, or as a complainant."""

from __future__ import annotations

from peewee import BaseQuery

from models.queries.joins import members_of
from models.schema import Complainant, Member, Subject
from models.storage.asking import given, question


@question
def cases_of_person() -> BaseQuery:
    """The cases in which the record ``person`` plays a part, once each."""
    subjects = members_of(Subject.select(Subject.case), Subject, Member)
    complaints = Complainant.select(Complainant.case)
    return subjects.where(Member.person == given("person")) | complaints.where(
        Complainant.person == given("person")
    )


@question
def people_of_case() -> BaseQuery:
    """The records of people who play a part in the case ``case``, once each."""
    subjects = members_of(Subject.select(Member.person), Subject, Member)
    complainants = Complainant.select(Complainant.person)
    return subjects.where(Subject.case == given("case")) | complainants.where(
        Complainant.case == given("case")
    )

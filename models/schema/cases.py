"""The case, those it is about, and those who brought it."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, code, day, flag, text
from models.schema.people import Member, Person
from models.schema.users import User


class Case(Record):
    """One matter, from receipt to closure, under the regime in force when it came to notice.

    ``series`` is ``R`` while the case is restricted; ``former_references`` are those it once bore.
    ``anonymised`` is the day on which nobody was left in it: from then on no change of the case is
    accepted.
    """

    reference = TextField(unique=True)
    year = IntegerField()
    number = IntegerField()
    title = text()
    summary = text()
    kind = code()
    regime = code()
    stage = code(default="received")
    owner = ForeignKeyField(User, null=True, backref="cases", on_delete="RESTRICT")
    received = day()
    recorded = day()
    came_to_notice = day()
    incident_from = day()
    incident_to = day()
    incident_place = text()
    restricted = flag()
    marking = code(default="official-sensitive")
    next_due = day()
    next_due_for = text()
    closed = day()
    series = text()
    former_references = text()
    anonymised = day()

    class Meta:
        indexes = ((("series", "year", "number"), True),)


class CaseAccess(Record):
    """Somebody named on a restricted case, who may see it beside its owner."""

    case = ForeignKeyField(Case, backref="named", on_delete="RESTRICT")
    user = ForeignKeyField(User, backref="named_on", on_delete="RESTRICT")
    since = day()
    reason = text()

    class Meta:
        indexes = ((("case", "user"), True),)


class Subject(Record):
    """Somebody whose conduct is looked into, with role, rank and post as they were at the time.

    ``member`` is empty while the subject is unidentified.
    """

    case = ForeignKeyField(Case, backref="subjects", on_delete="RESTRICT")
    member = ForeignKeyField(Member, null=True, backref="appearances", on_delete="RESTRICT")
    role = code()
    rank = code()
    post = text()
    unit = text()


class Complainant(Record):
    """A person who complains, or is told of the outcome as an interested person."""

    case = ForeignKeyField(Case, backref="complainants", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="complaints", on_delete="RESTRICT")
    capacity = code(default="complainant")
    contact_preference = code()
    since = day()
    wants_told = text()

"""People, and the posts that members of the force held."""

from __future__ import annotations

from peewee import ForeignKeyField

from models.schema.base import Record, code, day, text


class Person(Record):
    """A human being, once in the register however many parts they play.

    ``merged_into`` is the person that this record was found to be. Any matter that comes in from
    ``monitored_from`` to ``monitored_to`` (empty: until further notice) raises an alert. One with a
    day in ``anonymised`` stands in an anonymised case for somebody who is no longer known.
    """

    family_name = text(index=True)
    given_names = text()
    title = text()
    date_of_birth = day()
    sex = code()
    ethnicity = code()
    email = text()
    telephone = text()
    address = text()
    merged_into = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    monitored_from = day()
    monitored_to = day()
    monitored_why = text()
    anonymised = day()


class Member(Record):
    """A person's service with the force: officer, special constable, PCSO, staff, volunteer."""

    person = ForeignKeyField(Person, backref="memberships", on_delete="RESTRICT")
    number = text(index=True)
    role = code()
    joined = day()
    left = day()
    merged_into = ForeignKeyField("self", null=True, on_delete="RESTRICT")


class Posting(Record):
    """The rank and post a member held between two days (``ends`` empty: still held)."""

    member = ForeignKeyField(Member, backref="postings", on_delete="RESTRICT")
    rank = code()
    post = text()
    unit = text()
    starts = day()
    ends = day()

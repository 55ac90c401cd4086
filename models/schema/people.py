"""People, and the posts that members of the force held."""

from __future__ import annotations

from peewee import ForeignKeyField

from models.schema.base import Record, code, day, text


class Person(Record):
    """A human being, once in the register however many parts they play."""

    family_name = text(index=True)
    given_names = text()
    title = text()
    date_of_birth = day()
    sex = code()
    ethnicity = code()
    email = text()
    telephone = text()
    address = text()


class Member(Record):
    """A person's service with the force: officer, special constable, PCSO, staff, volunteer."""

    person = ForeignKeyField(Person, backref="memberships", on_delete="RESTRICT")
    number = text(index=True)
    role = code()
    joined = day()
    left = day()


class Posting(Record):
    """The rank and post a member held between two days (``ends`` empty: still held)."""

    member = ForeignKeyField(Member, backref="postings", on_delete="RESTRICT")
    rank = code()
    post = text()
    unit = text()
    starts = day()
    ends = day()

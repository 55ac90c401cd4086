"""Who works in the register, and what the register knows about itself."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, Table, code, day, flag, text
from models.schema.people import Member


class User(Record):
    """Someone who records and decides; ``name`` is what they sign in as.

    ``member`` is who they are in the force: of a case in which they play a part they see nothing.
    ``must_change`` asks for a passphrase of their own, where somebody else has set theirs.
    """

    name = TextField(unique=True)
    full_name = text()
    role = code()
    retired = flag()
    member = ForeignKeyField(Member, null=True, backref="users", on_delete="RESTRICT")
    must_change = flag()


class Setting(Table):
    """One fact about this register: its force, its identity, a demonstration's date."""

    key = TextField(unique=True)
    value = text()


class ReferenceCounter(Table):
    """The last number given in a year of a series: references are given once and without gaps.

    Restricted cases are numbered in the series ``R``, so that the open one, ``""``, has no gaps.
    """

    year = IntegerField()
    last = IntegerField()
    series = text()

    class Meta:
        indexes = ((("series", "year"), True),)


class VoidReference(Table):
    """A number that was given and is in use no longer; it is never given again."""

    series = text()
    year = IntegerField()
    number = IntegerField()
    since = day()

    class Meta:
        indexes = ((("series", "year", "number"), True),)

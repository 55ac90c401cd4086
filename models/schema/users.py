"""Who works in the register, and what the register knows about itself."""

from __future__ import annotations

from peewee import IntegerField, TextField

from models.schema.base import Record, Table, code, flag, text


class User(Record):
    """Someone who records and decides; ``name`` is what they sign in as."""

    name = TextField(unique=True)
    full_name = text()
    role = code()
    retired = flag()


class Setting(Table):
    """One fact about this register: its force, its identity, a demonstration's date."""

    key = TextField(unique=True)
    value = text()


class ReferenceCounter(Table):
    """The last number given in a year: references are given once and without gaps."""

    year = IntegerField(unique=True)
    last = IntegerField()

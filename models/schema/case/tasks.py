"""Tasks: what one person asks another to do in a case."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from models.schema.base import Record, code, day, text
from models.schema.cases import Case
from models.schema.users import User


class Task(Record):
    """Something to be done by ``assigned_to``; ``done`` is the day it was.

    ``uid`` is its name in calendars outside, given once.
    """

    case = ForeignKeyField(Case, backref="tasks", on_delete="RESTRICT")
    title = text()
    notes = text()
    due = day()
    priority = code(default="normal")
    assigned_to = ForeignKeyField(User, null=True, backref="tasks", on_delete="RESTRICT")
    assigned_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    done = day()
    uid = TextField(unique=True)

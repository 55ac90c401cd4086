"""What was decided about people: that two are one, and what an alert about one came to."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from models.schema.base import Record, flag, moment, text
from models.schema.people import Person
from models.schema.users import User


class PersonMerge(Record):
    """Two people found to be one: ``gone`` became ``kept``.

    ``moved`` is JSON, a list of ``[table, id, column, before, after]`` in the order it was done,
    by which the merge is undone; ``undone`` says when it was.
    """

    kept = ForeignKeyField(Person, backref="merges", on_delete="RESTRICT")
    gone = ForeignKeyField(Person, backref="merged", on_delete="RESTRICT")
    at = moment()
    by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()
    moved = text()
    undone = moment(null=True)


class AlertReview(Record):
    """A review of an early-intervention alert; ``closed`` with a ``reason``, or kept open.

    An alert is known by its person, its ``rule`` and its ``cases`` (ids in order, with spaces): a
    further case makes it a new one.
    """

    person = ForeignKeyField(Person, backref="alert_reviews", on_delete="RESTRICT")
    rule = TextField()
    cases = text()
    at = moment()
    by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    closed = flag()
    reason = text()

"""What followed a case to answer: proceedings and outcomes."""

from __future__ import annotations

from peewee import BooleanField, ForeignKeyField

from models.schema.base import Record, code, day, text
from models.schema.cases import Case, Subject


class Proceeding(Record):
    """A meeting, hearing or other proceeding against one subject."""

    case = ForeignKeyField(Case, backref="proceedings", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, backref="proceedings", on_delete="RESTRICT")
    kind = code()
    notified = day()
    held = day()
    chair = text()
    representative = text()
    public = BooleanField(null=True)
    result = code()


class Outcome(Record):
    """What happened to a subject; ``expires`` is the last day of a warning."""

    case = ForeignKeyField(Case, backref="outcomes", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, backref="outcomes", on_delete="RESTRICT")
    proceeding = ForeignKeyField(Proceeding, null=True, backref="outcomes", on_delete="RESTRICT")
    outcome = code()
    decided = day()
    starts = day()
    expires = day()
    notes = text()

"""What followed a case to answer: proceedings and outcomes."""

from __future__ import annotations

from peewee import BooleanField, ForeignKeyField

from models.schema.base import Record, code, day, text
from models.schema.case.allegations import Allegation
from models.schema.cases import Case, Subject


class Proceeding(Record):
    """A meeting, hearing or other proceeding against one subject, with its appeal if any.

    ``fixed_for`` is the day set for it, ``held`` the day it took place, which stops its clock.
    ``allegation`` is empty where it is about all of the subject's.
    """

    case = ForeignKeyField(Case, backref="proceedings", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, backref="proceedings", on_delete="RESTRICT")
    kind = code()
    notified = day()
    held = day()
    chair = text()
    representative = text()
    public = BooleanField(null=True)
    result = code()
    allegation = ForeignKeyField(Allegation, null=True, on_delete="RESTRICT")
    panel = text()
    appeal_lodged = day()
    appeal_decided = day()
    appeal_result = code()
    fixed_for = day()


class Outcome(Record):
    """What happened to a subject; ``expires`` is the last day of a warning.

    ``decided_by`` is whoever decided it: the chair, or the appropriate authority, who need not work
    in the register.

    ``barred_listed`` and ``advisory_listed`` are the days on which the subject was reported to
    the College of Policing's lists; ``allegation`` is empty where it is for all of them.
    """

    case = ForeignKeyField(Case, backref="outcomes", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, backref="outcomes", on_delete="RESTRICT")
    proceeding = ForeignKeyField(Proceeding, null=True, backref="outcomes", on_delete="RESTRICT")
    outcome = code()
    decided = day()
    starts = day()
    expires = day()
    notes = text()
    allegation = ForeignKeyField(Allegation, null=True, on_delete="RESTRICT")
    barred_listed = day()
    advisory_listed = day()
    list_details = text()
    decided_by = text()

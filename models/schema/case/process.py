"""What the process asks for along the way: notices, suspensions, updates, and its clocks."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, Table, code, day, text
from models.schema.cases import Case, Complainant, Subject
from models.schema.users import User


class Referral(Record):
    """One decision on referring the case to the IOPC (before 8 January 2018: the IPCC).

    A later decision is a further row that ``revises`` the earlier one, which stays. ``referred``
    is the day it went.
    """

    case = ForeignKeyField(Case, backref="referrals", on_delete="RESTRICT")
    kind = code()
    decided = day()
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()
    referred = day()
    mode = code()
    mode_decided = day()
    revises = ForeignKeyField("self", null=True, backref="revisions", on_delete="RESTRICT")


class Notice(Record):
    """A notice: whom it was served on, when and how, and the response received."""

    case = ForeignKeyField(Case, backref="notices", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, null=True, backref="notices", on_delete="RESTRICT")
    kind = code()
    served = day()
    method = code()
    served_by = text()
    response_received = day()
    notes = text()


class Suspension(Record):
    """A subject suspended, or on restricted duties, from ``began`` until ``ended``."""

    case = ForeignKeyField(Case, backref="suspensions", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, backref="suspensions", on_delete="RESTRICT")
    kind = code(default="suspension")
    began = day()
    ended = day()
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()


class SuspensionReview(Record):
    """One review of a suspension: what was decided, and why."""

    case = ForeignKeyField(Case, backref="suspension_reviews", on_delete="RESTRICT")
    suspension = ForeignKeyField(Suspension, backref="reviews", on_delete="RESTRICT")
    reviewed = day()
    decision = code(default="continue")
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()


class ComplainantUpdate(Record):
    """Something a complainant or interested person was told, or asked for.

    Of a review: ``review_body`` is who decides it, ``review_result`` what it came to.
    """

    case = ForeignKeyField(Case, backref="updates", on_delete="RESTRICT")
    complainant = ForeignKeyField(Complainant, backref="updates", on_delete="RESTRICT")
    kind = code(default="update")
    sent = day()
    method = code()
    summary = text()
    review_body = code()
    review_result = code()


class ClockChange(Record):
    """A clock extended, paused or resumed; ``about`` is the row from which the clock runs."""

    case = ForeignKeyField(Case, backref="clock_changes", on_delete="RESTRICT")
    clock = TextField()
    about = IntegerField()
    kind = code()
    day = day()
    until = DateField(null=True)
    reason = text()


class StageStep(Record):
    """A step left out on purpose (``requirement``), or the case opened again, and why."""

    case = ForeignKeyField(Case, backref="steps", on_delete="RESTRICT")
    kind = code(default="skip")
    requirement = text()
    decided = day()
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()


class CaseClock(Table):
    """A clock of a case as it stands, derived by :mod:`models.rules.process.clocks`.

    ``state`` is ``running``, ``soon`` (as soon as practicable), ``paused`` or ``lapses``.
    """

    case = ForeignKeyField(Case, backref="clocks", on_delete="CASCADE")
    clock = TextField()
    about = IntegerField()
    words = text()
    started = DateField()
    due = DateField(null=True, index=True)
    state = TextField()

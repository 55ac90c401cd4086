"""What is alleged, how serious it is held to be, and what was found."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from models.schema.base import Record, Table, code, day, text
from models.schema.cases import Case, Subject
from models.schema.guidance import GuidanceClause, GuidanceVersion
from models.schema.users import User


class Allegation(Record):
    """One thing alleged; ``subject`` is empty until somebody is identified.

    ``category`` and ``standard`` are codes of the lists that hold under the case's regime;
    ``platform`` and ``conduct`` belong to the social-media factor. ``guidance_version`` is the
    guidance in force on the day of the conduct; ``guidance`` says in words what no version does.
    """

    case = ForeignKeyField(Case, backref="allegations", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, null=True, backref="allegations", on_delete="RESTRICT")
    particulars = text()
    category = code()
    standard = code()
    conduct_from = day()
    conduct_to = day()
    platform = code()
    conduct = code()
    duty = code()
    guidance = text()
    guidance_version = ForeignKeyField(GuidanceVersion, null=True, on_delete="RESTRICT")
    guidance_clause = ForeignKeyField(GuidanceClause, null=True, on_delete="RESTRICT")


class AllegationFactor(Table):
    """A national factor put on an allegation, such as ``social-media``."""

    allegation = ForeignKeyField(Allegation, backref="factors", on_delete="RESTRICT")
    factor = TextField(index=True)

    class Meta:
        indexes = ((("allegation", "factor"), True),)


class SeverityAssessment(Record):
    """How serious a subject's conduct would be if proven: dated, reasoned and signed.

    A revision is a further assessment; the earlier ones stay.
    """

    case = ForeignKeyField(Case, backref="assessments", on_delete="RESTRICT")
    subject = ForeignKeyField(Subject, backref="assessments", on_delete="RESTRICT")
    severity = code()
    decided = day()
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()


class Finding(Record):
    """What was found on one allegation.

    ``level`` says whether by the investigation (of misconduct), at proceedings, or on the
    complaint: what the complainant is told of the service given, whatever is found of misconduct.
    """

    case = ForeignKeyField(Case, backref="findings", on_delete="RESTRICT")
    allegation = ForeignKeyField(Allegation, backref="findings", on_delete="RESTRICT")
    level = code(default="investigation")
    finding = code()
    decided = day()
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    reason = text()

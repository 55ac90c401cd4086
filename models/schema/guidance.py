"""The force's guidance: documents, the versions they held in, and who was given which."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField

from models.schema.base import Record, code, day, text
from models.schema.exhibits import ExhibitFile
from models.schema.people import Member


class GuidanceDocument(Record):
    """A policy, standing order or code of the force.

    ``factor`` is the national factor that it is about, such as ``social-media``: its versions are
    proposed for allegations with that factor.
    """

    title = text()
    factor = code()
    notes = text()


class GuidanceVersion(Record):
    """A document as it stood from ``starts`` to ``ends``, both included.

    No two versions of a document hold on the same day (:mod:`models.changes.guidance`). The file
    is kept as an exhibit's is; ``size`` is in bytes, ``sha256`` in hexadecimal.
    """

    document = ForeignKeyField(GuidanceDocument, backref="versions", on_delete="RESTRICT")
    name = text()
    starts = day()
    ends = day()
    notes = text()
    file = ForeignKeyField(ExhibitFile, null=True, on_delete="RESTRICT")
    file_name = text()
    media_type = text()
    size = IntegerField(default=0)
    sha256 = text()


class GuidanceClause(Record):
    """A numbered clause of a version, which an allegation can name."""

    guidance = ForeignKeyField(GuidanceVersion, backref="clauses", on_delete="RESTRICT")
    number = text()
    words = text()


class GuidanceIssue(Record):
    """A version given to a member, and when it was acknowledged (empty: not yet)."""

    guidance = ForeignKeyField(GuidanceVersion, backref="issues", on_delete="RESTRICT")
    member = ForeignKeyField(Member, backref="guidance", on_delete="RESTRICT")
    given = day()
    how = code()
    acknowledged = day()
    acknowledged_how = code()

"""What was published, as it was; and what was decided in reading old cases for a factor."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from models.schema.base import Table, moment, text
from models.schema.case.allegations import Allegation
from models.schema.cases import Case
from models.schema.users import User


class Publication(Table):
    """An answer kept: it is never edited, so that what was published on a day can be shown again.

    ``question`` and ``answer`` are JSON, of :mod:`models.rules.publishing.questions` and
    :mod:`models.rules.publishing.answers`; ``cases`` are the ids that were counted, in order, with
    spaces: whoever may not see one of them may not see what was made of it.
    """

    question = text()
    answer = text()
    cases = text()
    purpose = text()
    at = moment()
    by = ForeignKeyField(User, null=True, on_delete="RESTRICT")


class CodingReview(Table):
    """Whether an allegation without a factor should carry it: ``yes``, ``no`` or ``unsure``.

    A later review of the same allegation and factor stands instead of the earlier ones. ``words``
    are those of the list that proposed it.
    """

    case = ForeignKeyField(Case, backref="coding_reviews", on_delete="RESTRICT")
    allegation = ForeignKeyField(Allegation, backref="coding_reviews", on_delete="RESTRICT")
    factor = TextField(null=True, index=True)
    decision = TextField(null=True)
    words = text()
    at = moment()
    by = ForeignKeyField(User, null=True, on_delete="RESTRICT")

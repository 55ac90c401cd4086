"""What was decided when a case came to review: that it is kept, until when and why."""

from __future__ import annotations

from peewee import ForeignKeyField

from models.schema.base import Record, day, text
from models.schema.cases import Case
from models.schema.users import User


class RetentionReview(Record):
    """A case kept longer than the rules say; it comes to review again on ``until``.

    Anonymising and erasing leave no row here: the audit record says that they were done.
    """

    case = ForeignKeyField(Case, backref="retention_reviews", on_delete="RESTRICT")
    decided = day()
    decided_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    until = day()
    reason = text()

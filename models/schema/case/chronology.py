"""The case's chronology: written once, corrected only by a later entry."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, code, flag, moment, text
from models.schema.cases import Case
from models.schema.users import User


class ChronologyEntry(Record):
    """One numbered entry: when it happened (``occurred``), when and by whom it was written.

    ``corrects`` points at the earlier entry that this one puts right; ``rationale`` says why, for a
    decision. Only ``pinned`` is ever changed: it says where the entry is shown, not what it says.
    """

    case = ForeignKeyField(Case, backref="chronology", on_delete="RESTRICT")
    number = IntegerField()
    kind = code(default="event")
    occurred = moment()
    entered = moment()
    entered_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    text = text()
    corrects = ForeignKeyField("self", null=True, backref="corrections", on_delete="RESTRICT")

    rationale = TextField(default="")
    pinned = flag()

    class Meta:
        indexes = ((("case", "number"), True),)

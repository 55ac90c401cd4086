"""How one case belongs with another."""

from __future__ import annotations

from peewee import ForeignKeyField

from models.schema.base import Record, code, day, text
from models.schema.cases import Case


class CaseLink(Record):
    """``case`` points at ``other``; both show it.

    A case *consolidated into* another keeps its reference, which is never given again; what is
    still to be done is done in the other, so its own clocks stop.
    """

    case = ForeignKeyField(Case, backref="links", on_delete="RESTRICT")
    other = ForeignKeyField(Case, backref="linked_from", on_delete="RESTRICT")
    kind = code(default="see-also")
    since = day()
    reason = text()

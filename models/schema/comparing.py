"""What other forces have published, to be held beside one's own figures."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField

from models.schema.base import Table, code, day, moment, text
from models.schema.users import User


class ForceFigure(Table):
    """One published figure of a force: what it counts, of when, and by which day.

    ``factor`` is empty for any matter, ``value`` where the force withheld it, ``headcount`` where
    nobody says how many officers and staff it has. ``measure`` is ``investigated``,
    ``case-to-answer`` or ``left``.
    """

    force = text(index=True)
    source = text()
    starts = day()
    ends = day()
    factor = code()
    counts = code()
    basis = code()
    measure = code()
    value = IntegerField(null=True)
    headcount = IntegerField(null=True)
    at = moment()
    by = ForeignKeyField(User, null=True, on_delete="RESTRICT")

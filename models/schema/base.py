"""What every table of the register shares.

Models here are descriptions: they are bound to no database. A query on them is executed against
the connection of one register (``Case.select().execute(database)``), so two registers can be open
in one process and nothing is global.
"""

from __future__ import annotations

from typing import Any

from peewee import AutoField, BooleanField, DateField, DateTimeField, IntegerField, Model, TextField


class Table(Model):
    """A table that is written only through :class:`models.change.Change`."""

    id = AutoField()

    class Meta:
        legacy_table_names = False


class Record(Table):
    """A table whose rows are edited: ``version`` counts the saves, for optimistic locking."""

    version = IntegerField(default=1)


def text(**options: Any) -> Any:
    """A text column that holds an empty string rather than nothing."""
    return TextField(default="", **options)


def code(**options: Any) -> Any:
    """A column that holds a vocabulary's code; nothing where not yet decided."""
    return TextField(null=True, **options)


def day(**options: Any) -> Any:
    """A calendar day, stored as ``YYYY-MM-DD``; nothing where unknown."""
    return DateField(null=True, **options)


def moment(**options: Any) -> Any:
    """A moment in UTC, stored as ``YYYY-MM-DD HH:MM:SS[.ffffff]``."""
    return DateTimeField(**options)


def flag() -> Any:
    """Yes or no; no unless said."""
    return BooleanField(default=False)

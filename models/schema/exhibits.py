"""Exhibits: files kept in the register itself, in chunks."""

from __future__ import annotations

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, Table, flag, moment, text
from models.schema.cases import Case
from models.schema.users import User


class ExhibitFile(Table):
    """The bytes of one file.

    ``complete`` is set when the last chunk stands; what is not complete is nobody's, and is
    cleared away.
    """

    started = moment()
    complete = flag()


class ExhibitChunk(Table):
    """One piece of a file, in the order of ``place`` from 0."""

    file = ForeignKeyField(ExhibitFile, backref="chunks", on_delete="CASCADE")
    place = IntegerField()
    data = BlobField()

    class Meta:
        indexes = ((("file", "place"), True),)


class Exhibit(Record):
    """A file exhibited in a case, numbered there; ``mark`` is what it is called (``DO/3``).

    ``size`` is in bytes, ``sha256`` in hexadecimal, both taken as the file came in. It is never
    taken out: one that should not be there is ``withdrawn``, with the reason.
    """

    case = ForeignKeyField(Case, backref="exhibits", on_delete="RESTRICT")
    number = IntegerField()
    mark = text()
    description = text()
    source = text()
    file_name = text()
    media_type = TextField(default="application/octet-stream")
    size = IntegerField()
    sha256 = TextField()
    file = ForeignKeyField(ExhibitFile, backref="exhibits", on_delete="RESTRICT")
    added = moment()
    added_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    withdrawn = text()

    class Meta:
        indexes = ((("case", "number"), True),)

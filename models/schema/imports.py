"""What came in from files: each import, the rows it read, and how columns were mapped."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from models.schema.base import Record, Table, moment, text
from models.schema.cases import Case
from models.schema.users import User


class ImportMapping(Record):
    """How the columns and values of a kind of file are read; ``mapping`` is JSON.

    :mod:`models.exchange.incoming.mapping` says what is in it.
    """

    name = TextField(unique=True)
    mapping = text()
    saved = moment()
    saved_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")


class ImportRun(Record):
    """One file imported: its rows counted by what came of them, and the mapping it was read by.

    ``first_record`` and ``last_record`` are the numbers of the audit records that it made;
    ``undone`` is when it was taken back as a whole.
    """

    at = moment()
    by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
    file_name = text()
    sha256 = text()
    rows = IntegerField(default=0)
    added = IntegerField(default=0)
    changed = IntegerField(default=0)
    skipped = IntegerField(default=0)
    refused = IntegerField(default=0)
    mapping = text()
    first_record = IntegerField(default=0)
    last_record = IntegerField(default=0)
    undone = moment(null=True)


class ImportedRow(Table):
    """A row of an imported file, beside the case that it made or changed.

    ``number`` is its place in the file; ``key`` is the case's reference there, or a hash of the row
    where the file has none, by which the same row is known when it comes again. ``kept`` are the
    columns that the register has no field for (:mod:`models.rules.imported`).
    """

    case = ForeignKeyField(Case, backref="imported", on_delete="RESTRICT")
    run = ForeignKeyField(ImportRun, backref="imported", on_delete="RESTRICT")
    number = IntegerField()
    key = text(index=True)
    kept = text()

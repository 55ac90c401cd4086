"""What is derived from the case's records so that lists and search answer from an index.

Both are rewritten for every touched case in the transaction that touched it
(:mod:`models.queries.cases.derive`), and ``check`` compares them with a fresh derivation.
"""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, Model, TextField

from models.schema.base import Table, text
from models.schema.cases import Case


class CaseLine(Model):
    """A case as the list shows it: one row a case, every sortable value an indexed column."""

    case = ForeignKeyField(Case, primary_key=True, on_delete="CASCADE")
    reference = text(index=True)
    reference_key = IntegerField(default=0, index=True)
    title = text()
    title_key = text(index=True)
    who = text(index=True)
    subject_count = IntegerField(default=0, index=True)
    role = text(index=True)
    stage = text()
    stage_rank = IntegerField(default=0, index=True)
    kind = text()
    kind_name = text(index=True)
    category = text()
    category_name = text(index=True)
    standard = text()
    standard_name = text(index=True)
    severity = text()
    severity_name = text(index=True)
    finding = text()
    finding_name = text(index=True)
    outcome = text()
    outcome_name = text(index=True)
    factors = text()
    platform_name = text(index=True)
    regime = text(index=True)
    owner_id = IntegerField(null=True)
    owner_name = text(index=True)
    received = DateField(null=True, index=True)
    closed = DateField(null=True, index=True)
    next_due = DateField(null=True, index=True)
    next_due_for = text()
    open = BooleanField(default=True)
    restricted = BooleanField(default=False, index=True)
    consolidated_into = text(index=True)

    class Meta:
        legacy_table_names = False


class SearchEntry(Table):
    """The words of one record of a case, as FTS5 indexes them.

    ``id`` is ``case_id * 1_000_000 + n``: a hit's case is read from the index itself.
    """

    source = TextField()
    source_id = IntegerField()
    words = text()

    class Meta:
        indexes = ((("source", "source_id"), True),)

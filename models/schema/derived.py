"""What is derived from the case's records so that lists and search answer from an index.

Both are rewritten for every touched case in the transaction that touched it
(:mod:`models.queries.cases.derive`), and ``check`` compares them with a fresh derivation.
"""

from __future__ import annotations

from collections.abc import Iterator

from peewee import BooleanField, DateField, Field, ForeignKeyField, IntegerField, Model, TextField

from models.schema.base import Entry, Table, day, text
from models.schema.cases import Case
from models.schema.dictionary import derived, entries, following


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


#: What a line has beside the fields that the case itself shows in the list.
_PLACED = frozenset(CaseLine._meta.fields)
#: Kinds of fields that can be columns of the list by themselves.
_LISTED = ("text", "area", "code", "day", "flag", "yesno", "number")


@derived
def listed() -> dict[str, Entry]:
    """The case's fields that are in its line because the schema gives them a column."""
    return {
        name: known
        for name, known in entries(Case).items()
        if known.column is not None and known.kind in _LISTED and name not in _PLACED
    }


def name_column(name: str) -> str:
    """The column of a line that holds what people call a code; it is sorted by."""
    return f"{name}_name"


def _line_columns() -> Iterator[tuple[str, Field]]:
    for name, known in listed().items():
        if known.kind == "code":
            yield name, text()
            yield name_column(name), text(index=True)
        elif known.kind == "day":
            yield name, day(index=True)
        elif known.kind in ("flag", "yesno", "number"):
            yield name, IntegerField(null=True, index=True)
        else:
            yield name, text(index=True)


@following
def _follow_the_case() -> None:
    """Give the line the columns that the case's fields have in the list, and no others."""
    wanted = dict(_line_columns())
    for name in CaseLine._meta.fields.keys() - _PLACED - wanted.keys():
        CaseLine._meta.remove_field(name)
        delattr(CaseLine, name)
    for name, field in wanted.items():
        if name not in CaseLine._meta.fields:
            CaseLine._meta.add_field(name, field)


class SearchEntry(Table):
    """The words of one record of a case, as FTS5 indexes them.

    ``id`` is ``case_id * 1_000_000 + n``: a hit's case is read from the index itself.
    """

    source = TextField()
    source_id = IntegerField()
    words = text()

    class Meta:
        indexes = ((("source", "source_id"), True),)

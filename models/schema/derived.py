"""What is derived from the case's records so that lists and search answer from an index.

Both are rewritten for every touched case in the transaction that touched it
(:mod:`models.queries.cases.derive`), and ``check`` compares them with a fresh derivation. Their
fields are called as those they are made of; the columns of the list say how.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import Field, Model

from models.schema.base import Entry, Privacy, Table, day, flag, link, mark, number, text
from models.schema.case.allegations import Allegation
from models.schema.cases import Case, Subject

CODE, WORDS = Privacy.CODE, Privacy.WORDS


class CaseLine(Model):
    """A case as the list shows it: one row a case, every sortable value an indexed column."""

    case = link(Case, primary_key=True, on_delete="CASCADE")
    reference = text(privacy=CODE, index=True)
    reference_key = number(default=0, index=True)
    title = text(privacy=WORDS)
    title_key = text(privacy=WORDS, index=True)
    who = text(privacy=WORDS, index=True)
    subject_count = number(default=0, index=True)
    role = text(privacy=CODE, index=True)
    stage = text(privacy=CODE)
    stage_rank = number(default=0, index=True)
    kind = text(privacy=CODE)
    kind_name = text(privacy=CODE, index=True)
    category = text(privacy=CODE)
    category_name = text(privacy=CODE, index=True)
    standard = text(privacy=CODE)
    standard_name = text(privacy=CODE, index=True)
    severity = text(privacy=CODE)
    severity_name = text(privacy=CODE, index=True)
    finding = text(privacy=CODE)
    finding_name = text(privacy=CODE, index=True)
    outcome = text(privacy=CODE)
    outcome_name = text(privacy=CODE, index=True)
    factors = text(privacy=CODE)
    platform_name = text(privacy=CODE, index=True)
    regime = text(privacy=CODE, index=True)
    owner_id = number(null=True)
    owner_name = text(privacy=WORDS, index=True)
    received = day(index=True)
    closed = day(index=True)
    next_due = day(index=True)
    next_due_for = text(privacy=WORDS)
    open = flag(default=True)
    restricted = flag(index=True)
    consolidated_into = text(privacy=CODE, index=True)

    class Meta:
        thing = "a line of the list"
        plural = "Lines of the list"
        legacy_table_names = False


#: What a line has beside the fields to which the schema gives a column of the list.
_PLACED = frozenset(CaseLine._meta.fields)
#: Whose fields can be in a line, and what their columns there begin with.
_LISTING: tuple[tuple[type[Table], str], ...] = (
    (Case, ""),
    (Subject, "subject_"),
    (Allegation, "allegation_"),
)


@dataclass(frozen=True)
class Listed:
    """A field that is in the line of a case because the schema gives it a column of the list.

    :ivar code: its column in the line; of a code, that of ``names`` holds what people call it.
    """

    model: type[Table]
    field: str
    code: str
    entry: Entry

    @property
    def names(self) -> str:
        """The column of the line that is shown and sorted by."""
        return f"{self.code}_name" if self.entry.kind == "code" else self.code


#: Those that there are, as the schema stands.
_LISTED: dict[str, Listed] = {}


def listed() -> Mapping[str, Listed]:
    """Every such field by its column in the line, those of the case first."""
    return _LISTED


def _look() -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    for model, before in _LISTING:
        for item in model._meta.sorted_fields:
            entry = getattr(item, "entry", None)
            code = f"{before}{item.column_name}"
            if entry is not None and entry.column is not None and code not in _PLACED:
                found[code] = Listed(model, item.column_name, code, entry)
    return found


def follow_the_schema() -> None:
    """Give the line the columns that fields have in the list, and no others."""
    _LISTED.clear()
    _LISTED.update(_look())
    wanted = dict(_listed_columns())
    for name in CaseLine._meta.fields.keys() - _PLACED - wanted.keys():
        CaseLine._meta.remove_field(name)
        delattr(CaseLine, name)
    for name, field in wanted.items():
        if name not in CaseLine._meta.fields:
            CaseLine._meta.add_field(name, field)


def _listed_columns() -> Iterator[tuple[str, Field]]:
    for name, one in listed().items():
        said: dict[str, Any] = {"privacy": one.entry.privacy or CODE, "searched": False}
        if one.entry.kind == "code":
            yield name, text(**said)
            yield one.names, text(index=True, **said)
        elif one.entry.kind == "day":
            yield name, day(index=True)
        elif one.entry.kind in ("text", "area"):
            yield name, text(index=True, **said)
        else:
            yield name, number(null=True, index=True)


follow_the_schema()


class SearchEntry(Table):
    """The words of one record of a case, as FTS5 indexes them.

    ``id`` is ``case_id * 1_000_000 + n``: a hit's case is read from the index itself.
    """

    source = mark()
    source_id = number()
    words = text(privacy=WORDS)

    class Meta:
        thing = "an entry of the search"
        plural = "Entries of the search"
        indexes = ((("source", "source_id"), True),)

"""What of a case travels, read from the schema: its tables, their columns, what those point at.

A new table with ``case_id`` comes along by itself, as does one whose rows belong to such a row.
"""

from __future__ import annotations

from typing import Any

from peewee import BaseQuery, BlobField, Field, ForeignKeyField

from models.case import casefile
from models.rules.process.clocks import rules
from models.schema import (
    TABLES,
    Case,
    CaseLink,
    CaseOrigin,
    ExhibitFile,
    GuidanceClause,
    GuidanceVersion,
    ImportRun,
    Member,
    OriginLink,
    OriginRecord,
    Person,
    Posting,
    Table,
    User,
)
from models.schema.dictionary import derived
from models.schema.of_cases import tables_of_cases
from models.storage.asking import given, questions

#: Told otherwise: links by the references of both ends, the rest is about earlier moves.
OTHERWISE = (CaseLink, CaseOrigin, OriginRecord, OriginLink)
#: What rows may point at outside their case: the part of the parcel that tells of it.
OUTSIDE: dict[type[Any], str] = {
    User: "users",
    Person: "people",
    Member: "members",
    GuidanceVersion: "versions",
    GuidanceClause: "clauses",
    ExhibitFile: "files",
    ImportRun: "runs",
}
#: Columns of a case that are this register's own.
OWN = frozenset({"reference", "year", "number", "series", "former_references", "anonymised"})
#: A number that is the id of a row, of which table the clock's rule says.
ABOUT = ("clock_change", "about")
#: What it says of the file that a row of a case was once imported from.
RUN = ("file_name", "sha256", "at")


@derived
def person_columns() -> tuple[str, ...]:
    """What the parcel says of a person."""
    return _said_of(Person, "merged_into", "anonymised")


@derived
def member_columns() -> tuple[str, ...]:
    """What it says of a membership, beside whose it is."""
    return _said_of(Member, "merged_into", "person")


@derived
def posting_columns() -> tuple[str, ...]:
    """What it says of a post held."""
    return _said_of(Posting, "member")


def _said_of(model: type[Table], *but: str) -> tuple[str, ...]:
    left_out = ("id", "version", *but)
    return tuple(one.column_name for one in model._meta.sorted_fields if one.name not in left_out)


@derived
def travelling() -> dict[str, type[Table]]:
    """The tables whose rows travel with a case, by name, parents first.

    Left out are rows that are nothing without a row of another kind, which stays where it is.
    """
    of_case = [one for one in tables_of_cases() if one not in OTHERWISE]
    every: tuple[type[Any], ...] = TABLES
    found: dict[str, type[Table]] = {}
    for model in every:
        pointed = {item.rel_model for item in _pointers(model)}
        within = {*found.values(), *OUTSIDE, Case}
        needed = {one.rel_model for one in _pointers(model) if not one.null} - {model}
        mine = model in of_case or bool(pointed & set(found.values()) - {model})
        if mine and model not in OTHERWISE and needed <= within and not _blobs(model):
            found[model._meta.table_name] = model
    return found


@derived
def columns(model: type[Table]) -> dict[str, Field]:
    """The columns of a table that travel, by name; not its id, its version and its case."""
    left_out = {"id", "version", "case_id"} | (OWN if model is Case else set())
    return {
        item.column_name: item
        for item in model._meta.sorted_fields
        if item.column_name not in left_out
    }


def target(model: type[Table], column: str) -> str:
    """What a column points at: a table of the case, a part of the parcel, or "" for nothing."""
    item = columns(model)[column]
    if not isinstance(item, ForeignKeyField):
        return ""
    rel: Any = item.rel_model
    if rel in OUTSIDE:
        return OUTSIDE[rel]
    return str(rel._meta.table_name)


def about_table(clock: str) -> str:
    """The table of the row that a clock runs from, ``case`` for the case itself; "" if unknown."""
    rule = rules().get(clock)
    section = rule.starts["section"] if rule is not None else ""
    if section in ("", "case"):
        return str(section)
    return str(casefile.SECTIONS[section].model._meta.table_name)


@questions
def rows_of(model: type[Table]) -> BaseQuery:
    """The rows of a table that belong to ``case``, in their order."""
    fields: Any = model._meta
    if "case_id" in fields.columns:
        of_case = fields.columns["case_id"] == given("case")
        return model.select().where(of_case).order_by(model.id)
    parent = next(
        one
        for one in _pointers(model)
        if one.rel_model._meta.table_name in travelling() and one.rel_model is not model
    )
    above = parent.rel_model
    query = model.select().join(above, on=(above.id == parent))
    return query.where(above.case == given("case")).order_by(model.id)


@questions
def row_of(model: type[Table]) -> BaseQuery:
    """The row of a table with ``id``."""
    return model.select().where(model.id == given("id"))


def _pointers(model: type[Any]) -> list[Any]:
    return [one for one in model._meta.sorted_fields if isinstance(one, ForeignKeyField)]


def _blobs(model: type[Any]) -> bool:
    return any(isinstance(one, BlobField) for one in model._meta.sorted_fields)

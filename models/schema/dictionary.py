"""The dictionary of fields: what the schema says of each, asked by whatever uses fields.

Answers are made from the models as they stand when they are asked, so that a field added to a
model is known everywhere. What a caller makes of them and keeps is kept by :func:`derived`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from peewee import Field, ForeignKeyField

from models.schema import TABLES
from models.schema.base import Entry, Privacy
from models.schema.derived import follow_the_schema
from models.storage.asking import Question

F = TypeVar("F", bound=Callable[..., Any])
_KEPT: list[Callable[[], None]] = []


def derived(function: F) -> F:
    """Keep what a function made of the dictionary until a field is added to it."""
    kept = cache(function)
    _KEPT.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def add_field(model: type[Any], name: str, field: Field) -> None:
    """Give a model a further field; everything that was made of the dictionary is made anew.

    It does not touch any register: its column is a migration's to make.
    """
    model._meta.add_field(name, field)
    follow_the_schema()
    forget()


def remove_field(model: type[Any], name: str) -> None:
    """Take a field out of a model again."""
    model._meta.remove_field(name)
    delattr(model, name)
    follow_the_schema()
    forget()


def forget() -> None:
    """Make anew, when next asked, all that was made of the dictionary."""
    for clear in _KEPT:
        clear()
    Question.forget()


def entry_of(field: Field) -> Entry:
    """What is known of a peewee field; of one without an entry, that it is the program's own."""
    known: Entry | None = getattr(field, "entry", None)
    kind = "link" if isinstance(field, ForeignKeyField) else "number"
    return known or Entry("", kind=kind, technical=True)


@derived
def entries(model: type[Any]) -> dict[str, Entry]:
    """The entries of a table by its columns (``subject_id``, not ``subject``), in their order."""
    return {item.column_name: entry_of(item) for item in model._meta.sorted_fields}


def entry(model: type[Any], column: str) -> Entry:
    """The entry of one column.

    :raises KeyError: the table has no such column.
    """
    return entries(model)[column]


@derived
def tables() -> dict[str, type[Any]]:
    """Every table of the register by its name."""
    every: tuple[type[Any], ...] = TABLES
    return {model._meta.table_name: model for model in every}


def known(table: str, column: str) -> Entry:
    """The entry of a column by names that come from elsewhere, as an audit record's do.

    One that the register does not have is called by its name.
    """
    model = tables().get(table)
    found = entries(model).get(column) if model is not None else None
    return found or Entry(
        worded(column),
        kind="link" if column.endswith("_id") else "text",
        technical=column in ("id", "version"),
    )


def worded(name: str) -> str:
    """A name in words: ``came_to_notice`` as ``Came to notice``."""
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]


@derived
def target(model: type[Any], column: str) -> type[Any] | None:
    """The table at whose rows a column points, or ``None`` where it is no pointer."""
    field = model._meta.columns.get(column)
    return field.rel_model if isinstance(field, ForeignKeyField) else None


def target_name(table: str, column: str) -> str:
    """The name of the table that a column points at; empty where nobody knows."""
    model = tables().get(table)
    found = target(model, column) if model is not None else None
    return str(found._meta.table_name) if found is not None else ""


def thing(table: str) -> str:
    """What a row of a table is called within a sentence: ``a subject``."""
    model = tables().get(table)
    return str(model._meta.thing) if model is not None else table.replace("_", " ")


def heading(model: type[Any]) -> str:
    """What a row of a table is called where it stands alone: ``Subject``."""
    given = getattr(model._meta, "heading", "")
    words = given or str(model._meta.thing).removeprefix("an ").removeprefix("a ")
    return words[:1].upper() + words[1:]


def plural(model: type[Any]) -> str:
    """What the rows of a table are called together: ``Subjects``."""
    return str(model._meta.plural)


def label(model: type[Any], column: str) -> str:
    """What people call a column of a table.

    :raises KeyError: the table has no such column.
    """
    return entry(model, column).label


def columns(model: type[Any], wanted: Callable[[Entry], bool]) -> Iterator[str]:
    """The columns of a table whose entry is as wanted, in their order."""
    return (name for name, known in entries(model).items() if wanted(known))


def is_words(known: Entry) -> bool:
    """Whether somebody may be named in it: so in any text of which nobody said that it is a code.

    What was forgotten is struck and emptied rather than given out.
    """
    return known.kind in ("text", "area") and known.privacy is not Privacy.CODE


@derived
def words(model: type[Any]) -> tuple[str, ...]:
    """The columns of a table in which somebody may be named."""
    return tuple(columns(model, is_words))


@derived
def identifying(model: type[Any]) -> tuple[str, ...]:
    """The columns of a table that tell who somebody is."""
    return tuple(columns(model, lambda known: known.privacy is Privacy.PERSON))

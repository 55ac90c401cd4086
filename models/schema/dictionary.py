"""The dictionary of fields: what the schema says of each, asked by whatever uses fields.

Answers are made from the models as they stand when they are asked, so that a field added to a
model is known everywhere. What a caller makes of them and keeps is kept by :func:`derived`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from peewee import Field, ForeignKeyField, TextField

from models.schema.base import Entry, Privacy, Table

F = TypeVar("F", bound=Callable[..., Any])
_KEPT: list[Callable[[], None]] = []
_FOLLOWING: list[Callable[[], None]] = []


def derived(function: F) -> F:
    """Keep what a function made of the dictionary until a field is added to it."""
    kept = cache(function)
    _KEPT.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def following(function: Callable[[], None]) -> Callable[[], None]:
    """Have something done now, and again whenever a field is added or taken out."""
    _FOLLOWING.append(function)
    function()
    return function


def add_field(model: type[Table], name: str, field: Field) -> None:
    """Give a model a further field; everything that was made of the dictionary is made anew.

    It does not touch any register: its column is a migration's to make.
    """
    model._meta.add_field(name, field)
    _follow()


def remove_field(model: type[Table], name: str) -> None:
    """Take a field out of a model again."""
    model._meta.remove_field(name)
    delattr(model, name)
    _follow()


def _follow() -> None:
    forget()
    for act in _FOLLOWING:
        act()
    forget()


def forget() -> None:
    """Make anew, when next asked, all that was made of the dictionary."""
    for clear in _KEPT:
        clear()


def entry_of(field: Field) -> Entry:
    """What is known of a peewee field; of one without an entry, that it is the program's own."""
    known: Entry | None = getattr(field, "entry", None)
    kind = "link" if isinstance(field, ForeignKeyField) else "number"
    kind = "text" if isinstance(field, TextField) else kind
    return known or Entry("", kind=kind, technical=True)


@derived
def entries(model: type[Table]) -> dict[str, Entry]:
    """The entries of a table by its columns (``subject_id``, not ``subject``), in their order."""
    return {item.column_name: entry_of(item) for item in model._meta.sorted_fields}


def entry(model: type[Table], column: str) -> Entry:
    """The entry of one column.

    :raises KeyError: the table has no such column.
    """
    return entries(model)[column]


def columns(model: type[Table], wanted: Callable[[Entry], bool]) -> Iterator[str]:
    """The columns of a table whose entry is as wanted, in their order."""
    return (name for name, known in entries(model).items() if wanted(known))


def is_words(known: Entry) -> bool:
    """Whether somebody may be named in it: so in any text of which nobody said that it is a code.

    What was forgotten is struck and emptied rather than given out.
    """
    return known.kind in ("text", "area") and known.privacy is not Privacy.CODE


@derived
def words(model: type[Table]) -> tuple[str, ...]:
    """The columns of a table in which somebody may be named."""
    return tuple(columns(model, is_words))


@derived
def identifying(model: type[Table]) -> tuple[str, ...]:
    """The columns of a table that tell who somebody is."""
    return tuple(columns(model, lambda known: known.privacy is Privacy.PERSON))

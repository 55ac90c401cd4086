"""The statement that writes rows of a table, made once, for whoever writes thousands of them."""

from __future__ import annotations

from functools import cache

from peewee import Model


@cache
def insertion(model: type[Model], columns: tuple[str, ...]) -> str:
    """``INSERT`` of these columns of a table, in this order; values are given as they are stored.

    :raises KeyError: the table has no such column.
    """
    fields = [model._meta.columns[name] for name in columns]
    words, values = model.insert_many([[None] * len(fields)], fields=fields).sql()
    if len(values) != len(columns):  # a default of a column that is not among them
        raise KeyError(f"{model.__name__} has columns that must be named too")
    return str(words)


@cache
def replacement(model: type[Model], columns: tuple[str, ...]) -> str:
    """As :func:`insertion`, in the place of a row of the same key."""
    return insertion(model, columns).replace("INSERT", "INSERT OR REPLACE", 1)

"""A peewee question asked on one connection of a register, the writing one or a reader.

The models are bound to no database (:mod:`models.schema.base`), so whoever asks says where. Rows
come as the connection gives them: by name, days as ``YYYY-MM-DD``, moments as they are stored.

A question that is asked often is said once, with :func:`question`::

    @question
    def _titles() -> BaseQuery:
        return Case.select(Case.title).where(Case.stage == given("stage"))

    rows(connection, _titles, stage="closed")

Its SQL is made at the first asking and kept; only the values differ after that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from peewee import (
    SCOPE_SOURCE,
    SQL,
    BaseQuery,
    Entity,
    Expression,
    Model,
    ModelAlias,
    NodeList,
    Value,
)

from models.storage.engine import sqlite3

Rows = list[sqlite3.Row]
M = TypeVar("M", bound=Model)
P = ParamSpec("P")
if TYPE_CHECKING:
    _Alias = ModelAlias[Any]
else:
    _Alias = ModelAlias


#: Of a statement, what is quoted, the places of values, and what stands between these.
_PARTS = re.compile(r"""'[^']*'|"[^"]*"|\?|[^'"?]+""")


@dataclass(frozen=True)
class Given:
    """A value that a question leaves open until it is asked."""

    name: str


class Question:
    """A question said once: its SQL, and where in it the values go that are given later."""

    def __init__(self, say: Callable[[], BaseQuery]) -> None:
        self._say = say
        self._made: _Made | None = None

    @property
    def names(self) -> frozenset[str]:
        """What the values are called that are given later."""
        return self._once().names

    def _once(self) -> _Made:
        if self._made is None:
            self._made = _Made(*self._say().sql())
        return self._made

    def sql(self, values: dict[str, Any]) -> tuple[str, list[Any]]:
        """The SQL, with the values in the order of their places.

        :raises KeyError: a value is missing, or one is given that the question does not ask for.
        """
        made = self._once()
        if values.keys() != made.names:
            wrong = sorted(values.keys() ^ made.names)
            raise KeyError(f"not the values that the question asks for: {', '.join(wrong)}")
        bound = made.bound.copy()
        for place, name in made.places:
            bound[place] = values[name]
        return made.words, bound


class _Made:
    """SQL with the places of its values, some of which are left open."""

    def __init__(self, words: str, bound: Sequence[Any]) -> None:
        self.words, self.bound = _with_limits(words, list(bound))
        self.places = [
            (at, one.name) for at, one in enumerate(self.bound) if isinstance(one, Given)
        ]
        self.names = frozenset(name for _, name in self.places)


def _with_limits(words: str, bound: list[Any]) -> tuple[str, list[Any]]:
    """SQL in which a limit that is always the same is written out.

    SQLite plans by a limit: it makes a statement anew each time that one is bound to it.
    """
    made, kept, at = "", [], 0
    for part in _PARTS.findall(words):
        if part == "?":
            value, at = bound[at], at + 1
            if made.endswith("LIMIT ") and isinstance(value, int):
                part = str(value)
            else:
                kept.append(value)
        made += part
    return made, kept


def question(say: Callable[[], BaseQuery]) -> Question:
    """A function that says a question, as a question that is made once."""
    return Question(say)


def questions(say: Callable[P, BaseQuery]) -> Callable[P, Question]:
    """A function that says a question in several ways, each of which is made once.

    Its arguments are what the question's words depend on, never a value of a row.
    """

    @cache
    def made(*args: P.args, **kwargs: P.kwargs) -> Question:
        return Question(lambda: say(*args, **kwargs))

    return cast("Callable[P, Question]", made)


def given(name: str) -> Value:
    """A value of a question that is given when it is asked, as it is bound to the statement."""
    return Value(Given(name), converter=False)


def plain(value: Any) -> Value:
    """A value as it is, not turned into the type of the column it is compared with."""
    return Value(value, converter=False)


def many(name: str) -> SQL:
    """Many values that are given when a question is asked, as one JSON list, for ``in_(…)``."""
    return SQL("(SELECT value FROM json_each(?))", [Given(name)])


def like(column: Any, pattern: Any) -> Expression:
    """Whether a column is like a pattern, whose text went through :func:`escaped`."""
    return cast("Expression", column.like(NodeList((pattern, SQL("ESCAPE '!'")))))


def beside_index(column: Any) -> NodeList:
    """A column that is compared row by row, where another's index finds fewer rows."""
    return NodeList((SQL("+"), column), glue="")


def escaped(text: str) -> str:
    """``text`` as :func:`like` takes it: its wildcards mean themselves."""
    return "".join(f"!{letter}" if letter in "%_!" else letter for letter in text)


def named(model: type[M], alias: str) -> type[M]:
    """A table under a name of its own in one question, its columns known to the type checker."""
    return cast("type[M]", model.alias(alias))


class _Unhidden(_Alias):
    """A table itself, where a view of its name may stand before it (:mod:`models.sight.seeing`)."""

    def __sql__(self, ctx: Any) -> Any:
        if ctx.scope != SCOPE_SOURCE:
            return super().__sql__(ctx)  # type: ignore[no-untyped-call]
        ctx.alias_manager[self] = self.alias
        table = Entity("main", self.model._meta.table_name)
        return ctx.sql(table).literal(" AS ").sql(Entity(self.alias))


def unhidden(model: type[M], alias: str) -> type[M]:
    """A table under a name, with the rows that are hidden from whoever asks: ``main.`` in SQL."""
    return cast("type[M]", _Unhidden(model, alias))


def ask(
    connection: sqlite3.Connection, query: BaseQuery | Question, **values: Any
) -> Iterator[sqlite3.Row]:
    """The rows of a question, one after another, so that none need be kept."""
    words, bound = _sql(query, values)
    return iter(connection.execute(words, bound))


def rows(connection: sqlite3.Connection, query: BaseQuery | Question, **values: Any) -> Rows:
    """All rows of a question."""
    words, bound = _sql(query, values)
    return connection.execute(words, bound).fetchall()


def row(
    connection: sqlite3.Connection, query: BaseQuery | Question, **values: Any
) -> sqlite3.Row | None:
    """The first row of a question; nothing where there is none."""
    words, bound = _sql(query, values)
    found: sqlite3.Row | None = connection.execute(words, bound).fetchone()
    return found


def value(connection: sqlite3.Connection, query: BaseQuery | Question, **values: Any) -> Any:
    """The first column of a question's first row; nothing where there is none."""
    found = row(connection, query, **values)
    return None if found is None else found[0]


def dicts(
    connection: sqlite3.Connection, query: BaseQuery | Question, **values: Any
) -> list[dict[str, Any]]:
    """All rows of a question by column, whatever rows the connection gives."""
    words, bound = _sql(query, values)
    cursor = connection.execute(words, bound)
    names = [item[0] for item in cursor.description]
    return [dict(zip(names, found, strict=True)) for found in cursor]


def execute(connection: sqlite3.Connection, statement: BaseQuery | Question, **values: Any) -> None:
    """Carry out a statement that answers nothing, on the connection that writes."""
    words, bound = _sql(statement, values)
    connection.execute(words, bound)


def _sql(query: BaseQuery | Question, values: dict[str, Any]) -> tuple[str, list[Any]]:
    if isinstance(query, Question):
        return query.sql(values)
    words, bound = query.sql()
    return words, list(bound)

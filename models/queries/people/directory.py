"""The people in the register: by name or number, and those who may be one and the same."""

from __future__ import annotations

from dataclasses import dataclass

import peewee
from peewee import SQL, BaseQuery, ModelSelect, fn

from models.queries.joins import empty, listed_name, members_of, numbers_of
from models.schema import Complainant, Member, Person, Subject
from models.storage.asking import ask, escaped, given, like, named, plain, question, questions, rows
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Listed:
    """A person as the list shows them; ``cases`` is how many they are in."""

    person_id: int
    name: str
    numbers: str
    date_of_birth: str
    cases: int


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, and why it is thought so."""

    first: Listed
    second: Listed
    why: str


def _listed() -> ModelSelect[Person]:
    cases = (
        members_of(Subject.select(Subject.case), Subject)
        .where(Member.person == Person.id)
        .union(Complainant.select(Complainant.case).where(Complainant.person == Person.id))
    )
    return Person.select(
        Person.id,
        listed_name().alias("name"),
        numbers_of().alias("numbers"),
        empty(Person.date_of_birth, "born"),
        peewee.Select([cases], [fn.COUNT(SQL("1"))]).alias("cases"),
    )


@question
def _pairs() -> BaseQuery:
    """Pairs of people, the lower id first, and why; each half is answered from an index."""
    a, b = named(Member, "a"), named(Member, "b")
    numbered = (
        a.select(a.person.alias("one"), b.person.alias("other"), plain("same number").alias("why"))
        .join(b, on=((b.number == a.number) & (b.person > a.person)))
        .where(a.number != "", a.merged_into.is_null(), b.merged_into.is_null())
    )
    first, second = named(Person, "first"), named(Person, "second")
    born = first.date_of_birth == second.date_of_birth
    why = peewee.Case(None, ((born, "same family name and date of birth"),), "same name")
    alike = (
        first.select(first.id, second.id, why)
        .join(second, on=((second.family_name == first.family_name) & (second.id > first.id)))
        .where(
            first.family_name != "",
            born
            | (
                (first.given_names == second.given_names)
                & (first.given_names != "")
                & (first.date_of_birth.is_null() | second.date_of_birth.is_null())
            ),
        )
    )
    pairs = numbered.union_all(alike).alias("pairs")
    one = fn.MIN(pairs.c.one, pairs.c.other)
    other = fn.MAX(pairs.c.one, pairs.c.other)
    chosen = peewee.Select([pairs], [one.alias("one"), other.alias("other"), fn.MIN(pairs.c.why)])
    return chosen.group_by(SQL("1"), SQL("2")).limit(given("limit"))


def people(connection: sqlite3.Connection, text: str, limit: int = 200) -> list[Listed]:
    """People whose family name or number begins with ``text``, in order of name."""
    wanted = text.strip()
    values = {"start": f"{escaped(wanted)}%", "text": wanted} if wanted else {}
    query = _people(bool(wanted))
    return [Listed(*row) for row in ask(connection, query, limit=limit, **values)]


@questions
def _people(by_text: bool) -> BaseQuery:
    query = _listed().where(Person.merged_into.is_null(), Person.anonymised.is_null())
    if by_text:
        numbered = named(Member, "wanted")
        query = query.where(
            like(Person.family_name, given("start"))
            | like(Person.given_names, given("start"))
            | Person.id.in_(
                numbered.select(numbered.person).where(numbered.number == given("text"))
            )
        )
    order = (Person.family_name, Person.given_names, Person.id)
    return query.order_by(*order).limit(given("limit"))


@question
def _one() -> BaseQuery:
    return _listed().where(Person.id == given("person"), Person.merged_into.is_null())


def duplicates(connection: sqlite3.Connection, limit: int = 200) -> list[Pair]:
    """Pairs of people who may be one: by number, by name, by date of birth."""
    found = []
    for one, other, why in rows(connection, _pairs, limit=limit):
        both = [
            Listed(*row)
            for person_id in (one, other)
            for row in ask(connection, _one, person=person_id)
        ]
        if len(both) == 2:
            found.append(Pair(both[0], both[1], why))
    return found

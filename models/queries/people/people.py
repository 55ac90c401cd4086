"""Who is known: members of the force by number or name, anybody by name."""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, BaseQuery, fn

from models.queries.joins import numbers_of
from models.schema import Complainant, Member, Person, Posting
from models.schema.sections import PERSON_FIELDS
from models.storage.asking import ask, given, named, question, rows
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class FoundMember:
    """A member with the latest rank, post and unit that the register knows."""

    member_id: int
    number: str
    role: str | None
    title: str
    given_names: str
    family_name: str
    date_of_birth: datetime.date | None
    rank: str | None
    post: str
    unit: str


@dataclass(frozen=True)
class FoundPerson:
    """Anybody of whom the register knows.

    :ivar values: by field of :data:`models.schema.sections.PERSON_FIELDS`.
    :ivar numbers: as a member of the force, if they are one.
    """

    person_id: int
    values: dict[str, Any]
    numbers: str


@question
def _of_a_name() -> BaseQuery:
    """Members of the force, and those in a case."""
    member = Member.select(SQL("1")).where(Member.person == Person.id)
    complainant = Complainant.select(SQL("1")).where(Complainant.person == Person.id)
    return (
        Person.select(Person, numbers_of().alias("numbers"))
        .where(
            Person.merged_into.is_null(),
            Person.anonymised.is_null(),
            Person.family_name == given("family"),
            (given("given") == "") | (Person.given_names == given("given")),
            fn.EXISTS(member) | fn.EXISTS(complainant),
        )
        .order_by(Person.given_names, Person.id)
        .limit(given("limit"))
    )


def _members(condition: Any) -> BaseQuery:
    """Members with their latest post."""
    latest = named(Posting, "latest")
    post = (
        latest.select(latest.id)
        .where(latest.member == Member.id)
        .order_by(latest.starts.is_null(False).desc(), latest.starts.desc(), latest.id.desc())
        .limit(1)
    )
    return (
        Member.select(
            Member.id,
            Member.number,
            Member.role,
            Person.title,
            Person.given_names,
            Person.family_name,
            Person.date_of_birth,
            Posting.rank,
            Posting.post,
            Posting.unit,
        )
        .join(Person)
        .join(Posting, JOIN.LEFT_OUTER, on=(Posting.id == post))
        .where(
            Member.merged_into.is_null(),
            Person.merged_into.is_null(),
            Person.anonymised.is_null(),
            condition,
        )
        .order_by(Person.family_name, Person.given_names, Member.number, Member.id)
        .limit(given("limit"))
    )


@question
def _by_number() -> BaseQuery:
    return _members(Member.number == given("text"))


@question
def _by_name() -> BaseQuery:
    # A range, not LIKE: it is answered from the index and has no wildcards to escape.
    return _members((Person.family_name >= given("text")) & (Person.family_name < given("after")))


def find_members(connection: sqlite3.Connection, text: str, limit: int = 10) -> list[FoundMember]:
    """Members whose number is ``text``, or else whose family name begins with it.

    :param text: what a person typed; nothing is found for nothing.
    """
    wanted = text.strip()
    if not wanted:
        return []
    found = rows(connection, _by_number, text=wanted, limit=limit)
    if not found:
        after = wanted + chr(sys.maxunicode)
        found = rows(connection, _by_name, text=wanted, after=after, limit=limit)
    return [_found(tuple(member)) for member in found]


def _found(row: tuple[object, ...]) -> FoundMember:
    values = list(row)
    values[6] = datetime.date.fromisoformat(str(values[6])) if values[6] else None
    for place in (1, 3, 4, 5, 8, 9):
        values[place] = values[place] or ""
    return FoundMember(*values)  # type: ignore[arg-type]


def find_people(
    connection: sqlite3.Connection, family: str, given_names: str, limit: int = 3
) -> list[FoundPerson]:
    """Those of exactly this family name, and these given names where any are said."""
    asked = {"family": family, "given": given_names, "limit": limit}
    found = []
    for row in ask(connection, _of_a_name, **asked):
        values = {name: row[name] for name in PERSON_FIELDS}
        born = values["date_of_birth"]
        values["date_of_birth"] = datetime.date.fromisoformat(born) if born else None
        found.append(FoundPerson(row["id"], values, row["numbers"]))
    return found

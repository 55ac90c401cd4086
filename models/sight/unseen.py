"""What the one who writes may not see: nobody reaches it by its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import BaseQuery

from models.schema import Allegation, Member
from models.sight.seeing import hidden_people
from models.storage.asking import given, question, value
from models.storage.engine import sqlite3
from models.storage.sqlite.walking import hidden_cases

#: Columns that name a case, a person, a membership.
CASES, PEOPLE, MEMBER = ("case_id", "other_id"), ("person_id", "kept_id", "gone_id"), "member_id"


@dataclass(frozen=True)
class Unseen:
    """The cases and people that are hidden from a user, as a change finds them when it begins."""

    cases: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    @classmethod
    def by(cls, connection: sqlite3.Connection, user_id: int) -> Unseen:
        """What is hidden from a user; nothing from the one who makes the register."""
        cases = hidden_cases(connection, user_id) if user_id else frozenset[int]()
        return cls(cases, hidden_people(connection, user_id) if cases else frozenset())

    def covers(self, connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> bool:
        """Whether a row (by column) is of a hidden case, links to one, or names a hidden person."""
        if not self.cases or table == "user":  # who works here is known to all, and as whom
            return False
        cases = {row["id"]} if table == "case" else {row.get(name) for name in CASES}
        if table == "publication":  # which is made of all the cases that it counted
            cases |= {int(one) for one in row["cases"].split() if one.isdecimal()}
        people = {row["id"]} if table == "person" else {row.get(name) for name in PEOPLE}
        if "allegation_id" in row and "case_id" not in row:
            cases.add(value(connection, _case_of, allegation=row["allegation_id"]))
        if row.get(MEMBER) is not None:
            people.add(value(connection, _person_of, member=row[MEMBER]))
        return bool(cases & self.cases or people & self.people)


@question
def _case_of() -> BaseQuery:
    return Allegation.select(Allegation.case).where(Allegation.id == given("allegation"))


@question
def _person_of() -> BaseQuery:
    return Member.select(Member.person).where(Member.id == given("member"))

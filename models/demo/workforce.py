"""Of the demonstration's members: sex, ethnicity and the day they joined, by which returns go."""

from __future__ import annotations

import datetime

from peewee import BaseQuery, fn

from models.changes import people
from models.register import Register
from models.schema import Case, Member, Person, Subject
from models.storage.asking import ask

#: Given names of the demonstration; who bears another one is a man, or a name that tells nothing.
WOMEN = """
Alison Amina Ann Bethan Brenda Carol Claire Dawn Emma Fiona Hannah Hazel Helen Jane Janet Joan
Joanne Julie Karen Laura Lesley Maria Nadia Priya Ruth Sarah Susan Teresa
"""
EITHER = "Chris Dara Lee Terry"
#: In turn, so that each is there and some are not recorded.
ETHNICITIES = ("W1", "W1", "A1", "W1", "W9", "B2", "W1", None, "W1", "M1", "A2", "W1", "not-said")
UNKNOWN = 14  # of so many one whose day of joining nobody took down


def _members() -> BaseQuery:
    """Those whose day of joining is not recorded, with the day of their first case."""
    first = Subject.select(fn.MIN(Case.received)).join(Case).where(Subject.member == Member.id)
    return (
        Member.select(
            Member.id,
            Member.version,
            Person.given_names,
            Person.id.alias("person_id"),
            Person.version.alias("person_version"),
            first.alias("first"),
        )
        .join(Person)
        .where(Member.joined.is_null(), Member.merged_into.is_null())
        .order_by(Member.id)
    )


def describe(register: Register) -> None:
    """Say it of all who have been subject to a case; they joined before their first."""
    with register.reader() as connection:
        members = [dict(row) for row in ask(connection, _members())]
    described: set[int] = set()
    with register.change("Demonstration register") as change:
        for at, one in enumerate(members):
            if one["first"] is None:
                continue
            if one["person_id"] not in described:
                described.add(one["person_id"])
                people.describe(
                    change,
                    one["person_id"],
                    one["person_version"],
                    sex=_sex(one["given_names"]),
                    ethnicity=ETHNICITIES[at % len(ETHNICITIES)],
                )
            if at % UNKNOWN:
                first = datetime.date.fromisoformat(one["first"])
                days = 90 + 389 * at % 9000  # from three months to some twenty-five years
                people.serve(change, one["id"], one["version"], first - datetime.timedelta(days))


def _sex(given_names: str) -> str | None:
    first = given_names.partition(" ")[0]
    if not first or first in EITHER.split():
        return None
    return "female" if first in WOMEN.split() else "male"

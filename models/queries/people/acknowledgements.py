"""Who was given a version of guidance, who acknowledged it, and to whom it can be given."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from peewee import SQL, BaseQuery, Expression, ModelSelect, fn

from models.queries.joins import empty, listed_name, members_of, people_of
from models.schema import GuidanceIssue, Member, Person, Posting, Subject
from models.storage.asking import ask, escaped, given, like, named, plain, questions
from models.storage.engine import sqlite3

#: The filter's codes, and how each is called.
WHICH = (
    ("given", "Everybody who was given it"),
    ("waiting", "Given, not acknowledged"),
    ("acknowledged", "Acknowledged"),
    ("missing", "Serving, not given it"),
)


def _unit() -> Any:
    """A member's unit: of the latest post, else as a case recorded it last."""
    post = (
        Posting.select(Posting.unit)
        .where(Posting.member == Member.id)
        .order_by(Posting.starts.is_null(False).desc(), Posting.starts.desc(), Posting.id.desc())
        .limit(1)
    )
    recorded = (
        Subject.select(Subject.unit)
        .where(Subject.member == Member.id, Subject.unit != "")
        .order_by(Subject.id.desc())
        .limit(1)
    )
    return fn.COALESCE(fn.NULLIF(post, ""), recorded, "")


def _serving() -> list[Expression]:
    """That a member serves today, and was not found to be another."""
    return [
        Member.merged_into.is_null(),
        Person.merged_into.is_null(),
        Member.left.is_null() | (Member.left >= given("today")),
        Member.joined.is_null() | (Member.joined <= given("today")),
    ]


def _issued(*, acknowledged: bool) -> Any:
    """Whether any record of this person was given the version, or acknowledged it."""
    issue, other = named(GuidanceIssue, "other_issue"), named(Member, "other")
    query = members_of(issue.select(SQL("1")), issue, other)
    query = query.where(issue.guidance == given("guidance"), other.person == Member.person)
    if acknowledged:
        query = query.where(issue.acknowledged.is_null(False))
    return fn.EXISTS(query)


def _matching() -> Any:
    """That a name begins with a text, or a number is it."""
    return (
        like(Person.family_name, given("start"))
        | like(Person.given_names, given("start"))
        | (Member.number == given("text"))
    )


_BY_NAME = (Person.family_name, Person.given_names, Member.number, Member.id)


@questions
def _recipients(which: str, by_text: bool) -> BaseQuery:
    member = (
        Member.id,
        Member.person,
        Member.number,
        listed_name(),
        empty(Member.role),
        _unit().alias("unit"),
    )
    query: ModelSelect[Any]
    if which == "missing":
        nothing = (plain(None), plain(""), plain(None), plain(""))
        query = Member.select(plain(None), plain(0), *member, *nothing).join(Person)
        query = query.where(*_serving(), ~_issued(acknowledged=False))
    else:
        query = GuidanceIssue.select(
            GuidanceIssue.id,
            GuidanceIssue.version,
            *member,
            GuidanceIssue.given,
            empty(GuidanceIssue.how),
            GuidanceIssue.acknowledged,
            empty(GuidanceIssue.acknowledged_how),
        )
        query = people_of(query, GuidanceIssue)
        query = query.where(GuidanceIssue.guidance == given("guidance"))
        if which != "given":
            known = _issued(acknowledged=True)
            query = query.where(known if which == "acknowledged" else ~known)
    if by_text:
        query = query.where(_matching())
    return query.order_by(*_BY_NAME).limit(given("limit"))


@questions
def _candidates(by_text: bool, by_role: bool, by_unit: bool) -> BaseQuery:
    query = (
        Member.select(
            Member.id,
            Member.number,
            listed_name(),
            empty(Member.role).alias("role"),
            _unit().alias("unit"),
        )
        .join(Person)
        .where(*_serving())
        .order_by(*_BY_NAME)
        .limit(given("limit"))
    )
    if by_text:
        query = query.where(_matching())
    if by_role:
        query = query.where(empty(Member.role) == given("role"))
    if by_unit:
        query = query.where(_unit() == given("unit"))
    return query


def _of_text(text: str) -> dict[str, str]:
    return {"start": f"{escaped(text)}%", "text": text} if text else {}


@dataclass(frozen=True)
class Recipient:
    """A member and what is recorded of one version; ``issue_id`` is empty where nothing is.

    :ivar name: ``Harmer, Daniel``.
    :ivar how: a code, as ``acknowledged_how`` is.
    """

    issue_id: int | None
    row_version: int
    member_id: int
    person_id: int
    number: str
    name: str
    role: str
    unit: str
    given: datetime.date | None
    how: str
    acknowledged: datetime.date | None
    acknowledged_how: str


@dataclass(frozen=True)
class Candidate:
    """A serving member to whom guidance may be given."""

    member_id: int
    number: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True)
class NewMember:
    """A member of the force whom the register does not know yet."""

    number: str
    family_name: str
    given_names: str = ""


@dataclass(frozen=True)
class Pasted:
    """What a list of numbers means: members known, members to be recorded, and what is neither."""

    known: list[Candidate] = field(default_factory=list)
    new: list[NewMember] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def recipients(
    connection: sqlite3.Connection,
    version_id: int,
    which: str,
    text: str,
    today: datetime.date,
    limit: int = -1,
) -> list[Recipient]:
    """Members by what is recorded of a version, in order of name.

    :param which: a code of ``WHICH``.
    :param text: how a name begins, or a number; empty for everybody.
    """
    wanted = text.strip()
    values = {"guidance": version_id, "limit": limit} | _of_text(wanted)
    if which == "missing":
        values["today"] = today.isoformat()
    query = _recipients(which, bool(wanted))
    return [_recipient(row) for row in ask(connection, query, **values)]


def candidates(
    connection: sqlite3.Connection,
    today: datetime.date,
    *,
    text: str = "",
    role: str | None = None,
    unit: str | None = None,
    limit: int = -1,
) -> list[Candidate]:
    """Serving members by name or number, by role, by unit, or by all of these at once."""
    wanted = text.strip()
    values = {"today": today.isoformat(), "limit": limit} | _of_text(wanted)
    if role is not None:
        values["role"] = role
    if unit is not None:
        values["unit"] = unit
    query = _candidates(bool(wanted), role is not None, unit is not None)
    return [Candidate(*row) for row in ask(connection, query, **values)]


def units(connection: sqlite3.Connection, today: datetime.date) -> list[str]:
    """The units of the members who serve, in order."""
    return sorted({one.unit for one in candidates(connection, today) if one.unit})


def pasted(connection: sqlite3.Connection, text: str, today: datetime.date) -> Pasted:
    """What a pasted list means: a line a member, or numbers with spaces or commas between.

    A line of a number and a name (``4417 Harmer, Daniel``) whose number is not known is a member
    to be recorded.
    """
    by_number: dict[str, list[Candidate]] = {}
    for one in candidates(connection, today):
        if one.number:
            by_number.setdefault(one.number.casefold(), []).append(one)
    found: dict[int, Candidate] = {}
    new: dict[str, NewMember] = {}
    unknown: dict[str, None] = {}
    for number, family, forenames in (part for line in text.splitlines() for part in _parts(line)):
        known = by_number.get(number.casefold(), [])
        if known:
            found |= {one.member_id: one for one in known}
        elif family:
            new.setdefault(number, NewMember(number, family, forenames))
        else:
            unknown[number] = None
    return Pasted(list(found.values()), list(new.values()), list(unknown))


def _parts(line: str) -> list[tuple[str, str, str]]:
    """Number, family name and given names of each member in a line."""
    words = line.replace(",", " , ").replace(";", " , ").split()
    plain = [word for word in words if word != ","]
    if not plain:
        return []
    if all(any(letter.isdecimal() for letter in word) for word in plain):
        return [(word, "", "") for word in plain]
    number = plain[0]
    rest = " ".join(words[words.index(number) + 1 :]).strip(" ,")
    family, _, given = rest.partition(",")
    return [(number, family.strip(), given.strip())]


def _recipient(row: Any) -> Recipient:
    values = list(row)
    for place in (8, 10):
        values[place] = datetime.date.fromisoformat(values[place]) if values[place] else None
    return Recipient(*values)

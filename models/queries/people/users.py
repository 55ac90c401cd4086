"""Who works in a register, for those who keep it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import BaseQuery, fn

from models.queries.joins import empty, people_of, spoken_name
from models.schema import AuditRecord, Member, User
from models.storage.asking import ask, question, questions, unhidden
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Worker:
    """Somebody who signs in, or did until they were retired.

    :ivar member: their number and name in the force, empty where none is linked.
    :ivar last: when they last signed in (UTC).
    """

    id: int
    name: str
    full_name: str
    role: str
    retired: bool
    must_change: bool
    number: str
    member: str
    last: datetime.datetime | None


@question
def _last() -> BaseQuery:
    """When each of them last signed in."""
    record = unhidden(AuditRecord, "record")
    return (
        record.select(record.user_name, fn.MAX(record.at))
        .where(record.action == "sign in")
        .group_by(record.user_name)
    )


def workers(connection: sqlite3.Connection) -> list[Worker]:
    """Everybody who signs in, then those who did until they were retired."""
    return _workers(connection, only_working=False)


def working(connection: sqlite3.Connection) -> list[Worker]:
    """Everybody who signs in now."""
    return _workers(connection, only_working=True)


def named_users(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Everybody who signs in or once did, by id: what they sign in as, and their full name."""
    query = User.select(User.id, User.name, User.full_name).order_by(User.id)
    return [(row[0], row[1], row[2]) for row in ask(connection, query)]


@questions
def _all(only_working: bool) -> BaseQuery:
    query = User.select(
        User.id,
        User.name,
        User.full_name,
        User.role,
        User.retired,
        User.must_change,
        empty(Member.number, "number"),
        spoken_name().alias("member"),
    )
    query = people_of(query, User, left=True).order_by(
        User.retired, User.full_name.collate("NOCASE"), User.id
    )
    return query.where(~User.retired) if only_working else query


def _workers(connection: sqlite3.Connection, *, only_working: bool) -> list[Worker]:
    last = {row[0]: row[1] for row in ask(connection, _last)}
    return [
        Worker(
            row["id"],
            row["name"],
            row["full_name"],
            row["role"] or "",
            bool(row["retired"]),
            bool(row["must_change"]),
            row["number"],
            row["member"],
            datetime.datetime.fromisoformat(last[row["name"]]) if row["name"] in last else None,
        )
        for row in ask(connection, _all(only_working))
    ]

"""A case in a few lines, as the list's panel shows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import BaseQuery

from models.case import casefile
from models.case.casefile import CaseFile
from models.rules.process.clocks import clocks_of, next_due
from models.schema import User
from models.storage.asking import given, question, value
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Preview:
    """A case, who owns it, and the day and the name of what is due next."""

    file: CaseFile
    owner: str
    due: datetime.date | None
    due_for: str


@question
def _owner() -> BaseQuery:
    return User.select(User.full_name).where(User.id == given("user"))


def preview(connection: sqlite3.Connection, case_id: int, nation: str) -> Preview:
    """Read one case.

    :raises NotFoundError: there is no such case.
    """
    file = casefile.load(connection, case_id)
    owner = value(connection, _owner, user=file.case["owner_id"])
    due, due_for = next_due(file, clocks_of(file, nation))
    return Preview(file, owner or "", due, due_for)

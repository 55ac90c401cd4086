"""What the case window asks of the register, each in one reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from peewee import fn

from models.case import casefile
from models.case.casefile import CaseFile
from models.queries.importing import FromFile, beside
from models.queries.people.guidance import versions
from models.rules.process.guidance import Version
from models.schema import User
from models.storage.asking import ask
from models.storage.engine import sqlite3


@dataclass(frozen=True)
class Loaded:
    """A case, who may own or decide, all guidance, and what stands beside it from files.

    There is no file for a case not yet saved.
    """

    file: CaseFile | None
    users: dict[int, str] = field(default_factory=dict)
    guidance: list[Version] = field(default_factory=list)
    imported: list[FromFile] = field(default_factory=list)


def load(connection: sqlite3.Connection, case_id: int | None) -> Loaded:
    """Everything that the window shows of one case.

    :raises NotFoundError: there is no such case.
    """
    called = fn.COALESCE(fn.NULLIF(User.full_name, ""), User.name)
    everybody = User.select(User.id, called).order_by(User.full_name)
    users = {row[0]: row[1] for row in ask(connection, everybody)}
    known = versions(connection)
    if case_id is None:
        return Loaded(None, users, known)
    file = casefile.load(connection, case_id)
    file.guidance = list(known)
    return Loaded(file, users, known, beside(connection, case_id))

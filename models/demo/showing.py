"""Which cases are shown, in pictures and on a walk through every screen."""

from __future__ import annotations

from peewee import fn

from models.schema import CaseLine, Outcome, Proceeding
from models.storage.asking import value
from models.storage.engine import sqlite3


def reference_shown(connection: sqlite3.Connection, reference: str) -> str:
    """This reference, where a case bears it; else that of the latest case; "" where none is."""
    query = CaseLine.select(CaseLine.reference).order_by(
        (CaseLine.reference == reference).desc(), CaseLine.case.desc()
    )
    return value(connection, query.limit(1)) or ""


def settled_case(connection: sqlite3.Connection) -> int | None:
    """The latest case that came to a hearing or meeting and an outcome."""
    query = (
        Proceeding.select(fn.MAX(Proceeding.case))
        .join(Outcome, on=(Outcome.case == Proceeding.case))
        .where(Proceeding.held.is_null(False))
    )
    found: int | None = value(connection, query)
    return found

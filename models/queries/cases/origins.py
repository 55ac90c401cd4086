"""Where a case came from, and what was done to it before it came here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from peewee import SQL, BaseQuery

from models.queries.cases.history import Event, Names, event_of
from models.rules import vocabularies
from models.schema import CaseOrigin, OriginLink, OriginRecord
from models.storage import chain as audit
from models.storage.asking import ask, dicts, given, question, row
from models.storage.engine import sqlite3


@question
def _origin() -> BaseQuery:
    origin = CaseOrigin
    return origin.select(origin.reference, origin.force).where(origin.case == given("case"))


@question
def _links() -> BaseQuery:
    link = OriginLink
    found = link.select(link.kind, link.reference).where(link.case == given("case"))
    return found.order_by(link.id)


@question
def _latest() -> BaseQuery:
    """The records of ``case`` that were received, by the columns of an audit record."""
    record = OriginRecord
    return (
        record.select(
            *(record.number.alias("id"), record.at, record.user_name, record.who, record.action),
            *(record.about_table.alias("table_name"), record.record_id),
            SQL("NULL").alias("case_id"),
            *(record.reason, record.entry, record.names),
        )
        .where(record.case == given("case"))
        .order_by(record.at.desc(), record.number.desc())
        .limit(given("limit"))
    )


@question
def _received() -> BaseQuery:
    record = OriginRecord
    found = record.select().where(record.case == given("case"))
    return found.order_by(record.register, record.number)


@dataclass(frozen=True)
class Origin:
    """Where a case was first recorded, and what it was linked with that is not here.

    :ivar links: in words, such as ``See also PS/2013/00004``.
    """

    reference: str
    force: str
    links: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """In a line."""
        return f"{self.reference}, {self.force}" if self.force else self.reference


def origin(connection: sqlite3.Connection, case_id: int) -> Origin | None:
    """Where a case came from; ``None`` where it was recorded here and nowhere else."""
    found = row(connection, _origin, case=case_id)
    if found is None:
        return None
    links = tuple(
        f"{vocabularies.name('link', kind)} {reference}"
        for kind, reference in ask(connection, _links, case=case_id)
    )
    return Origin(found[0], found[1], links)


def before(connection: sqlite3.Connection, case_id: int, limit: int = 500) -> list[Event]:
    """What other registers recorded of a case, newest first, ``limit`` at most."""
    found = []
    for record in dicts(connection, _latest, case=case_id, limit=limit):
        found.append(event_of(record, _Elsewhere(connection, record["names"])))
    return found


def record_hash(connection: sqlite3.Connection, case_id: int) -> str:
    """The SHA-256 of everything that was received of a case's record."""
    digest = hashlib.sha256()
    for told in dicts(connection, _received, case=case_id):
        del told["id"], told["case_id"]
        plain = {key: one.hex() if isinstance(one, bytes) else one for key, one in told.items()}
        digest.update(audit.canonical(plain).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class _Elsewhere(Names):
    """What ids stood for in the register that made a record; they mean nothing here."""

    def __init__(self, connection: sqlite3.Connection, names: str) -> None:
        super().__init__(connection)
        found: Any = json.loads(names) if names else {}
        self._told: dict[str, Any] = found

    def _ask(self, kind: str, value: int) -> str:
        of_kind = self._told.get(kind)
        said = of_kind.get(str(value)) if isinstance(of_kind, dict) else None
        return str(said) if said else "another record"

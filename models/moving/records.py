"""The record of a case as it travels: what each register that had it recorded, as it was sealed."""

from __future__ import annotations

from peewee import BaseQuery

from models.moving.asking import Data, Whose
from models.queries.cases.history import Names, event_of, records_with_who
from models.schema import AuditRecord, OriginRecord
from models.storage import chain as audit
from models.storage.asking import dicts, given, question
from models.storage.engine import sqlite3

#: The columns of an audit record as the parcel tells it, and where those of earlier moves stand.
RECORD = {
    "number": "id",
    "at": "at",
    "user_name": "user_name",
    "action": "action",
    "about_table": "table_name",
    "record_id": "record_id",
    "origin_case": "case_id",
    "reason": "reason",
    "entry": "entry",
    "digest": "digest",
    "chain": "chain",
    "entry_hash": "entry_hash",
    "reason_hash": "reason_hash",
    "salt": "salt",
}


@question
def _earlier() -> BaseQuery:
    query = OriginRecord.select().where(OriginRecord.case == given("case"))
    return query.order_by(OriginRecord.id)


@question
def _own() -> BaseQuery:
    return records_with_who().where(AuditRecord.case_id == given("case")).order_by(AuditRecord.id)


def record_of(connection: sqlite3.Connection, case_id: int, whose: Whose) -> list[Data]:
    """The record of a case: what was received of it first, then this register's own."""
    found = [
        {name: row[name] for name in ("register", "force", *RECORD, "who", "names")}
        for row in dicts(connection, _earlier, case=case_id)
    ]
    for row in dicts(connection, _own, case=case_id):
        names = Names(connection)
        event_of(row, names)
        found.append(
            {name: row[column] for name, column in RECORD.items()}
            | {"register": whose.register, "force": whose.force}
            | {"who": row["who"], "names": audit.canonical(names.asked())}
        )
    return [
        {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
        for row in found
    ]


def holds(row: Data) -> bool:
    """Whether a record that was received is as it was sealed where it was made."""
    sealed = {column: row[name] for name, column in RECORD.items()}
    sealed |= {
        name: bytes.fromhex(sealed[name]) if isinstance(sealed[name], str) else sealed[name]
        for name in ("entry_hash", "reason_hash", "salt", "digest")
    }
    if audit.digest_of(sealed) != sealed["digest"]:
        return False
    if sealed["salt"] is None:  # its words were erased
        return not sealed["entry"] and not sealed["reason"]
    made = audit.hashed_words(sealed["entry"], sealed["reason"], sealed["salt"])
    return all(sealed[name] == made[name] for name in ("entry_hash", "reason_hash"))

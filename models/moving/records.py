"""The record of a case as it travels: what each register that had it recorded, as it was sealed."""

from __future__ import annotations

from models.moving.asking import Data, Whose, rows_of
from models.queries.cases.history import Names, event_of
from models.storage import chain as audit
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


def record_of(connection: sqlite3.Connection, case_id: int, whose: Whose) -> list[Data]:
    """The record of a case: what was received of it first, then this register's own."""
    earlier = "SELECT * FROM origin_record WHERE case_id = ? ORDER BY id"
    found = [
        {name: row[name] for name in ("register", "force", *RECORD, "who", "names")}
        for row in rows_of(connection, earlier, case_id)
    ]
    query = (
        "SELECT a.*, COALESCE(u.full_name, a.user_name) AS who FROM audit_record a"
        " LEFT JOIN user u ON u.name = a.user_name WHERE a.case_id = ? ORDER BY a.id"
    )
    for row in rows_of(connection, query, case_id):
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

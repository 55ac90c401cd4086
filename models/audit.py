"""The chain of the audit record: how a record is sealed, and how tampering is found.

A record's ``digest`` is SHA-256 over the canonical JSON of what was done, with the hash of its
entry rather than the entry itself; its ``chain`` is HMAC-SHA-256, under a key of the register, over
the previous record's chain and this digest (:func:`models.engine.prepare`). Record numbers run from
1 without a gap.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from models.engine import sqlite3

START = b"\0" * 32


@dataclass(frozen=True)
class Head:
    """The end of the chain: the last record's number, moment (UTC) and 32-byte hash."""

    number: int
    at: datetime.datetime | None
    chain: bytes


def canonical(value: Any) -> str:
    """``value`` as JSON that is the same for the same content: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def stamp(at: datetime.datetime) -> str:
    """The moment as the register stores it: UTC, microseconds, sortable as text."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def digest_of(record: dict[str, Any]) -> bytes:
    """The 32-byte digest of one record given as its columns (without digest and chain)."""
    entry_hash = hashlib.sha256(record["entry"].encode()).hexdigest()
    sealed = [
        record["id"],
        record["at"],
        record["user_name"],
        record["action"],
        record["table_name"],
        record["record_id"],
        record["case_id"],
        record["reason"],
        entry_hash,
    ]
    return hashlib.sha256(canonical(sealed).encode()).digest()


def link(connection: sqlite3.Connection, previous: bytes, digest: bytes) -> bytes:
    """The chain's next 32 bytes, by the key that the connection was made with."""
    (made,) = connection.execute("SELECT audit_chain(?, ?)", (previous, digest)).fetchone()
    return bytes(made)


def link_of_first_release(previous: bytes, digest: bytes) -> bytes:
    """The next hash as a release without keys made it: plain SHA-256."""
    return hashlib.sha256(previous + digest).digest()


def verify(connection: sqlite3.Connection) -> list[str]:
    """Read the whole record and say, a sentence each, what does not hold; empty if all does."""
    problems: list[str] = []
    previous, expected = START, 1
    for row in connection.execute("SELECT * FROM main.audit_record ORDER BY id"):
        record = dict(row)
        number = record["id"]
        if number != expected:
            missing = f"{expected}" if number == expected + 1 else f"{expected} to {number - 1}"
            problems.append(f"Audit record {missing} is missing.")
        if digest_of(record) != record["digest"]:
            problems.append(f"Audit record {number} was changed after it was written.")
        if link(connection, previous, record["digest"]) != record["chain"]:
            problems.append(f"Audit record {number} does not follow from the one before it.")
        previous, expected = record["chain"], number + 1
    return problems

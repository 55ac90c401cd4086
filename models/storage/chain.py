"""The chain of the audit record: how a record is sealed.

A record's ``digest`` is SHA-256 over the canonical JSON of what was done, with hashes of its words
(the entry, the reason) in their place; its ``chain`` is HMAC-SHA-256, under a key of the register,
over the previous record's chain and this digest (:func:`models.storage.engine.prepare`). Record
numbers run from 1 without a gap. The words are hashed with a ``salt`` of each record that is erased
with them, so that nobody finds out by trying what an erased record said.
:mod:`models.changes.erasing_words` erases them, :mod:`models.record.examining` verifies it all.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from dataclasses import dataclass
from typing import Any

from models.storage.engine import sqlite3

START = b"\0" * 32
SALT_BYTES = 16
TABLE = "audit_record"
_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
)


@dataclass(frozen=True)
class Head:
    """The end of the chain: the last record's number, moment (UTC) and 32-byte hash."""

    number: int
    at: datetime.datetime | None
    chain: bytes


def read_head(connection: sqlite3.Connection) -> Head:
    """The end of the chain, read inside the transaction that will extend it."""
    query = "SELECT id, at, chain FROM audit_record ORDER BY id DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    if row is None:
        return Head(0, None, START)
    return Head(row[0], datetime.datetime.fromisoformat(row[1]), bytes(row[2]))


def canonical(value: Any) -> str:
    """``value`` as JSON that is the same for the same content: sorted keys, no spaces."""
    return _CANONICAL.encode(value)


def now() -> datetime.datetime:
    """The moment by the machine's clock, in UTC."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def stamp(at: datetime.datetime) -> str:
    """The moment as the register stores it: UTC, microseconds, sortable as text."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def hashed_words(entry: str, reason: str, salt: bytes | None = None) -> dict[str, bytes]:
    """The columns that stand for a record's words: their salt (a new one) and their hashes."""
    salt = salt or os.urandom(SALT_BYTES)
    return {
        "entry_hash": _hash(salt + b"entry\0", entry),
        "reason_hash": _hash(salt + b"reason\0", reason),
        "salt": salt,
    }


def _hash(salt: bytes, words: str) -> bytes:
    # What no program of ours wrote need not be UTF-8; it is to be found out, not to end the check.
    return hashlib.sha256(salt + words.encode("utf-8", "surrogateescape")).digest()


def digest_of(record: dict[str, Any]) -> bytes:
    """The 32-byte digest of one record given as its columns (without digest and chain)."""
    sealed = [
        record["id"],
        record["at"],
        record["user_name"],
        record["action"],
        record["table_name"],
        record["record_id"],
        record["case_id"],
        _hexadecimal(record["entry_hash"]),
        _hexadecimal(record["reason_hash"]),
    ]
    return hashlib.sha256(canonical(sealed).encode("utf-8", "surrogateescape")).digest()


def _hexadecimal(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else repr(value)


def link(connection: sqlite3.Connection, previous: bytes, digest: bytes) -> bytes:
    """The chain's next 32 bytes, by the key that the connection was made with."""
    (made,) = connection.execute("SELECT audit_chain(?, ?)", (previous, digest)).fetchone()
    return bytes(made)


def seal(connection: sqlite3.Connection, about: str, content: bytes) -> bytes:
    """32 bytes that only the register's key makes of ``content``; never those of a link."""
    return link(connection, f"probity {about}\0".encode(), hashlib.sha256(content).digest())

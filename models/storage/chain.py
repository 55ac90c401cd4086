"""The chain of the audit record: how a record is sealed, and how its words are erased.

A record's ``digest`` is SHA-256 over the canonical JSON of what was done, with hashes of its words
(the entry, the reason) in their place; its ``chain`` is HMAC-SHA-256, under a key of the register,
over the previous record's chain and this digest (:func:`models.storage.engine.prepare`). Record
numbers run from 1 without a gap. The words are hashed with a ``salt`` of each record that is erased
with them, so that nobody finds out by trying what an erased record said.
:mod:`models.record.examining` verifies it all.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.errors import InvalidError, NotFoundError
from models.storage.engine import sqlite3

if TYPE_CHECKING:
    from models.change import Change

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


def verify(connection: sqlite3.Connection) -> list[str]:
    """Read the whole record and say, a sentence each, what does not hold; empty if all does."""
    from models.record.examining import examine  # it is made of what stands here

    return examine(connection).problems()


def erase_words(change: Change, numbers: Iterable[int], what: str = "") -> int:
    """Blank what the records of these numbers said; return the number of the record of that.

    Who did what kind of thing when stays, and the chain verifies as before. What is blank already
    is passed over; where nothing is left to erase, nothing is done and 0 returned.

    :param what: which records those are, without what they said.
    :raises NotAllowedError: the user may not decide what is kept.
    :raises NotFoundError: there is no such record, or it is of a case hidden from the user.
    :raises InvalidError: one of them says which words were erased, and must go on saying it.
    """
    change.require("retain")
    connection = change.database.connection()
    wanted = []
    for number in sorted(set(numbers)):
        row = connection.execute(
            "SELECT case_id, action, table_name, entry FROM audit_record WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            raise NotFoundError("There is no such audit record in this register.")
        case_id, action, table, entry = row
        change.refuse_hidden(case_id)
        if (action, table) == ("erase", TABLE):
            raise InvalidError({"records": "A record of an erasure is never erased itself."})
        if entry:
            wanted.append(number)
    if not wanted:
        return 0
    ranges = list(runs(wanted))
    said = what or f"The words of {len(wanted)} records"
    made = change.note_erasure(said, ranges)
    for first, last in ranges:
        connection.execute(
            "UPDATE audit_record SET entry = '', reason = '', salt = NULL WHERE id BETWEEN ? AND ?",
            (first, last),
        )
    return made


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as ``(first, last)`` of each unbroken run."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last

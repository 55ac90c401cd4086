"""Checkpoints: how long the audit record was and how it ended, kept where nobody can rewrite it.

The chain finds a record that was changed, taken out or put in, but not that its tail was cut off:
what is left still follows. A checkpoint, kept elsewhere, says how far the record had come. Its
length is sealed for the register alone to read, since to somebody from whom a case is hidden it
would tell how much is done in it; who sees everything is also told it in figures.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import BaseQuery, fn

from models.change import Change
from models.errors import InvalidError, ProbityError
from models.register import Register
from models.rules.dates import format_moment
from models.schema import AuditRecord
from models.storage import chain as audit
from models.storage.asking import question, row, unhidden, value
from models.storage.engine import sqlite3
from models.storage.files import replacing
from models.storage.sqlite.hiding import sees_all

FORMAT, VERSION = "probity-checkpoint", 1
LARGEST = 1 << 16  # bytes of a file that may be one
LEAST_DIGITS = 16  # of a hash that is typed from paper


@dataclass(frozen=True)
class Checkpoint:
    """One checkpoint.

    :ivar register: the identity of the register.
    :ivar taken: UTC, to the second.
    :ivar head: the 32-byte hash of the last record then, in hexadecimal.
    :ivar place: that record's number, sealed, in hexadecimal.
    :ivar records: the same in figures, where whoever took it saw everything.
    :ivar seal: what only the register makes of all of the above.
    """

    register: str
    force: str
    taken: datetime.datetime
    by: str
    head: str
    place: str
    records: int | None
    seal: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it stands in a file."""
        found: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "register": self.register,
            "force": self.force,
            "taken": f"{self.taken:%Y-%m-%dT%H:%M:%S}Z",
            "by": self.by,
            "head": self.head,
            "place": self.place,
        }
        if self.records is not None:
            found["records"] = self.records
        return found | ({"seal": self.seal} if self.seal else {})

    def sealed_content(self) -> bytes:
        """What the seal is made of."""
        content = {key: value for key, value in self.to_json().items() if key != "seal"}
        return audit.canonical(content).encode()


@dataclass(frozen=True)
class Comparison:
    """What became of the record since a checkpoint.

    :ivar outcome: ``same``, ``grown``, ``cut``, ``differs``; or, of a checkpoint that says nothing
        of this record, ``other`` (register), ``altered``, ``unknown``.
    """

    outcome: str
    sentence: str

    @property
    def holds(self) -> bool:
        """Whether everything that was on record then still is."""
        return self.outcome in ("same", "grown")


def take(register: Register, how: str, reason: str = "") -> Checkpoint:
    """Make a checkpoint of the record as it now ends, with the record that it was taken.

    :param how: what becomes of it, such as ``saved as monday.json``.
    :raises NotAllowedError: the user may not take checkpoints.
    """
    with register.change(reason) as change:
        change.require("audit")
        change.note("disclose", what=f"Checkpoint of the record {how}")
        return _made(register, change)


def save(register: Register, path: Path) -> Checkpoint:
    """Write a checkpoint to ``path``; it stands there only once it is on record.

    :raises NotAllowedError: the user may not take checkpoints.
    :raises ProbityError: it could not be written.
    """
    with replacing(path) as temporary:
        made = take(register, f"saved as {path.name}")
        content = json.dumps(made.to_json(), ensure_ascii=False, indent=2)
        temporary.write_text(f"{content}\n", encoding="utf-8")
    return made


def read(path: Path) -> Checkpoint:
    """The checkpoint in a file.

    :raises ProbityError: it cannot be read, or is none.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too long")
        return _from_json(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise ProbityError(f"{path.name} cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProbityError(
            f"{path.name} is not a checkpoint, or is damaged. Nothing was compared; choose "
            "another file."
        ) from error


def compare(connection: sqlite3.Connection, checkpoint: Checkpoint, identity: str) -> Comparison:
    """What became of the record since ``checkpoint``, in the register of that identity."""
    if checkpoint.register != identity:
        whose = f" of {checkpoint.force}" if checkpoint.force else ""
        return Comparison("other", f"This checkpoint is from another register{whose}.")
    if _seal(connection, checkpoint) != checkpoint.seal:
        return Comparison(
            "altered", "This checkpoint was altered after it was taken, so it proves nothing."
        )
    head = bytes.fromhex(checkpoint.head)
    place = _masked(connection, head, bytes.fromhex(checkpoint.place))
    number = int.from_bytes(place, "big")
    then = f"since the checkpoint of {format_moment(checkpoint.taken)}"
    return _compare(connection, number, head, then)


def compare_typed(connection: sqlite3.Connection, typed: str) -> Comparison:
    """What became of the record since a checkpoint whose hash was typed from paper.

    :raises InvalidError: that is no hash.
    """
    digits = "".join(typed.split()).replace("-", "").lower()
    if not LEAST_DIGITS <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
        raise InvalidError(
            {"hash": f"Type at least the first {LEAST_DIGITS} digits of the hash, as printed."}
        )
    record = unhidden(AuditRecord, "record")
    begins = fn.SUBSTR(fn.HEX(record.chain), 1, len(digits)) == digits.upper()
    query = record.select(record.id, record.chain).where(begins).order_by(record.id)
    found = row(connection, query)
    if found is None:
        return Comparison(
            "unknown",
            "No record has this hash. It was mistyped, or it is from another register, or the "
            "record has been cut off or rewritten since.",
        )
    return _compare(connection, found[0], bytes(found[1]), "since that checkpoint")


def last_record(connection: sqlite3.Connection) -> int:
    """The number of the last record, whoever may see it; 0 where there is none."""
    return value(connection, _last) or 0


@question
def _last() -> BaseQuery:
    record = unhidden(AuditRecord, "record")
    return record.select(fn.MAX(record.id))


def _compare(connection: sqlite3.Connection, number: int, head: bytes, then: str) -> Comparison:
    """:param number: the record that had the hash ``head``."""
    numbered = sees_all(connection)
    last = last_record(connection)
    record = unhidden(AuditRecord, "record")
    if value(connection, record.select(record.chain).where(record.id == number)) == head:
        if last == number:
            return Comparison("same", f"Nothing was recorded {then}, and nothing is missing.")
        more = last - number
        many = "1 record" if more == 1 else f"{more:,} records"
        by = f" by {many}" if numbered else ""
        return Comparison(
            "grown",
            f"The record has grown{by} {then}, and everything recorded before is still there.",
        )
    if last < number:
        gone = number - last
        which = f", by {gone:,} record{'s' * (gone != 1)} after number {last:,}" if numbered else ""
        return Comparison("cut", f"The record was cut off {then}{which}.")
    which = f" at or before number {number:,}" if numbered else ""
    return Comparison("differs", f"The record was cut off or rewritten{which} {then}.")


def _made(register: Register, change: Change) -> Checkpoint:
    connection, head = change.database.connection(), change.head
    place = _masked(connection, head.chain, head.number.to_bytes(8, "big"))
    made = Checkpoint(
        register=register.identity,
        force=register.force,
        taken=audit.now().replace(microsecond=0),
        by=register.user.full_name,
        head=head.chain.hex(),
        place=place.hex(),
        records=head.number if change.sees_all else None,
    )
    return Checkpoint(**(vars(made) | {"seal": _seal(connection, made)}))


def _seal(connection: sqlite3.Connection, checkpoint: Checkpoint) -> str:
    return audit.seal(connection, "checkpoint", checkpoint.sealed_content()).hex()


def _masked(connection: sqlite3.Connection, head: bytes, number: bytes) -> bytes:
    """The eight bytes of a number under a mask that only the register can make, on and off."""
    mask = audit.seal(connection, "place", head)
    return bytes(one ^ other for one, other in zip(number, mask[:8], strict=True))


def _from_json(data: dict[str, Any]) -> Checkpoint:
    if data["format"] != FORMAT or data["version"] != VERSION:
        raise ValueError("another format")
    words = {name: data[name] for name in ("register", "force", "by", "head", "place", "seal")}
    if not all(isinstance(value, str) for value in words.values()):
        raise TypeError("text expected")
    if len(bytes.fromhex(words["head"])) != 32 or len(bytes.fromhex(words["place"])) != 8:
        raise ValueError("another size")
    records = data.get("records")
    if records is not None and type(records) is not int:
        raise TypeError("a number expected")
    taken = datetime.datetime.strptime(data["taken"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - UTC
    return Checkpoint(taken=taken, records=records, **words)

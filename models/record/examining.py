"""Verifying the whole audit record: what was changed, taken out, put in or put in another order.

Every record is read once, in order, with the memory of one; only the numbers of records whose words
were erased are kept until the end, when each must be named by a later record of its erasure.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from models.queries.joins import counted
from models.rules.dates import format_date, format_moment
from models.schema import AuditRecord
from models.storage import chain as audit
from models.storage.asking import ask, unhidden, value
from models.storage.engine import sqlite3

COLUMNS = (
    "id", "at", "user_name", "action", "table_name", "record_id", "case_id", "reason", "entry",
    "digest", "chain", "entry_hash", "reason_hash", "salt",
)  # fmt: skip
#: Records between two looks at whether to go on.
STRIDE = 500

#: What does not hold, of one record and of several.
SENTENCES = {
    "changed": ("was changed after it was written", "were changed after they were written"),
    "unsealed": ("does not follow from the one before it", "do not follow from those before them"),
    "missing": ("is missing", "are missing"),
    "put in": ("was put in", "were put in"),
    "misdated": ("is dated before the one before it", "are dated before those before them"),
    "blanked": ("was blanked, and no record says why", "were blanked, and no record says why"),
    "restored": (
        "has words that are on record as erased",
        "have words that are on record as erased",
    ),
}


@dataclass(frozen=True)
class Fault:
    """Records from ``first`` to ``last`` of which the same does not hold.

    :ivar kind: a key of :data:`SENTENCES`.
    :ivar at: the moment of the first (of what is missing: of the last before it), as it stands.
    """

    kind: str
    first: int
    last: int
    at: str

    def sentence(self, *, numbered: bool = True) -> str:
        """What does not hold, naming the records by number, or else by their moment.

        Numbers tell how much was done between two records, and so of what is hidden.
        """
        one, several = SENTENCES[self.kind]
        many = self.first != self.last
        if numbered:
            which = f"s {self.first} to {self.last}" if many else f" {self.first}"
            return f"Audit record{which} {several if many else one}."
        moment = _moment(self.at)
        if self.kind == "missing":
            where = f"after that of {moment}" if moment else "at the beginning"
            return f"One or more audit records are missing {where}."
        if many:
            return f"Audit records from that of {moment} on {several}."
        return f"The audit record of {moment} {one}." if moment else f"An audit record {one}."


@dataclass(frozen=True)
class Erasure:
    """A record that says that the words of others were erased; ``at`` is UTC, as it stands."""

    number: int
    at: str
    records: tuple[tuple[int, int], ...]

    def sentence(self, *, numbered: bool = True) -> str:
        """How many records lost their words, when and by which record."""
        many = sum(last - first + 1 for first, last in self.records)
        if not numbered:
            return f"Words of records were erased on {_day(self.at)}."
        which = f"{many} record{'s' * (many != 1)}"
        return f"Words of {which} were erased on {_day(self.at)} by record {self.number}."


@dataclass(frozen=True)
class Examination:
    """What the record was found to be."""

    counted: int
    faults: list[Fault] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)

    def problems(self, *, numbered: bool = True) -> list[str]:
        """A sentence for each fault, in the order of the records."""
        return [fault.sentence(numbered=numbered) for fault in self.faults]

    def named(self) -> set[int]:
        """The number of every record of which something does not hold."""
        return {n for one in self.faults for n in range(one.first, one.last + 1)}


def examine(
    connection: sqlite3.Connection,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Examination:
    """Read every audit record, whoever may see what it is about, and say what does not hold.

    :param progress: told ``(done, total)`` in records.
    :param check: called now and then; may raise to stop.
    """
    look = _Look(connection)
    record = unhidden(AuditRecord, "record")
    total = value(connection, counted(record))
    columns = [getattr(record, AuditRecord._meta.columns[name].name) for name in COLUMNS]
    query = record.select(*columns).order_by(record.id)
    before = connection.text_factory
    connection.text_factory = _text
    try:
        for done, row in enumerate(ask(connection, query)):
            if done % STRIDE == 0:
                check()
                progress(done, total)
            look.at(dict(zip(COLUMNS, row, strict=True)))
    finally:
        connection.text_factory = before
    look.end()
    progress(total, total)
    return Examination(total, list(_together(look.faults)), look.erasures)


def verify(connection: sqlite3.Connection) -> list[str]:
    """Read the whole record and say, a sentence each, what does not hold; empty if all does."""
    return examine(connection).problems()


class _Look:
    """What is carried from one record to the next."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.faults: list[Fault] = []
        self.erasures: list[Erasure] = []
        self._connection = connection
        self._expected = 1
        self._before = [audit.START]  # what the next record may follow from
        self._latest = ""  # moment of the last record that is as it was written
        self._last_at = ""
        self._blanked: dict[int, str] = {}

    def at(self, record: dict[str, Any]) -> None:
        """Look at the next record."""
        number, moment = record["id"], record["at"]
        said = moment if isinstance(moment, str) else ""
        if number < self._expected:
            self._fault("put in", number, said)
            return
        if number > self._expected:
            gap = Fault("missing", self._expected, number - 1, self._last_at)
            self.faults.append(gap)
        self._expected, self._last_at = number + 1, said
        made = audit.digest_of(record)
        state = _words(record) if made == record["digest"] else "changed"
        follows = self._follow(record, made)
        if state == "changed":
            self._fault("changed", number, said)
        elif not follows:
            self._fault("unsealed", number, said)
        elif said <= self._latest:
            self._fault("misdated", number, said)
        else:
            self._latest = said
            if (record["action"], record["table_name"]) == ("erase", audit.TABLE):
                self._note_erasure(record)
        if state == "erased":
            self._blanked[number] = said

    def end(self) -> None:
        """Match what is blank with what is on record as erased."""
        erased = {
            n
            for one in self.erasures
            for first, last in one.records
            for n in range(first, last + 1)
        }
        for number in sorted(self._blanked.keys() - erased):
            self._fault("blanked", number, self._blanked[number])
        named = {n for one in self.faults for n in range(one.first, one.last + 1)}
        for number in sorted(erased - self._blanked.keys() - named):
            self._fault("restored", number, "")
        self.faults.sort(key=lambda fault: (fault.first, fault.last))

    def _follow(self, record: dict[str, Any], made: bytes) -> bool:
        """Whether the record's seal is that of its digest after the one before it.

        Where only a record's own seal was changed, the next one still follows from what that seal
        was: so the record that was touched is named, and not the one after it too.
        """
        stored, chain = record["digest"], record["chain"]
        digests = [made] if made == stored or not isinstance(stored, bytes) else [stored, made]
        links = [
            audit.link(self._connection, before, digest)
            for before in self._before
            for digest in digests
        ]
        follows = chain in links
        self._before = [chain] if follows else [links[0]]
        if not follows and isinstance(chain, bytes):
            self._before.insert(0, chain)
        return follows

    def _note_erasure(self, record: dict[str, Any]) -> None:
        number = record["id"]
        try:
            found = json.loads(record["entry"])["records"]
            ranges = tuple((int(first), min(int(last), number - 1)) for first, last in found)
        except (ValueError, KeyError, TypeError):
            return
        self.erasures.append(Erasure(number, record["at"], ranges))

    def _fault(self, kind: str, number: int, at: str) -> None:
        self.faults.append(Fault(kind, number, number, at))


def _words(record: dict[str, Any]) -> str:
    """Whether a record's words are as their hashes say (``whole``), ``erased`` or ``changed``."""
    entry, reason, salt = record["entry"], record["reason"], record["salt"]
    if not isinstance(entry, str) or not isinstance(reason, str):
        return "changed"
    if entry == "":  # an entry is JSON and never empty
        return "erased" if salt is None and not reason else "changed"
    if not isinstance(salt, bytes) or not salt:
        return "changed"
    found = audit.hashed_words(entry, reason, salt)
    same = all(found[name] == record[name] for name in ("entry_hash", "reason_hash"))
    return "whole" if same else "changed"


def _together(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Faults of one kind on records that follow one another, as one."""
    held: Fault | None = None
    for fault in faults:
        if held is not None and held.kind == fault.kind and fault.first == held.last + 1:
            held = Fault(held.kind, held.first, fault.last, held.at)
            continue
        if held is not None:
            yield held
        held = fault
    if held is not None:
        yield held


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _moment(at: str) -> str:
    try:
        return format_moment(datetime.datetime.fromisoformat(at))
    except ValueError:
        return ""


def _day(at: str) -> str:
    return format_date(datetime.datetime.fromisoformat(at).date())

"""The whole record, page by page, newest first, without what is hidden from whoever asks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import BaseQuery

from models.queries.cases.history import Event, Names, event_of
from models.queries.joins import recorded_by, with_user_named
from models.record.checkpoint import last_record
from models.rules import acts
from models.rules.dates import format_date
from models.schema import AuditRecord, User
from models.storage.asking import (
    ask,
    escaped,
    given,
    like,
    question,
    questions,
    rows,
    unhidden,
)
from models.storage.engine import sqlite3
from models.storage.sqlite.words import says

PAGE = 100


@dataclass(frozen=True)
class Asked:
    """Which records are wanted; what is empty lets every one through.

    :ivar who: what somebody signs in as, and ``who_called`` their name.
    :ivar act: a code of the vocabulary ``record_act`` or ``session_act``.
    :ivar start: the first day, and ``end`` the last, on the wall clock.
    :ivar words: stand in what was recorded or in its reason.
    """

    who: str = ""
    who_called: str = ""
    act: str = ""
    case_id: int | None = None
    reference: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    words: str = ""

    def describe(self) -> str:
        """In words, such as ``D. Okafor, Disclosure, from 12 Feb 2014``; empty for everything."""
        parts = (
            self.who_called or self.who,
            acts.name(self.act),
            self.reference,
            f"from {format_date(self.start)}" if self.start else "",
            f"to {format_date(self.end)}" if self.end else "",
            f"“{self.words}”" if self.words else "",
        )
        return ", ".join(filter(None, parts))


def page(
    connection: sqlite3.Connection, asked: Asked, before: int | None = None, limit: int = PAGE
) -> list[Event]:
    """The newest ``limit`` records that are wanted, of those older than number ``before``."""
    values: dict[str, Any] = _values(connection, asked)
    if before is not None:
        values["before"] = before
    query = _page(frozenset(values))
    names = Names(connection)
    return [event_of(dict(row), names) for row in ask(connection, query, limit=limit, **values)]


def every(connection: sqlite3.Connection, asked: Asked) -> Iterator[Event]:
    """Every record that is wanted, newest first; memory holds a page of them."""
    before: int | None = None
    while found := page(connection, asked, before, 5 * PAGE):
        yield from found
        before = found[-1].number


def who_works(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Everybody who works or worked in the register: what they sign in as, and their name."""
    query = User.select(User.name, User.full_name).order_by(User.full_name, User.name)
    return [(row[0], row[1] or row[0]) for row in ask(connection, query)]


def _values(connection: sqlite3.Connection, asked: Asked) -> dict[str, Any]:
    """What is wanted, by the names of :func:`_page`; what is empty is not among it."""
    values: dict[str, Any] = {}
    if asked.who:
        values["who"] = asked.who
    if asked.act:
        values["act"] = asked.act
    if asked.case_id is not None:
        values["case"] = asked.case_id
    if asked.start:
        values["since"] = _first_since(connection, _begins(asked.start))
    if asked.end:
        day_after = asked.end + datetime.timedelta(days=1)
        values["until"] = _first_since(connection, _begins(day_after))
    if asked.words:
        written = json.dumps(asked.words, ensure_ascii=False)[1:-1]
        values["words"] = f"%{escaped(asked.words)}%"
        values["written"] = f"%{escaped(written)}%"
    return values


@questions
def _page(wanted: frozenset[str]) -> BaseQuery:
    query = AuditRecord.select(
        AuditRecord.id,
        AuditRecord.at,
        AuditRecord.action,
        AuditRecord.table,
        AuditRecord.record_id,
        AuditRecord.case_id,
        AuditRecord.reason,
        AuditRecord.entry,
        recorded_by(AuditRecord).alias("who"),
    )
    query = with_user_named(query, AuditRecord.user_name)
    conditions = {
        "who": AuditRecord.user_name == given("who"),
        "act": AuditRecord.action == given("act"),
        "case": AuditRecord.case_id == given("case"),
        "since": AuditRecord.id >= given("since"),
        "until": AuditRecord.id < given("until"),
        "before": AuditRecord.id < given("before"),
        # Only the words themselves: a name of a field is in every record.
        "words": like(AuditRecord.reason, given("words"))
        | (says(AuditRecord.entry, "written", "words") == 1),
    }
    chosen = [condition for name, condition in conditions.items() if name in wanted]
    query = query.where(*chosen) if chosen else query
    return query.order_by(AuditRecord.id.desc()).limit(given("limit"))


def _begins(day: datetime.date) -> str:
    """The moment at which a day of the wall clock begins, as records are stamped."""
    local = datetime.datetime.combine(day, datetime.time()).astimezone()
    return local.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _first_since(connection: sqlite3.Connection, moment: str) -> int:
    """The least number of a record made at ``moment`` or later: moments rise with the numbers.

    Found by halving, so that no index of moments has to be kept.
    """
    low = 1
    high = last_record(connection) + 1
    while low < high:
        middle = (low + high) // 2
        ((number, at),) = rows(connection, _from, number=middle)
        if at >= moment:
            high = middle
        else:
            low = number + 1
    return low


@question
def _from() -> BaseQuery:
    record = unhidden(AuditRecord, "record")
    later = record.select(record.id, record.at).where(record.id >= given("number"))
    return later.order_by(record.id).limit(1)

"""The whole record, page by page, newest first, without what is hidden from whoever asks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.queries.cases.history import Event, Names, event_of
from models.rules import acts
from models.rules.dates import format_date
from models.storage.engine import sqlite3

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
    conditions, values = _conditions(connection, asked)
    if before is not None:
        conditions.append("a.id < ?")
        values.append(before)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    query = (
        "SELECT a.id, a.at, a.action, a.table_name, a.record_id, a.case_id, a.reason, a.entry,"
        " COALESCE(u.full_name, a.user_name) AS who FROM audit_record a"
        f" LEFT JOIN user u ON u.name = a.user_name{where} ORDER BY a.id DESC LIMIT ?"
    )
    names = Names(connection)
    return [event_of(dict(row), names) for row in connection.execute(query, (*values, limit))]


def every(connection: sqlite3.Connection, asked: Asked) -> Iterator[Event]:
    """Every record that is wanted, newest first; memory holds a page of them."""
    before: int | None = None
    while found := page(connection, asked, before, 5 * PAGE):
        yield from found
        before = found[-1].number


def who_works(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Everybody who works or worked in the register: what they sign in as, and their name."""
    query = "SELECT name, full_name FROM user ORDER BY full_name, name"
    return [(row[0], row[1] or row[0]) for row in connection.execute(query)]


def _conditions(connection: sqlite3.Connection, asked: Asked) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []

    def want(condition: str, *given: Any) -> None:
        conditions.append(condition)
        values.extend(given)

    if asked.who:
        want("a.user_name = ?", asked.who)
    if asked.act:
        want("a.action = ?", asked.act)
    if asked.case_id is not None:
        want("a.case_id = ?", asked.case_id)
    if asked.start:
        want("a.id >= ?", _first_since(connection, _begins(asked.start)))
    if asked.end:
        day_after = asked.end + datetime.timedelta(days=1)
        want("a.id < ?", _first_since(connection, _begins(day_after)))
    if asked.words:
        # Only the words themselves: a name of a field is in every record. The first look is cheap.
        want(
            "(a.reason LIKE ? ESCAPE '\\' OR CASE WHEN a.entry LIKE ? ESCAPE '\\' THEN EXISTS"
            " (SELECT 1 FROM json_tree(a.entry) j WHERE j.type = 'text'"
            " AND j.value LIKE ? ESCAPE '\\') ELSE 0 END)",
            _like(asked.words),
            _like(json.dumps(asked.words, ensure_ascii=False)[1:-1]),
            _like(asked.words),
        )
    return conditions, values


def _like(words: str) -> str:
    for special in ("\\", "%", "_"):
        words = words.replace(special, f"\\{special}")
    return f"%{words}%"


def _begins(day: datetime.date) -> str:
    """The moment at which a day of the wall clock begins, as records are stamped."""
    local = datetime.datetime.combine(day, datetime.time()).astimezone()
    return local.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _first_since(connection: sqlite3.Connection, moment: str) -> int:
    """The least number of a record made at ``moment`` or later: moments rise with the numbers.

    Found by halving, so that no index of moments has to be kept.
    """
    low = 1
    high = (connection.execute("SELECT MAX(id) FROM main.audit_record").fetchone()[0] or 0) + 1
    query = "SELECT id, at FROM main.audit_record WHERE id >= ? ORDER BY id LIMIT 1"
    while low < high:
        middle = (low + high) // 2
        number, at = connection.execute(query, (middle,)).fetchone()
        if at >= moment:
            high = middle
        else:
            low = number + 1
    return low

"""Work as an iCalendar file (RFC 5545), for the calendars that people keep elsewhere, and back.

A task is a ``VTODO`` under its own ``UID`` and is read back; a clock or reminder is one too, for
reading only. Of the case itself only its reference goes out: a calendar may sync anywhere.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peewee import BaseQuery

from models.errors import InvalidError
from models.queries.cases.my_work import WorkItem
from models.schema import Task
from models.storage.asking import given, question, rows
from models.storage.engine import sqlite3
from models.storage.files import replacing

if TYPE_CHECKING:
    from icalendar import Todo

log = logging.getLogger(__name__)

PRODID = "-//Probity//Case register//EN"
CASE = "X-PROBITY-CASE"
PRIORITIES = {"high": 1, "normal": 5, "low": 9}
#: The largest file that is read, in bytes: a calendar of many years is far smaller.
LARGEST = 3_000_000
NO_CALENDAR = (
    "Probity cannot read this as a calendar file. Nothing was changed. Choose a file that a "
    "calendar saved as .ics."
)


@dataclass(frozen=True)
class CalendarTask:
    """A task as a calendar has it; ``reference`` is the case it names, empty for none."""

    uid: str
    title: str
    notes: str
    due: datetime.date | None
    done: datetime.date | None
    priority: str
    reference: str


def write_calendar(
    connection: sqlite3.Connection,
    items: Iterable[WorkItem],
    path: Path,
    now: datetime.datetime,
    record: Callable[[], None] = lambda: None,
) -> int:
    """Write the items to ``path`` as one calendar and return how many there are.

    :param now: the moment it is made (UTC).
    :param record: puts it on record before it stands at ``path``; where it raises, nothing does.
    :raises ProbityError: it could not be written; what stood at ``path`` still does.
    """
    from icalendar import Calendar  # heavy: only where a calendar is read or written

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    written = 0
    for item in items:
        calendar.add_component(_todo(connection, item, now))
        written += 1
    with replacing(path) as temporary:
        temporary.write_bytes(calendar.to_ical())
        record()
    return written


def read_calendar(content: bytes) -> list[CalendarTask]:
    """The tasks of a calendar file, without the clocks and reminders that Probity wrote in it.

    :raises InvalidError: it is no calendar, or too large to be one.
    """
    if len(content) > LARGEST:
        raise InvalidError({"file": NO_CALENDAR})
    from icalendar import Calendar  # heavy: only where a calendar is read or written

    try:
        calendar = Calendar.from_ical(content)
        found = [_task(part) for part in calendar.walk("VTODO")]
    except Exception as error:  # whatever the parser of others trips over
        log.warning("no calendar: %s", type(error).__name__)
        raise InvalidError({"file": NO_CALENDAR}) from error
    return [task for task in found if task.uid and not task.uid.startswith("clock-")]


@question
def _of_task() -> BaseQuery:
    return Task.select(Task.uid, Task.title, Task.notes).where(Task.id == given("task"))


def _todo(connection: sqlite3.Connection, item: WorkItem, now: datetime.datetime) -> Todo:
    from icalendar import Todo  # heavy: only where a calendar is read or written

    todo = Todo()
    what = hashlib.sha256(f"{item.reference} {item.what}".encode()).hexdigest()[:24]
    uid, notes = f"clock-{what}@probity", ""
    title = item.what.partition(" · ")[0]  # without whom it is about
    if item.task_id is not None:
        ((uid, title, notes),) = rows(connection, _of_task, task=item.task_id)
    todo.add("uid", uid)
    todo.add("dtstamp", now)
    todo.add("summary", f"{title} ({item.reference})" if item.task_id is None else title)
    if notes:
        todo.add("description", notes)
    if item.due:
        todo.add("due", item.due)
    todo.add("priority", PRIORITIES.get(item.priority, 5))
    todo.add("status", "NEEDS-ACTION")
    todo.add(CASE, item.reference)
    return todo


def _task(part: Any) -> CalendarTask:
    priority = int(part.get("priority", 5))
    completed = _day(part.decoded("completed", None))
    done = completed is not None or str(part.get("status", "")).upper() == "COMPLETED"
    return CalendarTask(
        uid=str(part.get("uid", "")).strip(),
        title=str(part.get("summary", "")).strip(),
        notes=str(part.get("description", "")).strip(),
        due=_day(part.decoded("due", None)),
        done=(completed or datetime.date.today()) if done else None,
        priority="high" if 1 <= priority <= 4 else "low" if priority > 5 else "normal",
        reference=str(part.get(CASE, "")).strip(),
    )


def _day(value: Any) -> datetime.date | None:
    """A day of a day or a moment; a moment with a zone counts where this machine stands."""
    if isinstance(value, datetime.datetime):
        return (value.astimezone() if value.tzinfo else value).date()
    return value if isinstance(value, datetime.date) else None

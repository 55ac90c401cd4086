"""What somebody has to do: their tasks, and the clocks and reminders of their open cases."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import SQL, BaseQuery

from models.queries.joins import with_user
from models.schema import Case, CaseClock, CaseLine, Task, User
from models.storage.asking import ask
from models.storage.engine import sqlite3

WEEK = datetime.timedelta(days=7)
#: The groups in their order: code and heading.
GROUPS = {
    "overdue": "Overdue",
    "week": "Due this week",
    "waiting": "Waiting",
    "later": "Later",
}


@dataclass(frozen=True)
class WorkItem:
    """One thing to do.

    :ivar group: ``overdue``, ``week`` (today and the six days after), ``waiting`` (paused, or as
        soon as practicable) or ``later``.
    :ivar state: the clock's state; ``noted`` for a reminder on the case itself, ``task``.
    :ivar owner: whose case it is; for a task, who is to do it.
    :ivar task_id: the task's id; ``None`` for anything else.
    """

    case_id: int
    reference: str
    title: str
    what: str
    due: datetime.date | None
    state: str
    group: str
    owner: str
    task_id: int | None = None
    priority: str = "normal"


def work(
    connection: sqlite3.Connection, today: datetime.date, user_id: int | None = None
) -> list[WorkItem]:
    """Everything that waits in open cases, the first due first; what has no day comes last.

    :param user_id: only the cases of this owner; ``None`` for everybody's.
    """
    return [_item(row, today) for row in ask(connection, _work(user_id))]


def _work(user_id: int | None) -> BaseQuery:
    """Clocks, reminders and tasks, each by the fields of a :class:`WorkItem`."""
    case = (CaseLine.case, CaseLine.reference, CaseLine.title)
    nobodys, usual = SQL("NULL"), SQL("'normal'")
    clocks = (
        CaseClock.select(
            *(*case, CaseClock.words.alias("what"), CaseClock.due.alias("due"), CaseClock.state),
            *(CaseLine.owner_name, nobodys.alias("task_id"), usual.alias("priority")),
        )
        .join(CaseLine, on=(CaseLine.case == CaseClock.case))
        .where(CaseLine.open & (CaseClock.state != "lapses"))
    )
    reminders = (
        Case.select(
            *(*case, Case.next_due_for, Case.next_due, SQL("'noted'")),
            *(CaseLine.owner_name, nobodys, usual),
        )
        .join(CaseLine, on=(CaseLine.case == Case.id))
        .where(CaseLine.open & Case.next_due.is_null(False))
    )
    tasks = with_user(
        Task.select(
            *(*case, Task.title, Task.due, SQL("'task'"), User.full_name, Task.id, Task.priority)
        ).join(CaseLine, on=(CaseLine.case == Task.case)),
        Task.assigned_to,
        User,
    ).where(Task.done.is_null())
    if user_id is not None:
        clocks = clocks.where(CaseLine.owner_id == user_id)
        reminders = reminders.where(CaseLine.owner_id == user_id)
        tasks = tasks.where(Task.assigned_to == user_id)
    every = clocks.union_all(reminders).union_all(tasks).alias("every")
    found = every.c
    return every.select_from(
        *(found.case_id, found.reference, found.title, found.what, found.due, found.state),
        *(found.owner_name, found.task_id, found.priority),
    ).order_by(
        *(found.due.is_null(), found.due, found.priority != "high"),
        *(found.reference, found.what),
    )


def _item(row: sqlite3.Row, today: datetime.date) -> WorkItem:
    case_id, reference, title, what, due, state, owner, task_id, priority = row
    day = datetime.date.fromisoformat(due) if due else None
    if day is None:
        group = "later" if state == "task" else "waiting"
    elif day < today:
        group = "overdue"
    else:
        group = "week" if day < today + WEEK else "later"
    return WorkItem(
        case_id,
        reference,
        title,
        what or "Next step",
        day,
        state,
        group,
        owner or "",
        task_id,
        priority or "normal",
    )

"""What somebody has to do: their tasks, and the clocks and reminders of their open cases."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

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
    mine = "" if user_id is None else " AND l.owner_id = ?"
    asked = "" if user_id is None else " AND t.assigned_to_id = ?"
    values = [] if user_id is None else [user_id]
    query = (
        "SELECT * FROM (SELECT l.case_id, l.reference, l.title, k.words AS what, k.due AS due,"
        " k.state, l.owner_name, NULL AS task_id, 'normal' AS priority"
        " FROM case_clock k JOIN case_line l ON l.case_id = k.case_id"
        f" WHERE l.open AND k.state != 'lapses'{mine}"
        " UNION ALL"
        " SELECT l.case_id, l.reference, l.title, c.next_due_for, c.next_due, 'noted',"
        " l.owner_name, NULL, 'normal'"
        ' FROM "case" c JOIN case_line l ON l.case_id = c.id'
        f" WHERE l.open AND c.next_due IS NOT NULL{mine}"
        " UNION ALL"
        " SELECT l.case_id, l.reference, l.title, t.title, t.due, 'task', u.full_name, t.id,"
        " t.priority FROM task t JOIN case_line l ON l.case_id = t.case_id"
        " LEFT JOIN user u ON u.id = t.assigned_to_id"
        f" WHERE t.done IS NULL{asked})"
        " ORDER BY due IS NULL, due, priority != 'high', reference, what"
    )
    return [_item(row, today) for row in connection.execute(query, values * 3)]


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

"""What is done with a task outside its case's window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from models.change import Change
from models.errors import NotFoundError
from models.exchange.calendar_file import CalendarTask
from models.rules.texts import cannot_be_kept
from models.rules.validation import EARLIEST, LATEST, TEXT_LIMIT
from models.schema import Case, Record, Task


@dataclass
class Taken:
    """What was taken in from a calendar; ``passed_over`` says of each task left out, why."""

    changed: int = 0
    added: int = 0
    passed_over: list[str] = field(default_factory=list)


def finish(change: Change, task_id: int, *, done: bool = True) -> None:
    """Mark a task as done today, or as not done after all.

    :raises NotFoundError: somebody has taken the task out meanwhile.
    """
    task = _one(change, Task, Task.id == task_id)
    if task is None or not change.sees(Task, task_id):
        raise NotFoundError("This task no longer exists: somebody has removed it.")
    if (task.done is not None) != done:
        change.edit(Task, task_id, task.version, done=change.today if done else None)


def take_in(change: Change, tasks: Iterable[CalendarTask]) -> Taken:
    """Bring the register's tasks up to a calendar's; one that names a case is added to it."""
    taken = Taken()
    for item in tasks:
        wrong = _wrong(item)
        if wrong:
            taken.passed_over.append(f"{item.title or 'A task without a title'}: {wrong}")
            continue
        values = {
            "title": item.title,
            "notes": item.notes,
            "due": item.due,
            "done": min(item.done, change.today) if item.done else None,
            "priority": item.priority,
        }
        known = _one(change, Task, Task.uid == item.uid)
        if known is not None and change.sees(Task, known.id):
            taken.changed += _bring_up(change, known, values)
            continue
        case = _one(change, Case, Case.reference == item.reference)
        if known is not None or case is None or not change.sees(Case, case.id):
            taken.passed_over.append(f"{item.title}: it does not name a case in this register.")
            continue
        change.add(
            Task,
            case=case.id,
            uid=item.uid,
            assigned_to=change.user_id,
            assigned_by=change.user_id,
            **values,
        )
        taken.added += 1
    return taken


def _one(change: Change, model: type[Record], condition: Any) -> Any:
    """The row for which the condition holds, or ``None``."""
    return next(iter(model.select().where(condition).limit(1).execute(change.database)), None)


def _bring_up(change: Change, known: Task, values: dict[str, Any]) -> bool:
    different = {name: value for name, value in values.items() if getattr(known, name) != value}
    if different:
        change.edit(Task, known.id, known.version, **different)
    return bool(different)


def _wrong(item: CalendarTask) -> str:
    if not item.title:
        return "it does not say what is to be done."
    if max(len(item.title), len(item.notes), len(item.uid)) > TEXT_LIMIT:
        return "it is longer than a field can hold."
    if cannot_be_kept(item.title + item.notes + item.uid):
        return "it contains a character that cannot be saved (a null or half a pair)."
    if any(day and not EARLIEST <= day < LATEST for day in (item.due, item.done)):
        return "its date is outside the range that this register accepts."
    return ""

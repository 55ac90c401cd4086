"""What is done with a task outside its case's window."""

from __future__ import annotations

from models.change import Change
from models.errors import NotFoundError
from models.schema import Task


def finish(change: Change, task_id: int, *, done: bool = True) -> None:
    """Mark a task as done today, or as not done after all.

    :raises NotFoundError: somebody has taken the task out meanwhile.
    """
    task = next(iter(Task.select().where(Task.id == task_id).execute(change.database)), None)
    if task is None:
        raise NotFoundError("This task is no longer there; somebody has taken it out.")
    if (task.done is not None) != done:
        change.edit(Task, task_id, task.version, done=change.today if done else None)

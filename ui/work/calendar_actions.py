"""Work to and from calendar files, off the UI thread and on record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from models.changes import disclosing
from models.changes.case import tasks
from models.changes.case.tasks import Taken
from models.errors import ProbityError
from models.exchange.calendar_file import LARGEST, read_calendar
from models.queries.cases.my_work import WorkItem
from models.register import Register
from models.storage import reading
from ui.background import Job, Runner

Say = Callable[[str, str], None]
MOST_NAMED = 3


def save_calendar(
    register: Register,
    runner: Runner,
    items: list[WorkItem],
    path: Path,
    say: Say,
    owner: QObject,
) -> None:
    """Write the items as an iCalendar file; what left the register is put on record."""

    def work(_: Job) -> int:
        with register.reader() as connection:
            return disclosing.save_calendar(register, connection, items, path)

    runner.run(
        work,
        done=lambda written: say(f"Wrote {written} to {path.name}.", "good"),
        failed=lambda error: say(str(error), "error"),
        title="Saving the calendar",
        owner=owner,
    )


def open_calendar(register: Register, runner: Runner, path: Path, say: Say, owner: QObject) -> None:
    """Bring the register's tasks up to a calendar file."""

    def work(_: Job) -> Taken:
        try:
            found = read_calendar(reading.read_file(path, LARGEST))
        except OSError as error:
            raise ProbityError(
                f"{path.name} could not be read ({error.strerror}). Nothing was changed."
            ) from error
        with register.change(f"Read from {path.name}") as change:
            return tasks.take_in(change, found)

    runner.run(
        work,
        done=lambda taken: say(taken_words(taken), "warning" if taken.passed_over else "good"),
        failed=lambda error: say(str(error), "error"),
        title="Reading the calendar",
        owner=owner,
    )


def taken_words(taken: Taken) -> str:
    """What a calendar changed, in a sentence, with the first few that were passed over."""
    said = f"{taken.changed} tasks changed and {taken.added} added."
    if taken.passed_over:
        named = " ".join(taken.passed_over[:MOST_NAMED])
        more = len(taken.passed_over) - MOST_NAMED
        said += f" Skipped: {named}" + (f" And {more} more." if more > 0 else "")
    return said

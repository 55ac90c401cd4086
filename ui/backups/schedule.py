"""Backups by themselves: looked after while the window is open, and told of at its foot."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from models.errors import CancelledError, ProbityError
from models.keeping import backups
from models.register import Register
from models.rules.dates import format_date
from models.storage import copies
from ui.background import Job, Runner

FIRST = 4_000  # milliseconds after the window is up
EVERY = 10 * 60 * 1000  # milliseconds between two looks at whether one is due
LATE = 2  # times the hours of the schedule, after which the last backup is called old


class Schedule(QObject):
    """Makes a backup where one is due, whoever works; it ends with its runner."""

    told = Signal(str, bool)  # what the foot of the window says, and whether it is amiss
    failed = Signal(str)  # a sentence, once for each new reason

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(runner)
        self._register = register
        self._runner = runner
        self._said = ""
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on, first when the window has come to rest."""
        self._timer.start()
        QTimer.singleShot(FIRST, self, self.look)

    def look(self) -> None:
        """Make a backup if one is due, and say when the last was made."""
        register = self._register

        def work(job: Job) -> tuple[datetime.datetime | None, int]:
            backups.make_if_due(register, job.progress, job.check)
            return _standing(register)

        self._run(work, "Backing up")

    def refresh(self) -> None:
        """Say when the last was made."""
        self._run(lambda _: _standing(self._register), "")

    def _run(self, work: object, title: str) -> None:
        self._runner.run(
            work,  # type: ignore[arg-type]
            done=self._done,
            failed=self._failed,
            key=f"backup {id(self)}",
            title=title,
            owner=self,
        )

    def _done(self, standing: tuple[datetime.datetime | None, int]) -> None:
        self._said = ""
        last, hours = standing
        now = datetime.datetime.now(datetime.UTC)
        late = bool(hours) and last is not None and now - last > LATE * hours * HOUR
        self.told.emit(f"{'▲ ' if late else ''}{backup_words(last, now)}", late)

    def _failed(self, error: ProbityError) -> None:
        if isinstance(error, CancelledError):
            self.told.emit("Backup stopped", False)
            return
        self.told.emit("▲ Backup failed", True)
        if str(error) != self._said:
            self._said = str(error)
            self.failed.emit(self._said)


HOUR = datetime.timedelta(hours=1)


def backup_words(last: datetime.datetime | None, now: datetime.datetime) -> str:
    """When the last backup was made, as the foot of the window says it; both moments aware."""
    if last is None:
        return "No backup yet"
    local, today = last.astimezone(), now.astimezone().date()
    if local.date() == today:
        return f"Backed up today at {local:%H:%M}"
    if local.date() == today - datetime.timedelta(days=1):
        return f"Backed up yesterday at {local:%H:%M}"
    return f"Last backup {format_date(local.date())}"


def _standing(register: Register) -> tuple[datetime.datetime | None, int]:
    plan = backups.plan(register)
    return copies.last_made(register.path, plan.folder), plan.hours

"""Long work off the UI thread: progress, cancelling, errors; a newer question ends the older."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from models.errors import CancelledError, ProbityError
from models.register import Register
from models.storage.engine import sqlite3

log = logging.getLogger(__name__)

T = TypeVar("T")
THREADS = 3
STOPPED = "Stopped. Nothing was left half done."
UNEXPECTED = (
    "Something went wrong in Probity, so this was not done. Everything saved before is safe. "
    "For the details, choose Help, Open log folder."
)


class Job(QObject):
    """One piece of work.

    The work itself may call :meth:`check`, :meth:`progress` and :meth:`interruptible` from its
    thread; everything else belongs to the UI thread.
    """

    progressed = Signal(object, object)  # done, total: bytes of a large file are no C int
    finished = Signal()

    def __init__(self, title: str, parent: QObject, *, must_finish: bool = False) -> None:
        super().__init__(parent)
        self.title = title
        self.must_finish = must_finish
        self.stopped = False
        self.steps = (0, 0)
        self._cancelled = threading.Event()
        self._heard = True
        self._lock = threading.Lock()
        self._stoppers: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked for it to end."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to end; its callbacks will not be called. Not for what must finish."""
        if self.must_finish:
            return
        # Under the lock, so that a stopper never reaches the next user of its connection.
        with self._lock:
            self._cancelled.set()
            for stop in self._stoppers:
                try:
                    stop()
                except Exception:
                    log.exception("a stopper failed: %s", self.title)

    def stop(self) -> None:
        """End it because a person said so: ``failed`` hears of that as a sentence."""
        self.stopped = not self.must_finish
        self.cancel()

    def forget(self) -> None:
        """Nobody is left to hear of it: end it if it may be, and call nothing back."""
        self._heard = False
        self.cancel()

    @property
    def heard(self) -> bool:
        """Whether somebody still waits for what it brings."""
        return self._heard and (self.stopped or not self.cancelled)

    def check(self) -> None:
        """Called by the work where it can stop without leaving anything half done.

        :raises CancelledError: somebody asked for it to end.
        """
        if self.cancelled:
            raise CancelledError(STOPPED)

    def progress(self, done: int, total: int) -> None:
        """Called by the work: ``done`` of ``total`` steps (0: not known how many)."""
        self.steps = (done, total)
        self.progressed.emit(done, total)

    @contextmanager
    def interruptible(self, stop: Callable[[], None]) -> Iterator[None]:
        """While inside, cancelling also calls ``stop``, such as ``connection.interrupt``."""
        with self._lock:
            self._stoppers.append(stop)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._stoppers.remove(stop)

    @contextmanager
    def reading(self, register: Register) -> Iterator[sqlite3.Connection]:
        """A reader of ``register`` for one question, which cancelling interrupts."""
        with register.reader() as connection, self.interruptible(connection.interrupt):
            yield connection


class _Task(QRunnable):
    def __init__(self, job: Job, work: Callable[[Job], Any], ended: Any) -> None:
        super().__init__()
        self._job = job
        self._work = work
        self._ended = ended

    def run(self) -> None:
        result: Any = None
        error: ProbityError | None = None
        try:
            self._job.check()
            result = self._work(self._job)
        except ProbityError as caught:
            error = caught
        except sqlite3.OperationalError as caught:
            if self._job.cancelled and "interrupted" in str(caught):
                error = CancelledError(STOPPED)
            else:
                error = self._unexpected(caught)
        except Exception as caught:  # noqa: BLE001 - it is logged, and told as a sentence
            error = self._unexpected(caught)
        # The runner's own signal: a job may be gone before its emission has returned here.
        self._ended.emit(self._job, result, error)

    def _unexpected(self, caught: Exception) -> ProbityError:
        log.error("work failed: %s", self._job.title, exc_info=caught)
        error = ProbityError(UNEXPECTED)
        error.__cause__ = caught
        return error


class Runner(QObject):
    """Runs work in a few threads and brings its result back to the UI thread."""

    unhandled = Signal(str)
    started = Signal(object)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        # What a thread has just done is let go of here, later: if the thread let go of it last, it
        # would destroy what belongs to the UI thread.
        self._recent: deque[_Task] = deque(maxlen=64)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._jobs: dict[Job, Callable[[Any, ProbityError | None], None]] = {}
        self._by_key: dict[str, Job] = {}
        self._holding = False
        self._kept: deque[tuple[Job, Any, ProbityError | None]] = deque()

    def run(
        self,
        work: Callable[[Job], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[ProbityError], None] | None = None,
        key: str | None = None,
        title: str = "",
        owner: QObject | None = None,
        must_finish: bool = False,
    ) -> Job:
        """Start ``work`` in a thread.

        :param done: called on the UI thread with what ``work`` returned.
        :param failed: called there with the error; without it, ``unhandled`` is emitted.
        :param key: a newer job of the same key cancels this one.
        :param title: what it does, as the progress strip names it; "" keeps it off the strip.
        :param owner: when it is destroyed, the job is cancelled and calls nothing back.
        :param must_finish: once begun it is never cancelled, as a save is not.
        """
        job = Job(title, self, must_finish=must_finish)
        if key is not None:
            older = self._by_key.get(key)
            if older is not None:
                older.cancel()
            self._by_key[key] = job

        def end(result: Any, error: ProbityError | None) -> None:
            self._forget(job, key)
            job.finished.emit()
            if not job.heard:
                if error is not None and not isinstance(error, CancelledError):
                    log.warning("nobody heard that %s failed: %s", title, type(error).__name__)
                return
            if error is None:
                if done is not None:
                    done(result)
            elif failed is not None:
                failed(error)
            elif not job.stopped:
                self.unhandled.emit(str(error))

        self._jobs[job] = end
        if owner is not None:
            owner.destroyed.connect(job.forget)
        self.started.emit(job)
        task = _Task(job, work, self._ended)
        self._recent.append(task)
        self._pool.start(task)
        return job

    def ask(
        self,
        register: Register,
        question: Callable[[sqlite3.Connection], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[ProbityError], None],
        key: str | None = None,
        title: str = "",
        owner: QObject | None = None,
    ) -> Job:
        """Ask a question of ``register`` on a reader of its own; the rest is as for :meth:`run`."""

        def work(job: Job) -> T:
            with job.reading(register) as connection:
                return question(connection)

        return self.run(work, done=done, failed=failed, key=key, title=title, owner=owner)

    def hold(self, held: bool) -> None:
        """Keep results back while ``held``, and bring them afterwards: the window is locked."""
        self._holding = held
        while self._kept and not self._holding:
            self._end(*self._kept.popleft())

    @property
    def busy(self) -> bool:
        """Whether any job has not come back yet."""
        return bool(self._jobs)

    def shutdown(self) -> None:
        """Cancel what may be, wait for the rest, and call nothing back."""
        for job in tuple(self._jobs):
            job.forget()
        self._pool.waitForDone()
        for job in tuple(self._jobs):
            job.finished.emit()  # nobody follows it any more
        self._kept.clear()
        self._jobs.clear()
        self._by_key.clear()

    @Slot(object, object, object)
    def _end(self, job: Job, result: Any, error: ProbityError | None) -> None:
        if self._holding:
            self._kept.append((job, result, error))
            return
        end = self._jobs.get(job)
        if end is not None:
            end(result, error)
        job.deleteLater()

    def _forget(self, job: Job, key: str | None) -> None:
        self._jobs.pop(job, None)
        if key is not None and self._by_key.get(key) is job:
            del self._by_key[key]


class Asking:
    """Asks the register in the background, on behalf of the part of the screen that has this.

    It stands before the widget among the bases of a class that has a register and a runner.
    """

    #: What it does while it asks, as the progress strip names it; "" keeps it off the strip.
    asking = ""
    _register: Register
    _runner: Runner

    def _ask(
        self,
        question: Callable[[sqlite3.Connection], T],
        answer: Callable[[T], None],
        key: str = "",
        *,
        failed: Callable[[ProbityError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Ask ``question``, and give ``answer`` what comes of it on the UI thread.

        :param key: a newer question of this part with the same key ends the older; "" does not.
        :param failed: called with the error instead of :meth:`_unanswered`.
        :param owner: when it is destroyed nothing is called back; without it, this part.
        """
        self._runner.ask(
            self._register,
            question,
            done=answer,
            failed=failed or self._unanswered,
            key=" ".join((type(self).__name__, str(id(self)), key)) if key else None,
            title=self.asking,
            owner=owner or cast("QObject", self),
        )

    def _unanswered(self, error: ProbityError) -> None:
        """A question could not be answered: say so."""
        raise NotImplementedError

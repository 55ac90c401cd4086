from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.errors import ProbityError
from models.storage.engine import sqlite3
from ui.background import Job, Runner

COUNT_FOR_EVER = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
)


def test_work_is_done_off_the_ui_thread_and_comes_back_to_it(qtbot: QtBot, runner: Runner) -> None:
    ui = QThread.currentThread()
    seen: list[tuple[object, object, int]] = []

    def work(job: Job) -> QThread:
        return QThread.currentThread()

    runner.run(work, done=lambda worker: seen.append((worker, QThread.currentThread(), 1)))
    qtbot.waitUntil(lambda: bool(seen))
    worker, back, _ = seen[0]
    assert worker is not ui
    assert back is ui


def test_a_newer_question_ends_the_older(qtbot: QtBot, runner: Runner) -> None:
    started = threading.Event()
    answers: list[str] = []
    connection = sqlite3.connect(":memory:", check_same_thread=False)

    def slow(job: Job) -> str:
        with job.interruptible(connection.interrupt):
            started.set()
            connection.execute(COUNT_FOR_EVER).fetchone()
        return "old"

    older = runner.run(slow, done=answers.append, key="list")
    qtbot.waitUntil(started.is_set)
    runner.run(lambda job: "new", done=answers.append, key="list")
    qtbot.waitUntil(lambda: not runner.busy)
    assert older.cancelled
    assert answers == ["new"]


def test_an_error_a_person_can_cause_reaches_failed(qtbot: QtBot, runner: Runner) -> None:
    errors: list[ProbityError] = []

    def work(job: Job) -> None:
        raise ProbityError("The disk is full.")

    runner.run(work, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "The disk is full."


def test_an_unexpected_error_is_a_sentence_and_is_logged(
    qtbot: QtBot, runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    def work(job: Job) -> None:
        raise RuntimeError("secret detail")

    with qtbot.waitSignal(runner.unhandled) as heard:
        runner.run(work, title="counting")
    assert "log" in heard.args[0]
    assert "secret" not in heard.args[0]
    assert "counting" in caplog.text


def test_progress_is_heard(qtbot: QtBot, runner: Runner) -> None:
    steps: list[tuple[int, int]] = []
    go = threading.Event()

    def work(job: Job) -> None:
        go.wait(10)
        job.progress(1, 2)
        job.progress(2, 2)

    job = runner.run(work)
    job.progressed.connect(lambda done, total: steps.append((done, total)))
    go.set()
    qtbot.waitUntil(lambda: steps == [(1, 2), (2, 2)])


def test_a_page_that_is_gone_hears_nothing(qtbot: QtBot, runner: Runner) -> None:
    heard: list[int] = []
    go = threading.Event()
    page = QWidget()

    def work(job: Job) -> int:
        go.wait(10)
        return 1

    runner.run(work, done=heard.append, owner=page)
    page.deleteLater()
    del page
    qtbot.wait(0)
    go.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard == []


def test_shutting_down_ends_what_runs(qtbot: QtBot, runner: Runner) -> None:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    started = threading.Event()

    def work(job: Job) -> None:
        with job.interruptible(connection.interrupt):
            started.set()
            connection.execute(COUNT_FOR_EVER).fetchone()

    runner.run(work)
    qtbot.waitUntil(started.is_set)
    runner.shutdown()
    assert not runner.busy


def test_a_stopper_that_fails_does_not_reach_who_cancels(
    qtbot: QtBot, runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    started, go = threading.Event(), threading.Event()

    def broken() -> None:
        raise sqlite3.ProgrammingError("closed")

    def work(job: Job) -> None:
        with job.interruptible(broken):
            started.set()
            go.wait(10)

    job = runner.run(work, title="reading")
    qtbot.waitUntil(started.is_set)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert "a stopper failed" in caplog.text


def test_an_error_is_not_taken_for_the_interruption(
    qtbot: QtBot, runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    started, go = threading.Event(), threading.Event()

    def work(job: Job) -> None:
        started.set()
        go.wait(10)
        raise sqlite3.OperationalError("disk I/O error")

    job = runner.run(work, title="reading")
    qtbot.waitUntil(started.is_set)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert "work failed: reading" in caplog.text


def test_signals_from_python_do_not_wear_out() -> None:
    """PySide6 6.12.0 aborted after some 570 emissions on Python 3.11; hence the pinned release."""
    program = (
        "from PySide6.QtCore import QCoreApplication, QObject, Signal\n"
        "class Sender(QObject):\n    said = Signal(bool, object)\n"
        "app = QCoreApplication([]); sender = Sender(); heard = []\n"
        "sender.said.connect(lambda yes, what: heard.append(yes))\n"
        "for turn in range(5000):\n    sender.said.emit(turn % 2 == 0, turn)\n"
        "print(len(heard), sum(heard))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, "5000 2500"), done.stderr

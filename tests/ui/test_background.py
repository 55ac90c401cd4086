from __future__ import annotations

import sqlite3
import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.errors import ProbityError
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

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.errors import CancelledError, ProbityError
from models.storage.engine import sqlite3
from tests.ui.test_background import COUNT_FOR_EVER
from ui.background import STOPPED, Job, Runner
from ui.widgets import progress_strip
from ui.widgets.progress_strip import ProgressStrip


@pytest.fixture
def strip(qtbot: QtBot, runner: Runner, monkeypatch: pytest.MonkeyPatch) -> ProgressStrip:
    monkeypatch.setattr(progress_strip, "PATIENCE", 0)
    made = ProgressStrip(runner)
    qtbot.addWidget(made)
    return made


def test_long_work_is_shown_and_can_be_stopped(
    qtbot: QtBot, runner: Runner, strip: ProgressStrip
) -> None:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    said: list[ProbityError] = []

    def work(job: Job) -> None:
        job.progress(3, 10)
        with job.interruptible(connection.interrupt):
            connection.execute(COUNT_FOR_EVER).fetchone()

    runner.run(work, failed=said.append, title="Counting")
    qtbot.waitUntil(lambda: strip.isVisible() and strip.bar.value() == 3)
    assert strip.label.text() == "Counting…"
    assert strip.bar.maximum() == 10
    strip.stop.click()
    qtbot.waitUntil(lambda: not runner.busy)
    assert strip.isHidden()
    assert isinstance(said[0], CancelledError)
    assert str(said[0]) == STOPPED


def test_what_must_finish_offers_no_stop_and_ends_though_its_page_is_gone(
    qtbot: QtBot, runner: Runner, strip: ProgressStrip
) -> None:
    go = threading.Event()
    wrote: list[bool] = []
    heard: list[None] = []
    page = QWidget()

    def work(job: Job) -> None:
        go.wait(10)
        job.check()
        wrote.append(True)

    runner.run(work, done=heard.append, title="Saving", owner=page, must_finish=True)
    qtbot.waitUntil(strip.isVisible)
    assert strip.stop.isHidden()
    page.deleteLater()
    del page
    qtbot.wait(0)
    go.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert wrote == [True]
    assert heard == []


def test_the_next_that_still_runs_takes_its_place(
    qtbot: QtBot, runner: Runner, strip: ProgressStrip
) -> None:
    first, second = threading.Event(), threading.Event()
    runner.run(lambda job: first.wait(10), title="Reading")
    qtbot.waitUntil(strip.isVisible)
    runner.run(lambda job: second.wait(10), title="Writing")
    first.set()
    qtbot.waitUntil(lambda: strip.label.text() == "Writing…")
    second.set()
    qtbot.waitUntil(strip.isHidden)

"""The walk waits until a screen has come to rest, however slow the machine."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.tour import walk


def test_what_a_slow_event_sets_going_is_waited_for(app: QApplication) -> None:
    seen: list[str] = []

    def slow() -> None:
        time.sleep(1.5 * walk.QUIET * walk.LOOK / 1000)
        QTimer.singleShot(0, laid_out)

    def laid_out() -> None:
        time.sleep(1.5 * walk.QUIET * walk.LOOK / 1000)
        QTimer.singleShot(0, lambda: seen.append("painted"))

    idle: Any = SimpleNamespace(runner=SimpleNamespace(busy=False))
    QTimer.singleShot(0, slow)
    walk._rest(app, idle)
    assert seen == ["painted"]


def test_what_a_timer_is_about_to_begin_is_waited_for(app: QApplication) -> None:
    window, seen = QWidget(), []
    timer = QTimer(window, singleShot=True, interval=6 * walk.QUIET * walk.LOOK)
    timer.timeout.connect(lambda: seen.append("begun"))
    timer.start()
    window.show()
    idle: Any = SimpleNamespace(runner=SimpleNamespace(busy=False))
    walk._rest(app, idle)
    assert seen == ["begun"]
    window.deleteLater()

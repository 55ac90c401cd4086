"""Who changed what, when: read in the window, after a save made in the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel

from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, opened, press, typed
from ui.background import Runner


def test_a_save_is_told_with_who_when_before_and_after(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file("Before")))
    window.tabs.setCurrentWidget(window.tabs.history)

    def said() -> list[str]:
        return [one.text() for one in window.tabs.history.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: "Collection  ·  Added the case" in said())
    window.tabs.setCurrentWidget(window.tabs.summary)
    typed(qtbot, window, "case.title", "After")
    typed(qtbot, window, "case.recorded", "14 Feb 2014")
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    window.tabs.setCurrentWidget(window.tabs.history)
    qtbot.waitUntil(lambda: "Alteration  ·  Changed the case" in said())
    first = said()[: said().index("Alteration  ·  Changed the case") + 2]
    assert "D. Okafor" in first[0]
    assert "Title of the matter: Before  →  After" in first[-1].splitlines()
    assert "Recorded: —  →  14 Feb 2014" in first[-1].splitlines()
    closed(qtbot, window)

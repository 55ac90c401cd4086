"""Working a case through its window as a person does: clicks, keys, Tab."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from models.register import Register
from ui.background import Runner
from ui.cases.window.case_window import CaseWindow


def opened(qtbot: Any, register: Register, runner: Runner, case_id: int | None) -> CaseWindow:
    window = CaseWindow(register, runner, case_id)
    qtbot.addWidget(window, before_close_func=lambda one: one.draft.revert())
    window.show()
    qtbot.waitUntil(lambda: bool(window._sources.users) and not runner.busy)
    return window


def closed(qtbot: Any, window: CaseWindow) -> None:
    window.draft.revert()
    window.close()


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    def choose(box: QMessageBox) -> int:
        next(one for one in box.buttons() if one.text() == words).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)


def field(window: CaseWindow, name: str, nth: int = -1) -> Any:
    return window.findChildren(QWidget, name)[nth]


def typed(qtbot: Any, window: CaseWindow, name: str, words: str) -> None:
    editor = field(window, name)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)


def pick(qtbot: Any, window: CaseWindow, name: str, words: str) -> None:
    choose(qtbot, field(window, name), words)


def choose(qtbot: Any, editor: Any, words: str) -> None:
    """Go down a drop-down, and up again, until it says ``words``."""
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        for _ in range(editor.count()):
            if editor.currentText() == words:
                return
            qtbot.keyClick(editor, key)
    assert editor.currentText() == words


def press(qtbot: Any, button: Any) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def button(inside: QWidget, words: str) -> QPushButton:
    return next(one for one in inside.findChildren(QPushButton) if one.text() == words)


def work_a_case(qtbot: Any, window: CaseWindow) -> None:
    """From an empty window to a written warning, up to the save."""
    typed(qtbot, window, "case.title", "Photograph of an incident")
    pick(qtbot, window, "case.kind", "Conduct matter")
    window.tabs.setCurrentWidget(window.tabs.subjects)
    press(qtbot, window.tabs.subjects.add_button)
    typed(qtbot, window, "subjects.number", "4417")
    typed(qtbot, window, "subjects.family_name", "Harmer")
    pick(qtbot, window, "subjects.role", "Police officer")
    detail = next(iter(window.tabs.subjects._details.values()))
    press(qtbot, detail.allegations.add_button)
    typed(qtbot, window, "allegations.particulars", "Put a photograph on Facebook.")
    assert not field(window, "allegations.platform").isVisible()
    factors = next(iter(detail.allegations.cards.values())).form.editors["factors"]
    factors.boxes["social-media"].click()  # type: ignore[attr-defined]
    qtbot.waitUntil(field(window, "allegations.platform").isVisible)
    pick(qtbot, window, "allegations.platform", "Facebook")
    press(qtbot, detail.assessments.add_button)
    pick(qtbot, window, "assessments.severity", "Misconduct")
    typed(qtbot, window, "assessments.reason", "A written warning is likely.")
    findings = next(
        one
        for one in detail.findChildren(type(detail.allegations))
        if one._section == "findings" and one.isVisible()
    )
    press(qtbot, findings.add_button)
    pick(qtbot, window, "findings.finding", "Case to answer: misconduct")
    window.tabs.setCurrentWidget(window.tabs.proceedings)
    press(qtbot, window.tabs.proceedings.outcomes.add_button)
    pick(qtbot, window, "outcomes.outcome", "Written warning")

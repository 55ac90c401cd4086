from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtWidgets import QPushButton

from models.case import casefile
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, field, opened, pick, press
from ui.background import Runner
from ui.cases.form.reason_dialog import ReasonDialog
from ui.cases.window.case_window import CaseWindow

DAY = datetime.date(2014, 2, 28)


def button(qtbot: Any, window: CaseWindow, words: str) -> QPushButton:
    def found() -> list[QPushButton]:
        every = window.tabs.summary.checklist.findChildren(QPushButton)
        return [one for one in every if one.isVisible() and one.accessibleName().startswith(words)]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def asked(qtbot: Any, window: CaseWindow) -> ReasonDialog:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(ReasonDialog)))
    return next(d for d in window.findChildren(ReasonDialog) if d.isVisible())


def test_a_step_skipped_on_purpose_needs_a_reason(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file(regime="2012", stage="assessed", recorded=DAY, owner_id=1)
    file.findings.clear()
    case_id = making.save(register, file)
    window = opened(qtbot, register, runner, case_id)
    window.tabs.summary.ensureWidgetVisible(window.tabs.summary.checklist)
    assert window.tabs.summary.checklist.heading.text() == "Before “Under investigation”"
    pick(qtbot, window, "case.stage", "Under investigation")
    press(qtbot, window.header.save)
    assert "Assess the severity" in window.bar.text()
    qtbot.waitUntil(lambda: len(window.tabs.summary.checklist.shown) == 2)
    window.tabs.summary.ensureWidgetVisible(window.tabs.summary.checklist)
    press(qtbot, button(qtbot, window, "Leave out: A severity"))
    dialog = asked(qtbot, window)
    press(qtbot, dialog.agree)
    assert "Give the reason." in dialog._reason_field.error.text()
    qtbot.keyClicks(dialog.reason, "The authority has assessed it elsewhere.")
    press(qtbot, dialog.agree)
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    stored = making.loaded(register, case_id)
    assert stored.case["stage"] == "investigation"
    assert (stored.steps[0]["requirement"], stored.steps[0]["decided"]) == ("severity", DAY)
    closed(qtbot, window)


def test_a_closed_case_is_opened_again_from_the_window(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file(kind="miscellaneous", stage="closed", recorded=DAY, owner_id=1)
    file.case["closed"] = DAY
    file.outcomes.append(
        casefile.blank_row(
            "outcomes", file, subject_id=file.subjects[0]["id"], outcome="none", decided=DAY
        )
    )
    case_id = making.save(register, file)
    window = opened(qtbot, register, runner, case_id)
    window.tabs.summary.ensureWidgetVisible(window.tabs.summary.checklist)
    press(qtbot, window.tabs.summary.checklist.again)
    dialog = asked(qtbot, window)
    qtbot.keyClicks(dialog.reason, "A new witness came forward.")
    press(qtbot, dialog.agree)
    assert field(window, "case.stage").currentText() == "Under investigation"
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    stored = making.loaded(register, case_id)
    assert (stored.case["stage"], stored.case["closed"]) == ("investigation", None)
    assert stored.steps[0]["kind"] == "reopen"
    closed(qtbot, window)


def test_the_checklist_leads_to_what_is_missing(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file(regime="2012", stage="assessed", recorded=DAY, owner_id=1)
    file.findings.clear()
    window = opened(qtbot, register, runner, making.save(register, file))
    window.tabs.summary.ensureWidgetVisible(window.tabs.summary.checklist)
    press(qtbot, button(qtbot, window, "Go to: A severity"))
    assert window.tabs.currentWidget() is window.tabs.subjects
    closed(qtbot, window)

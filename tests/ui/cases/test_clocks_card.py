from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtWidgets import QPushButton

from models.case import casefile
from models.case.casefile import CaseFile
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, field, opened, pick, press, typed
from ui.background import Runner
from ui.cases.blocks.clocks_card import ClockDialog
from ui.cases.window.case_window import CaseWindow

DAY = datetime.date(2014, 2, 28)


def a_case() -> CaseFile:
    file = making.case_file(kind="miscellaneous", regime="2012", stage="investigation")
    file.case |= {"recorded": DAY, "owner_id": 1}
    return file


def with_a_notice(register: Register) -> int:
    file = making.case_file(
        kind="miscellaneous", regime="2012", stage="investigation", recorded=DAY, owner_id=1
    )
    file.findings.clear()
    file.notices.append(
        casefile.blank_row(
            "notices",
            file,
            kind="meeting",
            subject_id=file.subjects[0]["id"],
            served=datetime.date(2014, 2, 13),
            response_received=datetime.date(2014, 2, 20),
        )
    )
    return making.save(register, file)


def lines(window: CaseWindow) -> list[str]:
    return [clock.words for clock in window.tabs.process.clocks.shown]


def button(qtbot: Any, window: CaseWindow, words: str) -> QPushButton:
    def found() -> list[QPushButton]:
        every = window.tabs.process.clocks.findChildren(QPushButton)
        return [one for one in every if one.isVisible() and one.accessibleName().startswith(words)]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def asked(qtbot: Any, window: CaseWindow) -> ClockDialog:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(ClockDialog)))
    return next(d for d in window.findChildren(ClockDialog) if d.isVisible())


def test_a_clock_is_extended_with_a_reason_and_the_list_follows(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = with_a_notice(register)
    window = opened(qtbot, register, runner, case_id)
    window.tabs.setCurrentWidget(window.tabs.process)
    assert lines(window) == ["Misconduct meeting · PC 4417 Harmer"]
    press(qtbot, button(qtbot, window, "Extend"))
    dialog = asked(qtbot, window)
    qtbot.keyClicks(dialog.day, "3 Mar 2014")
    press(qtbot, dialog.agree)
    assert "must end after 13 Mar 2014" in dialog._day_field.error.text()
    assert "reason" in dialog._reason_field.error.text()
    dialog.day.selectAll()
    qtbot.keyClicks(dialog.day, "31 Mar 2014")
    qtbot.keyClicks(dialog.reason, "The chair is ill.")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: window.tabs.process.clocks.shown[0].due == datetime.date(2014, 3, 31))
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    (change,) = making.loaded(register, case_id).clock_changes
    assert (change["kind"], change["reason"]) == ("extension", "The chair is ill.")
    with register.reader() as connection:
        due = connection.execute("SELECT next_due FROM case_line").fetchone()[0]
    assert due == "2014-03-31"
    closed(qtbot, window)


def test_a_clock_is_paused_and_resumed(qtbot: Any, register: Register, runner: Runner) -> None:
    window = opened(qtbot, register, runner, with_a_notice(register))
    window.tabs.setCurrentWidget(window.tabs.process)
    press(qtbot, button(qtbot, window, "Pause"))
    dialog = asked(qtbot, window)
    dialog.day.selectAll()
    qtbot.keyClicks(dialog.day, "20 Feb 2014")
    qtbot.keyClicks(dialog.reason, "Sub judice.")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: window.tabs.process.clocks.shown[0].state == "paused")
    press(qtbot, button(qtbot, window, "Resume"))
    dialog = asked(qtbot, window)
    qtbot.keyClicks(dialog.reason, "The trial is over.")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: window.tabs.process.clocks.shown[0].state == "running")
    assert window.tabs.process.clocks.shown[0].due == datetime.date(2014, 3, 21)
    closed(qtbot, window)


def test_serving_a_notice_starts_its_clock_while_it_is_typed(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    file = making.case_file(
        kind="miscellaneous", regime="2012", stage="investigation", recorded=DAY, owner_id=1
    )
    file.findings.clear()
    window = opened(qtbot, register, runner, making.save(register, file))
    window.tabs.setCurrentWidget(window.tabs.process)
    assert lines(window) == []
    press(qtbot, window.tabs.process.notices.add_button)
    pick(qtbot, window, "notices.kind", "Notice of investigation")
    typed(qtbot, window, "notices.served", "21 Feb 2014")
    qtbot.waitUntil(lambda: len(lines(window)) == 1)
    assert window.tabs.process.clocks.shown[0].due == datetime.date(2014, 3, 7)
    assert not button(qtbot, window, "Extend").isEnabled()
    assert field(window, "notices.subject_id").currentText() == "PC 4417 Harmer"
    closed(qtbot, window)

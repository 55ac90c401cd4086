"""What stands beside a field as a person types, and where the keyboard goes."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, field, opened, pick, press, typed
from ui.background import Runner
from ui.cases.window.case_window import CaseWindow
from ui.widgets.fields.field import Field


def beside(window: CaseWindow, name: str) -> str:
    """What is said to be wrong with a field, beside it; a screen reader says it too."""
    editor = field(window, name)
    shell = editor.parent()
    assert isinstance(shell, Field)
    said = shell.error_text()
    assert not said or editor.accessibleDescription() == said
    return said


def offered(window: CaseWindow, name: str) -> set[str]:
    box: QComboBox = field(window, name)
    return {box.itemText(at) for at in range(box.count())}


def test_a_new_case_begins_at_its_title_and_says_what_it_lacks_once_it_is_begun(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, None)
    title: Any = field(window, "case.title")
    assert window.focusWidget() == title
    assert beside(window, "case.title") == beside(window, "case.kind") == ""
    qtbot.keyClicks(title, "A")
    assert beside(window, "case.kind") == "Choose the kind of matter."
    qtbot.keyClick(title, Qt.Key.Key_Backspace)
    qtbot.keyClicks(title, "B")
    qtbot.keyClick(title, Qt.Key.Key_Tab)
    pick(qtbot, window, "case.kind", "Conduct matter")
    assert beside(window, "case.kind") == ""
    title.clear()
    qtbot.keyClicks(title, " ")
    assert beside(window, "case.title") == "Give the matter a short title."
    closed(qtbot, window)


def test_a_case_that_opens_waits_on_its_pages_not_on_a_button(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file()))
    assert window.focusWidget() is window.tabs.tabBar()
    closed(qtbot, window)


def test_tab_goes_through_the_form_as_it_is_read(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, None)
    window.activateWindow()
    field(window, "case.title").setFocus()
    went = []
    for _ in range(8):
        now: Any = QApplication.focusWidget()
        went.append(now.objectName())
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    assert went == [
        "case.title",
        "case.kind",
        "case.received",
        "case.came_to_notice",
        "case.regime",
        "case.summary",
        "case.stage",
        "case.owner_id",
    ]
    closed(qtbot, window)


@pytest.mark.parametrize(
    ("stage", "name", "said"),
    [
        ("Recorded", "case.recorded", "Say when it was recorded"),
        ("Under investigation", "case.owner_id", "Say who investigates the case"),
        ("Closed", "case.closed", "Say when the case was closed"),
    ],
)
def test_what_a_stage_requires_is_said_beside_the_field_that_lacks_it(
    qtbot: Any, register: Register, runner: Runner, stage: str, name: str, said: str
) -> None:
    file = making.case_file(owner_id=None)
    window = opened(qtbot, register, runner, making.save(register, file))
    assert beside(window, name) == ""
    pick(qtbot, window, "case.stage", stage)
    assert beside(window, name).startswith(said)
    press(qtbot, window.header.save)
    assert window.bar.text().startswith("Not saved.")
    pick(qtbot, window, "case.stage", "Received")
    assert beside(window, name) == ""
    closed(qtbot, window)


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("case.received", "31 Feb 2014", "not a date that exists"),
        ("case.received", "soon", "not a date"),
        ("case.received", "1 Mar 2014", "in the future"),
        ("case.received", "12 Feb 0014", "year from 1900"),
        ("case.recorded", "1 Feb 2014", "before it was received"),
        ("case.incident_from", "13 Feb 2014", ""),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it_as_it_is_typed(
    qtbot: Any, register: Register, runner: Runner, name: str, words: str, said: str
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file()))
    typed(qtbot, window, name, words)
    if said:
        assert said in beside(window, name)
    else:  # the two days of a pair: the later one is the one that is wrong
        assert "before the incident" in beside(window, "case.received")
    closed(qtbot, window)


def test_only_what_holds_under_the_regime_is_offered_and_what_does_not_is_said(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, None)
    typed(qtbot, window, "case.title", "A matter")
    pick(qtbot, window, "case.kind", "Conduct matter")
    window.tabs.setCurrentWidget(window.tabs.subjects)
    press(qtbot, window.tabs.subjects.add_button)
    detail = next(iter(window.tabs.subjects._details.values()))
    press(qtbot, detail.allegations.add_button)
    press(qtbot, detail.assessments.add_button)
    assert "W Other" in offered(window, "allegations.category")
    assert "L Other" not in offered(window, "allegations.category")
    assert "Practice requiring improvement" not in " ".join(offered(window, "assessments.severity"))
    pick(qtbot, window, "allegations.category", "W Other")
    window.tabs.setCurrentWidget(window.tabs.summary)
    pick(qtbot, window, "case.regime", "Police (Conduct) Regulations 2020")
    window.tabs.setCurrentWidget(window.tabs.subjects)
    assert "does not apply under the 2020 regime" in beside(window, "allegations.category")
    assert any("Discreditable" in one for one in offered(window, "allegations.category"))
    assert any("ractice requiring" in one for one in offered(window, "assessments.severity"))
    closed(qtbot, window)


LINES = ["case.title", "case.incident_place", "case.received", "subjects.family_name"]


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("stands", [True, False])
def test_ten_megabytes_in_a_line_are_refused_beside_it_and_nothing_is_lost(
    qtbot: Any, register: Register, runner: Runner, name: str, stands: bool
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file()))
    window.tabs.setCurrentWidget(window.tabs.of_section(name.partition(".")[0]))
    editor = field(window, name)
    if not stands:
        typed(qtbot, window, name, "")
        editor.clear()
    before = editor.text()
    QApplication.clipboard().setText("x" * 10_000_000)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    if name == "case.received":
        assert "not a date" in beside(window, name)
        assert len(beside(window, name)) < 120
    else:
        assert "Nothing was added" in beside(window, name)
        assert editor.text() == before
        assert not window.draft.is_edited() or not stands
    qtbot.keyClicks(editor, "y")
    assert "Nothing was added" not in beside(window, name)
    closed(qtbot, window)


def test_a_line_that_is_full_takes_no_more_and_says_so(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, making.save(register, making.case_file()))
    QApplication.clipboard().setText("x" * 100_000)
    title = field(window, "case.title")
    title.setFocus()
    title.selectAll()
    qtbot.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert len(title.text()) == 100_000
    assert beside(window, "case.title") == ""
    qtbot.keyClicks(title, "y")
    assert "can hold 100,000 characters" in beside(window, "case.title")
    assert title.text() == "x" * 100_000
    closed(qtbot, window)

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.entering.open import open_register
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import (
    answer,
    button,
    closed,
    field,
    opened,
    pick,
    press,
    typed,
    work_a_case,
)
from ui.background import Runner
from ui.cases.window.conflict_dialog import ConflictDialog


@pytest.mark.slow
def test_a_case_is_worked_from_new_to_outcome(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, None)
    work_a_case(qtbot, window)
    assert window.draft.blocking() == []
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.saved) as caught:
        qtbot.keyClick(
            field(window, "outcomes.outcome"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier
        )
    stored = making.loaded(register, caught.args[0])
    assert stored.case["reference"] == "PS/2014/00001"
    assert stored.subjects[0]["number"] == "4417"
    assert stored.allegations[0]["factors"] == ["social-media"]
    assert stored.allegations[0]["platform"] == "facebook"
    assert stored.assessments[0]["severity"] == "misconduct"
    assert stored.findings[0]["finding"] == "cta-misconduct"
    assert stored.outcomes[0]["outcome"] == "ww"
    assert window.header.reference.text() == "PS/2014/00001"
    assert window.header.status.text().startswith("Saved ")
    assert not window.draft.is_edited()
    window.close()


def test_typing_is_undone_as_one_step_and_redone(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    title = field(window, "case.title")
    qtbot.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert title.text() == "Before"
    assert not window.header.save.isEnabled()
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(title, Qt.Key.Key_Z, shift)
    assert title.text() == "After"
    closed(qtbot, window)


@pytest.mark.slow
def test_a_removed_subject_comes_back_with_what_hung_on_it(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file())
    window = opened(qtbot, register, runner, case_id)
    before = window.draft.file.copy()
    window.tabs.setCurrentWidget(window.tabs.subjects)
    press(qtbot, window.tabs.subjects._remove)
    assert not window.draft.file.subjects
    assert not window.draft.file.findings
    press(qtbot, window.header.undo)
    assert window.draft.file == before
    closed(qtbot, window)


def test_days_out_of_order_are_said_as_they_are_typed_and_stop_the_save(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file())
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.recorded", "1 Feb 2014")
    assert "before it was received" in field(window, "case.recorded").accessibleDescription()
    press(qtbot, window.header.save)
    assert window.bar.isVisible()
    assert "before it was received" in window.bar.text()
    assert making.loaded(register, case_id).case["recorded"] is None
    closed(qtbot, window)


def test_leaving_with_edits_asks_and_keeps_them(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    answer(monkeypatch, "Keep editing")
    assert not window.close()
    assert field(window, "case.title").text() == "After"
    answer(monkeypatch, "Save")
    with qtbot.waitSignal(window.closed):
        window.close()
    assert making.loaded(register, case_id).case["title"] == "After"


def test_revert_asks_and_drops_the_edits(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    answer(monkeypatch, "Revert")
    press(qtbot, window.header.revert)
    assert field(window, "case.title").text() == "Before"
    closed(qtbot, window)


def test_two_people_changing_one_field_are_shown_both(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "Mine")
    with open_register(register.path) as other:
        theirs = making.loaded(other, case_id)
        original = theirs.copy()
        theirs.case |= {"title": "Theirs", "incident_place": "Maidstone"}
        making.save(other, theirs, original)
    press(qtbot, window.header.save)
    qtbot.waitUntil(lambda: bool(window.findChildren(ConflictDialog)))
    dialog = window.findChildren(ConflictDialog)[0]
    assert field(window, "case.title").text() == "Mine"
    press(qtbot, dialog.mine[0])
    dialog.mine[0].setChecked(True)
    with qtbot.waitSignal(window.saved):
        press(qtbot, dialog.keep)
    stored = making.loaded(register, case_id).case
    assert (stored["title"], stored["incident_place"]) == ("Mine", "Maidstone")
    closed(qtbot, window)


def test_a_chronology_entry_is_corrected_by_a_later_one(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file())
    window = opened(qtbot, register, runner, case_id)
    page = window.tabs.chronology
    window.tabs.setCurrentWidget(page)
    press(qtbot, button(page.cards[0], "Correct this entry…"))
    page.form.text.selectAll()
    qtbot.keyClicks(page.form.text, "Reported by a neighbour.")
    press(qtbot, page.form.add_button)
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    first, second = making.loaded(register, case_id).chronology
    assert first["text"] == "Reported by victim support."
    assert (second["corrects_id"], second["kind"]) == (first["id"], "correction")
    assert page.cards[1].text.font().strikeOut()
    closed(qtbot, window)


def test_a_known_number_offers_its_person(qtbot: Any, register: Register, runner: Runner) -> None:
    making.save(register, making.case_file())
    window = opened(qtbot, register, runner, None)
    window.tabs.setCurrentWidget(window.tabs.subjects)
    press(qtbot, window.tabs.subjects.add_button)
    typed(qtbot, window, "subjects.number", "4417")
    detail = next(iter(window.tabs.subjects._details.values()))
    qtbot.waitUntil(detail.offer.isVisible)
    press(qtbot, detail.offer)
    assert field(window, "subjects.family_name").text() == "Harmer"
    assert window.draft.file.subjects[0]["member_id"] is not None
    closed(qtbot, window)


def test_a_paste_that_is_too_long_is_refused_with_a_sentence(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, None)
    QApplication.clipboard().setText("x" * 10_000_000)
    summary = field(window, "case.summary")
    qtbot.keyClick(summary, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert summary.toPlainText() == ""
    assert "Nothing was pasted" in summary.accessibleDescription()
    QApplication.clipboard().clear()
    closed(qtbot, window)


def test_two_people_changing_different_fields_are_both_kept(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "Mine")
    with open_register(register.path) as other:
        theirs = making.loaded(other, case_id)
        original = theirs.copy()
        theirs.case["incident_place"] = "Maidstone"
        making.save(other, theirs, original)
    answer(monkeypatch, "Save both")
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    stored = making.loaded(register, case_id).case
    assert (stored["title"], stored["incident_place"]) == ("Mine", "Maidstone")
    closed(qtbot, window)


def test_a_day_that_is_none_stops_the_save(qtbot: Any, register: Register, runner: Runner) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    typed(qtbot, window, "case.recorded", "31 Feb 2014")
    press(qtbot, window.header.save)
    assert window.bar.text().startswith("Not saved.")
    assert field(window, "case.recorded").text() == "31 Feb 2014"
    assert making.loaded(register, case_id).case["title"] == "Before"
    closed(qtbot, window)


def test_a_warning_s_end_is_worked_out_and_an_appeal_is_recorded(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file(regime="2012"))
    window = opened(qtbot, register, runner, case_id)
    window.tabs.setCurrentWidget(window.tabs.proceedings)
    press(qtbot, window.tabs.proceedings.proceedings.add_button)
    pick(qtbot, window, "proceedings.kind", "Misconduct meeting")
    assert not field(window, "proceedings.appeal_lodged").isVisible()
    typed(qtbot, window, "proceedings.held", "20 Feb 2014")
    qtbot.waitUntil(field(window, "proceedings.appeal_lodged").isVisible)
    typed(qtbot, window, "proceedings.panel", "Supt A. Lowe, Insp B. Carr")
    typed(qtbot, window, "proceedings.appeal_lodged", "27 Feb 2014")
    qtbot.waitUntil(field(window, "proceedings.appeal_result").isVisible)
    press(qtbot, window.tabs.proceedings.outcomes.add_button)
    pick(qtbot, window, "outcomes.outcome", "Written warning")
    typed(qtbot, window, "outcomes.decided", "20 Feb 2014")
    typed(qtbot, window, "outcomes.starts", "20 Feb 2014")
    qtbot.waitUntil(lambda: field(window, "outcomes.expires").text() == "19 Feb 2015")
    pick(qtbot, window, "outcomes.outcome", "Dismissal without notice")
    qtbot.waitUntil(lambda: field(window, "outcomes.expires").text() == "")
    # The College of Policing keeps its lists only since 15 December 2017.
    assert not field(window, "outcomes.barred_listed").isVisible()
    for _ in range(2):  # past the dismissal with notice, which the keys went through
        press(qtbot, window.header.undo)
    assert field(window, "outcomes.outcome").currentText() == "Final written warning"
    assert field(window, "outcomes.expires").text() == "19 Aug 2015"
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    stored = making.loaded(register, case_id)
    assert stored.proceedings[0]["panel"] == "Supt A. Lowe, Insp B. Carr"
    assert str(stored.proceedings[0]["appeal_lodged"]) == "2014-02-27"
    closed(qtbot, window)

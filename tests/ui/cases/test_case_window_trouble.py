from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from models.queries.cases.casefile import load_case
from models.record.examining import verify
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import answer, closed, field, opened, press, typed
from ui.background import Runner
from ui.looks import theme


def test_discarding_leaves_the_register_as_it_was(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    answer(monkeypatch, "Discard")
    with qtbot.waitSignal(window.closed):
        window.close()
    assert making.loaded(register, case_id).case["title"] == "Before"


def test_escape_asks_and_escape_again_keeps_editing(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    asked: list[str] = []

    def escape(box: QMessageBox) -> int:
        asked.append(box.text())
        box.show()
        qtbot.keyClick(box, Qt.Key.Key_Escape)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", escape)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(field(window, "case.title"), Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert window.isVisible()
    assert field(window, "case.title").text() == "After"
    closed(qtbot, window)


def test_a_save_by_another_is_shown_at_once_where_nothing_is_edited(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    original = making.loaded(register, case_id)
    theirs = original.copy()
    theirs.case["title"] = "Theirs"
    making.save(register, theirs, original)
    qtbot.waitUntil(lambda: field(window, "case.title").text() == "Theirs")
    assert "You see their version" in window.bar.text()
    closed(qtbot, window)


def test_a_save_by_another_keeps_my_edits_and_says_so(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "Mine")
    original = making.loaded(register, case_id)
    theirs = original.copy()
    theirs.case["title"] = "Theirs"
    making.save(register, theirs, original)
    qtbot.waitUntil(window.bar.isVisible)
    assert "Your edits are kept" in window.bar.text()
    assert field(window, "case.title").text() == "Mine"
    closed(qtbot, window)


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("max_page_count = {full}", "disk is full"), ("query_only = 1", "read-only")],
)
def test_what_cannot_be_written_stays_in_the_window_with_a_sentence(
    qtbot: Any, register: Register, runner: Runner, pragma: str, words: str
) -> None:
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    typed(qtbot, window, "case.title", "After")
    field(window, "case.summary").setFocus()
    QApplication.clipboard().setText("y" * 90_000)
    qtbot.keyClick(field(window, "case.summary"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pages = register._database.execute_sql("PRAGMA page_count").fetchone()[0]
    register._database.execute_sql(f"PRAGMA {pragma.format(full=pages + 2)}")
    press(qtbot, window.header.save)
    qtbot.waitUntil(window.bar.isVisible)
    assert words in window.bar.text()
    assert field(window, "case.title").text() == "After"
    assert window.draft.is_edited()
    register._database.execute_sql("PRAGMA max_page_count = 1000000")
    register._database.execute_sql("PRAGMA query_only = 0")
    assert making.loaded(register, case_id).case["title"] == "Before"
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    with register.reader() as connection:
        assert verify(connection) == []
        assert load_case(connection, case_id).case["title"] == "After"
    closed(qtbot, window)


@pytest.mark.slow
def test_names_in_any_script_and_pictures_are_kept_letter_for_letter(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    name = "\u05d3\u05d5\u05d3 \U0001f469\u200d\U0001f692"
    case_id = making.save(register, making.case_file("Before"))
    window = opened(qtbot, register, runner, case_id)
    QApplication.clipboard().setText(name)
    window.tabs.setCurrentWidget(window.tabs.subjects)
    editor = field(window, "subjects.family_name")
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    assert making.loaded(register, case_id).subjects[0]["family_name"] == name
    closed(qtbot, window)


def test_markup_is_shown_as_it_was_typed(qtbot: Any, register: Register, runner: Runner) -> None:
    words = "<b>bold</b> &amp; <img src='x'>"
    case_id = making.save(register, making.case_file(words))
    window = opened(qtbot, register, runner, case_id)
    assert field(window, "case.title").text() == words
    assert window.header.title.text() == words
    assert window.header.title.textFormat() == Qt.TextFormat.PlainText
    closed(qtbot, window)


@pytest.mark.slow
@pytest.mark.usefixtures("app")
def test_at_twice_the_text_size_nothing_is_cut(
    qtbot: Any, register: Register, runner: Runner, qapp: QApplication
) -> None:
    theme.apply_theme(qapp, "light", 2.0)
    try:
        window = opened(qtbot, register, runner, making.save(register, making.case_file()))
        for button in (window.header.save, window.header.undo, window.header.sheet):
            words = button.fontMetrics().horizontalAdvance(button.text())
            assert button.width() >= words
            assert button.height() >= button.fontMetrics().height()
        title = field(window, "case.title")
        assert title.height() >= title.fontMetrics().height()
        closed(qtbot, window)
    finally:
        theme.apply_theme(qapp, "light", 1.0)

"""The record as an administrator or auditor works with it, in the real window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from models.changes.case import cases
from models.entering.open import create_register, open_register
from models.record import check as checking
from models.record import checkpoint, examining
from models.record.examining import verify
from models.record.records import PAGE, Asked
from models.record.records import page as read_page
from models.schema import User
from tests.models import making
from tests.models.making import TODAY, case_file, loaded, save
from tests.ui.cases.driving import button, choose, press
from tests.ui.users.driving import cut
from ui.desktop.desktop import Desktop
from ui.looks import theme
from ui.printing.preview import PreviewDialog
from ui.record.check_dialog import CheckDialog
from ui.record.checkpoint_actions import CompareDialog
from ui.record.record_filter import RecordFilter
from ui.record.record_page import RecordPage
from ui.settings import Settings
from ui.widgets.tables.row_delegate import PADDING


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register where a case was altered for a reason, and another was only added."""
    made = tmp_path / "force.probity"
    with create_register(
        made, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    ) as register:
        with register.change() as change:
            change.add(User, name="sethi", full_name="A. Sethi", role="auditor")
            change.add(User, name="pell", full_name="R. Pell", role="investigator")
        case_id = save(register, case_file("First"))
        before = loaded(register, case_id)
        changed = before.copy()
        changed.case["title"] = "First, put right"
        with register.change("The witness said so") as change:
            cases.save(change, changed, before)
        for _ in range(PAGE):
            cases.record_consultation(register, case_id)
        save(register, case_file("Second"))
    return made


@pytest.fixture
def desktop(qtbot: Any, app: QApplication, path: Path, settings: Settings) -> Iterator[Desktop]:
    made = Desktop(open_register(path, user="sethi"), settings)
    made.show()
    yield made
    for window in list(made.case_windows.values()):
        window.close()
    rest(qtbot, made)
    made.runner.shutdown()
    made.window.hide()
    made.register.close()


def rest(qtbot: Any, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runner.busy)


@pytest.fixture
def page(qtbot: Any, desktop: Desktop) -> RecordPage:
    press(qtbot, button(desktop.window, "Record"))
    found = desktop.window.page("Record")
    assert isinstance(found, RecordPage)
    qtbot.waitUntil(lambda: bool(found.model.items))
    rest(qtbot, desktop)
    return found


def told(inside: QWidget) -> list[str]:
    return [label.text() for label in inside.findChildren(QLabel) if label.isVisible()]


def test_the_newest_come_first_and_older_ones_as_they_are_scrolled_to(
    qtbot: Any, desktop: Desktop, page: RecordPage
) -> None:
    assert page.model.rowCount() == PAGE
    assert page.model.index(0, 2).data() == "Collection"
    assert page.model.index(0, 4).data() == "PS/2014/00002"
    assert "100 records shown" in desktop.window.status.text()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.rowCount() > PAGE)
    rest(qtbot, desktop)
    with desktop.register.reader() as connection:
        total = len(read_page(connection, Asked(), limit=10_000))
    assert page.model.rowCount() == total - 1  # reading it is itself on record, since
    assert not page.model.has_more
    assert "older" not in desktop.window.status.text()


def test_one_is_read_in_full_before_and_after_with_its_reason(
    qtbot: Any, desktop: Desktop, page: RecordPage
) -> None:
    choose(qtbot, page.filter.act, "Alteration")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: "Alteration" in told(page.panel))
    said = told(page.panel)
    assert "Changed the case" in said
    assert "The witness said so" in said
    assert said[said.index("Title of the matter") :] == [
        "Title of the matter",
        "was",
        "First",
        "now",
        "First, put right",
    ]
    assert any("UTC" in words for words in said)
    press(qtbot, button(page.panel, "PS/2014/00001"))
    qtbot.waitUntil(lambda: 1 in desktop.case_windows)
    rest(qtbot, desktop)


def test_it_is_narrowed_by_who_case_days_and_words(
    qtbot: Any, desktop: Desktop, page: RecordPage
) -> None:
    qtbot.keyClicks(page.filter.case, "ps/2014/00002")
    qtbot.keyClick(page.filter.case, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: (
            {page.model.index(n, 4).data() for n in range(page.model.rowCount())}
            == {"PS/2014/00002"}
        )
    )
    page.filter.case.selectAll()
    qtbot.keyClicks(page.filter.case, "PS/2014/00009")
    qtbot.keyClick(page.filter.case, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.filter.case_field.error_text() == "There is no such case.")
    page.filter.case.clear()
    qtbot.keyClick(page.filter.case, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.filter.case_field.error_text())
    rest(qtbot, desktop)
    qtbot.keyClicks(page.filter.words, "put right")
    qtbot.keyClick(page.filter.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    rest(qtbot, desktop)
    qtbot.keyClicks(page.filter.start, "1/1/2030")
    qtbot.keyClick(page.filter.start, Qt.Key.Key_Return)
    qtbot.waitUntil(page.empty.isVisible)
    rest(qtbot, desktop)
    assert "put right" in page.empty.sentence.text()
    qtbot.keyClicks(page.filter.end, "1/1/2029")
    qtbot.keyClick(page.filter.end, Qt.Key.Key_Return)
    assert "cannot end before" in page.filter.end_field.error_text()
    page.filter.start.clear()
    page.filter.end.clear()
    qtbot.keyClick(page.filter.start, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.isVisible)
    rest(qtbot, desktop)
    page.filter.words.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == PAGE)
    rest(qtbot, desktop)
    choose(qtbot, page.filter.who, "A. Sethi")
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "Read the record")
    rest(qtbot, desktop)
    with desktop.register.reader() as connection:
        asked = [
            one.changes[0][2]
            for one in read_page(connection, Asked(who="sethi", act="consult"))
            if one.what == "Read the record"
        ]
    assert asked == [
        "A. Sethi",
        "everything",
        "“put right”",
        "from 1 Jan 2030, “put right”",
        "“put right”",
        "everything",
        "PS/2014/00002",
        "everything",
    ]


def test_only_auditors_and_administrators_have_the_page(
    qtbot: Any, app: QApplication, path: Path, settings: Settings
) -> None:
    for user, wanted in (("okafor", True), ("sethi", True), ("pell", False)):
        desktop = Desktop(open_register(path, user=user), settings)
        desktop.show()
        rest(qtbot, desktop)
        words = {one.text() for one in desktop.window.findChildren(QPushButton)}
        assert ("Record" in words) is wanted
        desktop.runner.shutdown()
        desktop.window.hide()
        desktop.register.close()


def test_the_register_is_checked_and_what_was_done_to_it_is_named(
    qtbot: Any, desktop: Desktop, page: RecordPage, path: Path
) -> None:
    press(qtbot, page.check_button)
    (dialog,) = page.findChildren(CheckDialog)
    qtbot.waitUntil(lambda: bool(dialog.found))
    assert dialog.now.text() == "The register is in order"
    qtbot.waitUntil(lambda: any(words.startswith("✓  Audit record: ") for words in told(dialog)))
    dialog.reject()
    raw = making.raw(path)
    raw.execute("UPDATE audit_record SET user_name = 'x' WHERE id IN (7, 9)")
    raw.execute("DELETE FROM audit_record WHERE id = 12")
    raw.close()
    action = next(
        one
        for menu in desktop.window.menuBar().actions()
        for one in menu.menu().actions()  # type: ignore[attr-defined]
        if one.text() == "&Check the register…"
    )
    action.trigger()
    dialog = desktop.window.findChildren(CheckDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.found))
    assert dialog.now.text() == "4 problems were found"
    qtbot.waitUntil(lambda: "Audit record 12 is missing." in told(dialog))
    said = told(dialog)
    for sentence in (
        "Audit record 7 was changed after it was written.",
        "Audit record 9 was changed after it was written.",
        "Audit record 12 is missing.",
        "Audit record 13 does not follow from the one before it.",
    ):
        assert sentence in said
    press(qtbot, dialog.print_button)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PreviewDialog)))
    (preview,) = dialog.findChildren(PreviewDialog)
    assert "Audit record 12 is missing." in preview.paper.sections[0]
    preview.close()
    dialog.reject()


def test_a_check_says_how_far_it_is_and_can_be_stopped(
    qtbot: Any, desktop: Desktop, page: RecordPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is held at the record until it has been told to stop."""
    examine = examining.examine
    steps: list[tuple[int, int]] = []
    dialogs: list[CheckDialog] = []
    stopped: list[bool] = []

    def held(connection: Any, progress: Any, check: Any) -> Any:
        progress(3, 7)
        while not dialogs or not dialogs[0]._job.cancelled:
            threading.Event().wait(0.01)  # so that the window has its turn
        try:
            return examine(connection, progress, check)
        except BaseException:
            stopped.append(True)
            raise

    monkeypatch.setattr(checking, "examine", held)
    dialog = CheckDialog(desktop.register, desktop.runner, page)
    dialog._job.progressed.connect(lambda done, total: steps.append((done, total)))
    dialog.show()
    qtbot.waitUntil(lambda: (3, 7) in steps)
    assert dialog.now.text() == "The audit record is whole and unchanged…"
    assert (dialog.progress.value(), dialog.progress.maximum()) == (3, 7)
    dialogs.append(dialog)
    press(qtbot, dialog.close_button)
    qtbot.waitUntil(lambda: bool(stopped))
    rest(qtbot, desktop)


def test_a_checkpoint_is_saved_then_compared_by_file_and_by_hash(
    qtbot: Any,
    desktop: Desktop,
    page: RecordPage,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path / "kept.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept), ""))
    menu = page.checkpoint_button.menu()
    next(one for one in menu.actions() if one.text() == "Save to a file…").trigger()
    qtbot.waitUntil(page.message.isVisible)
    assert "Keep it somewhere other than this register" in page.message.text()
    next(one for one in menu.actions() if one.text().startswith("Compare")).trigger()
    (dialog,) = page.findChildren(CompareDialog)
    press(qtbot, dialog.compare_button)
    assert dialog._path_field.error_text() == "Give either a file or a hash."
    qtbot.waitUntil(lambda: cut(dialog) == [])

    def compared(editor: Any, words: str) -> str:
        dialog.path.clear()
        dialog.hash.clear()
        qtbot.keyClicks(editor, words)
        press(qtbot, dialog.compare_button)
        qtbot.waitUntil(dialog.compare_button.isEnabled)
        return dialog.message.text() if dialog.message.isVisible() else ""

    assert "nothing is missing" in compared(dialog.path, str(kept))
    qtbot.waitUntil(lambda: cut(dialog) == [])
    cases.record_consultation(desktop.register, 1)
    assert "grown" in compared(dialog.path, str(kept))
    made = checkpoint.read(kept)
    assert "grown" in compared(dialog.hash, made.head[:16])
    assert compared(dialog.hash, "12") == ""
    assert "first 16 digits" in dialog._hash_field.error_text()
    assert compared(dialog.path, str(tmp_path / "none.json")) == ""
    assert "cannot be read" in dialog._path_field.error_text()
    raw = making.raw(path)
    raw.execute("DELETE FROM audit_record WHERE id > (SELECT MAX(id) - 5 FROM audit_record)")
    assert verify(raw) == []
    raw.close()
    assert "was cut off" in compared(dialog.path, str(kept))
    assert dialog.message.property("kind") == "error"
    dialog.reject()


def test_a_checkpoint_s_page_is_shown_with_its_hash_before_it_is_printed(
    qtbot: Any, desktop: Desktop, page: RecordPage
) -> None:
    next(one for one in page.checkpoint_button.menu().actions() if one.text() == "Print…").trigger()
    qtbot.waitUntil(lambda: bool(page.findChildren(PreviewDialog)))
    (preview,) = page.findChildren(PreviewDialog)
    with desktop.register.reader() as connection:
        number, head = connection.execute(
            "SELECT id, hex(chain) FROM audit_record ORDER BY id DESC LIMIT 1"
        ).fetchone()
    html = preview.paper.sections[0]
    assert f"{head[:4]} {head[4:8]}".lower() in html
    assert desktop.register.identity in html
    assert f"<td>{number:,}</td>" in html
    qtbot.waitUntil(lambda: preview.pages.text() == "1 page")
    preview.close()


def test_lines_of_a_case_that_is_hidden_by_now_go_at_once(
    qtbot: Any, desktop: Desktop, page: RecordPage, path: Path
) -> None:
    qtbot.waitUntil(lambda: desktop.register._watcher is not None, timeout=20_000)
    page.table.selectRow(0)
    hidden = next(one.case_id for one in page.model.items if one.case_id is not None)
    with open_register(path, user="okafor") as other:
        stands = loaded(other, hidden)
        restricted = stands.copy()
        restricted.case["restricted"] = True
        save(other, restricted, stands)
    qtbot.waitUntil(lambda: hidden not in {one.case_id for one in page.model.items}, timeout=20_000)
    qtbot.waitUntil(lambda: "Nothing selected" in told(page.panel))
    rest(qtbot, desktop)


def test_a_reference_and_a_moment_are_shown_in_full(page: RecordPage) -> None:
    words = page.table.fontMetrics()
    for place, text in ((0, "28 Sep 2028, 00:00"), (4, "PS/R/2028/00048")):
        assert page.table.columnWidth(place) >= words.horizontalAdvance(text) + 2 * PADDING


@pytest.mark.slow
def test_at_twice_the_text_size_a_day_can_be_read(qtbot: Any, qapp: QApplication) -> None:
    theme.apply_theme(qapp, "light", 2.0)
    try:
        filters = RecordFilter(TODAY)
        qtbot.addWidget(filters)
        filters.resize(1040, 200)
        filters.show()
        qtbot.keyClicks(filters.start, "28 Sep 2014")
        words = filters.start.fontMetrics().horizontalAdvance("28 Sep 2014")
        assert filters.start.width() > words + theme.px(24)
    finally:
        theme.apply_theme(qapp, "light", 1.0)

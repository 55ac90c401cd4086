from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from models.register import Register
from tests.models import making
from tests.ui.cases.driving import answer, closed, opened, press
from ui.background import Runner
from ui.cases.pages.exhibit_dialogs import AddExhibits, ExhibitDetails
from ui.cases.pages.exhibits_page import ExhibitsPage
from ui.cases.window.case_window import CaseWindow
from ui.previews.file_preview import ExhibitPreview
from ui.printing.paper import Paper


@pytest.fixture
def window(qtbot: Any, register: Register, runner: Runner) -> CaseWindow:
    return opened(qtbot, register, runner, making.save(register, making.case_file()))


def _page(qtbot: Any, window: CaseWindow, runner: Runner) -> ExhibitsPage:
    page = window.tabs.exhibits
    window.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: not runner.busy)
    return page


def _drop(page: ExhibitsPage, paths: list[Path]) -> AddExhibits:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drag = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(50, 50), *drag))
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), *drag))
    return page.findChildren(AddExhibits)[-1]


def _store(qtbot: Any, page: ExhibitsPage, paths: list[Path], *words: str) -> None:
    dialog = _drop(page, paths)
    for editor, said in zip(dialog.descriptions, words, strict=False):
        qtbot.keyClicks(editor, said)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not page.is_storing() and len(page.model.items) >= len(paths))


def _picture(tmp_path: Path) -> Path:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#2458A6"))
    path = tmp_path / "page.png"
    assert image.save(str(path))
    return path


def _pdf(tmp_path: Path) -> Path:
    path = tmp_path / "statement.pdf"
    moment = datetime.datetime(2014, 2, 28)
    words = "<p>" + "word " * 3000 + "</p>"
    Paper("Statement", [words], "OFFICIAL", "X", "me", moment).save_pdf(path)
    return path


def test_files_dragged_in_are_stored_numbered_and_described(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow, tmp_path: Path
) -> None:
    page = _page(qtbot, window, runner)
    assert page.empty.isVisible()
    note = tmp_path / "note.txt"
    note.write_text("seen at nine")
    _store(qtbot, page, [_picture(tmp_path), note], "A capture of the page", "A note")
    assert [row.mark for row in page.model.items] == ["DO/1", "DO/2"]
    assert [row.description for row in page.model.items] == ["A capture of the page", "A note"]
    assert not window.draft.is_edited()
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: "Added" in page.details.custody.text())
    assert page.model.items[1].sha256 in page.details.about.text()
    closed(qtbot, window)


def test_pictures_text_and_pdf_are_seen_inside(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow, tmp_path: Path
) -> None:
    page = _page(qtbot, window, runner)
    note = tmp_path / "note.txt"
    note.write_text("seen at nine")
    _store(qtbot, page, [_picture(tmp_path), note, _pdf(tmp_path)])
    shown = []
    for place in range(3):
        page.table.selectRow(place)
        press(qtbot, page.details.preview_button)
        preview = page.findChildren(ExhibitPreview)[-1]
        shown.append(preview)
        qtbot.waitUntil(lambda: not runner.busy)
    assert shown[0].picture.pixmap().toImage().pixelColor(5, 5) == QColor("#2458A6")
    assert shown[1].text.toPlainText() == "seen at nine"
    assert shown[2].where.text().startswith("Page 1 of ")
    press(qtbot, shown[2].next)
    qtbot.waitUntil(lambda: shown[2].where.text().startswith("Page 2 of "))
    assert not shown[2].picture.pixmap().isNull()
    for preview in shown:
        preview.close()
    qtbot.waitUntil(lambda: "Viewed" in page.details.custody.text())
    closed(qtbot, window)


def test_what_is_not_what_it_claims_is_said(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow, tmp_path: Path
) -> None:
    page = _page(qtbot, window, runner)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of the kind")
    program = tmp_path / "run.pdf"
    program.write_bytes(b"MZ\x90\0")
    _store(qtbot, page, [broken, program])
    page.table.selectRow(0)
    press(qtbot, page.details.preview_button)
    preview = page.findChildren(ExhibitPreview)[-1]
    qtbot.waitUntil(preview.message.isVisible)
    assert "cannot be shown" in preview.message.text()
    preview.close()
    page.table.selectRow(1)
    assert not page.details.preview_button.isEnabled()
    assert "not shown inside" in page.details.preview_button.toolTip()
    closed(qtbot, window)


def test_an_export_is_verified_and_on_the_chain(
    qtbot: Any,
    register: Register,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = _page(qtbot, window, runner)
    picture = _picture(tmp_path)
    _store(qtbot, page, [picture])
    page.table.selectRow(0)
    out = tmp_path / "out.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(qtbot, page.details.export_button)
    qtbot.waitUntil(lambda: "Exported as out.png" in page.details.custody.text())
    assert out.read_bytes() == picture.read_bytes()
    assert "hash verified" in page.message.text()
    closed(qtbot, window)


def test_another_program_gets_it_only_when_a_person_agrees(
    qtbot: Any,
    register: Register,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = _page(qtbot, window, runner)
    _store(qtbot, page, [_picture(tmp_path)])
    page.table.selectRow(0)
    given: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: given.append(Path(url.toLocalFile()))
    )
    answer(monkeypatch, "Cancel")
    press(qtbot, page.details.outside_button)
    qtbot.waitUntil(lambda: not runner.busy)
    assert not given
    answer(monkeypatch, "Open outside")
    press(qtbot, page.details.outside_button)
    qtbot.waitUntil(lambda: bool(given))
    assert given[0].name == "page.png"
    assert given[0].parent.stat().st_mode & 0o077 == 0
    qtbot.waitUntil(lambda: "Opened outside" in page.details.custody.text())
    closed(qtbot, window)


def test_details_are_edited_and_an_exhibit_is_withdrawn_with_a_reason(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow, tmp_path: Path
) -> None:
    page = _page(qtbot, window, runner)
    _store(qtbot, page, [_picture(tmp_path)])
    page.table.selectRow(0)
    press(qtbot, page.details.edit_button)
    dialog = page.findChildren(ExhibitDetails)[-1]
    dialog.mark.selectAll()
    qtbot.keyClick(dialog.mark, Qt.Key.Key_Delete)
    press(qtbot, dialog.agree)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.mark, "ABC/7")
    qtbot.keyClicks(dialog.withdrawn, "Added to the wrong case")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: page.model.items[0].mark == "ABC/7")
    assert page.model.items[0].withdrawn == "Added to the wrong case"
    assert page.model.index(0, 1).data().startswith("Withdrawn")
    closed(qtbot, window)


def test_a_case_not_yet_saved_takes_no_files(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, None)
    page = _page(qtbot, window, runner)
    assert not page.add_button.isEnabled()
    assert page.add_button.toolTip() == "Save the case first."
    closed(qtbot, window)


def test_a_window_stays_while_it_stores_and_storing_can_be_stopped(
    qtbot: Any,
    register: Register,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
) -> None:
    page = _page(qtbot, window, runner)
    big = tmp_path / "film.bin"
    with big.open("wb") as file:
        file.truncate(400 << 20)
    dialog = _drop(page, [big])
    press(qtbot, dialog.agree)
    assert page.is_storing()
    assert not window.close()
    assert "being stored" in window.bar.text()
    page._stop()
    qtbot.waitUntil(lambda: not page.is_storing())
    assert "Stopped" in page.message.text()
    assert page.model.items == []
    qtbot.waitUntil(lambda: not runner.busy)
    with register.reader() as connection:
        assert connection.execute("SELECT COUNT(*) FROM exhibit_chunk").fetchone()[0] == 0
    closed(qtbot, window)

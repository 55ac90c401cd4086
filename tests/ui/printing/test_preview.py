"""The preview: what is shown is what is printed and saved, names as chosen, and put on record."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from models.entering.open import create_register
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.register import Register
from tests.models.making import TODAY, case_file, save
from tests.ui.cases.driving import choose
from ui.background import Runner
from ui.printing import actions
from ui.printing.preview import PreviewDialog


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    for number in range(40):
        file = case_file(f"Matter {number:02d}", kind="dsi" if number % 2 else "conduct")
        file.subjects[0]["given_names"] = "Daniel"
        save(made, file)
    yield made
    made.close()


@pytest.fixture
def parent(qtbot: Any, app: QApplication) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def shown(qtbot: Any, parent: QWidget) -> PreviewDialog:
    qtbot.waitUntil(lambda: bool(parent.findChildren(PreviewDialog)))
    (dialog,) = parent.findChildren(PreviewDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def sheet(qtbot: Any, register: Register, runner: Runner, parent: QWidget) -> PreviewDialog:
    actions.preview_case_sheet(parent, register, runner, 1)
    return shown(qtbot, parent)


def pages_of(path: Path) -> list[str]:
    tool = shutil.which("pdftotext")
    assert tool, "pdftotext is part of the tests' set-up (poppler-utils)"
    done = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def printed_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The printer that a person chooses in the system's dialog."""

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)


def on_record(register: Register) -> list[str]:
    with register.reader() as connection:
        query = "SELECT entry FROM audit_record WHERE action = 'disclose' ORDER BY id"
        return [row[0] for row in connection.execute(query)]


def test_it_is_printed_with_names_as_initials_and_that_is_on_record(
    qtbot: Any,
    register: Register,
    runner: Runner,
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = sheet(qtbot, register, runner, parent)
    qtbot.waitUntil(lambda: dialog.pages.text() == "1 page")
    choose(qtbot, dialog.names, "Names as initials")
    qtbot.waitUntil(lambda: dialog.print_button.isEnabled() and not runner.busy)
    out = tmp_path / "printed.pdf"
    printed_to(monkeypatch, out)
    qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.message.text() == "Sent to the printer.")
    (page,) = pages_of(out)
    for said in (
        "OFFICIAL-SENSITIVE",
        "PS/2014/00001",
        "Page 1 of 1",
        "Printed by D. Okafor on",
        "Names shown as initials",
        "D.H.",
    ):
        assert said in page
    assert "Harmer" not in page
    assert "Daniel" not in page
    (entry,) = on_record(register)
    assert "printed, names as initials" in entry
    dialog.close()


def test_it_is_saved_as_pdf_with_names_as_recorded(
    qtbot: Any,
    register: Register,
    runner: Runner,
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = sheet(qtbot, register, runner, parent)
    out = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(dialog.pdf_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Saved sheet.pdf" in dialog.message.text())
    assert "4417 Harmer" in pages_of(out)[0]
    out.unlink()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "sheet.pdf"), "")
    )
    qtbot.mouseClick(dialog.pdf_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "could not be written" in dialog.message.text())
    assert len(on_record(register)) == 1
    dialog.close()


def test_the_list_is_previewed_and_printed_as_it_is_filtered_and_ordered(
    qtbot: Any,
    register: Register,
    runner: Runner,
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where, sort = Filter(kinds=("dsi",)), Sort("matter", True)
    actions.preview_list(parent, register, runner, where, sort, default())
    dialog = shown(qtbot, parent)
    assert not dialog.names.isVisible()
    out = tmp_path / "list.pdf"
    printed_to(monkeypatch, out)
    qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.message.text() == "Sent to the printer.")
    pages = pages_of(out)
    assert dialog.pages.text() == f"{len(pages)} pages"
    assert "20 cases" in pages[0]
    whole = " ".join(pages)
    assert whole.index("Matter 39") < whole.index("Matter 01")
    assert "Matter 02" not in whole
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert all("OFFICIAL-SENSITIVE" in page for page in pages)
    (entry,) = on_record(register)
    assert "List of cases printed" in entry
    assert "Kind: Death or serious injury (DSI)" in entry
    dialog.close()

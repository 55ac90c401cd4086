from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from models.changes.case import letters
from models.entering.open import open_register
from models.queries.cases.history import history
from models.register import Register
from models.schema import User
from tests.models.making import TODAY, case_file, docx_of, save
from tests.ui.cases.driving import choose, closed, opened, press
from ui.background import Runner
from ui.cases.giving_out.case_file_dialog import CaseFileDialog
from ui.cases.giving_out.verify_dialog import VerifyDialog
from ui.cases.window.case_window import CaseWindow

#: Milliseconds for a process apart to answer on a machine with much to do.
PATIENCE = 30_000


@pytest.fixture
def window(qtbot: Any, register: Register, runner: Runner) -> CaseWindow:
    case_id = save(register, case_file())
    new = letters.NewLetter("Update", "update", docx_of("PC Harmer"), "update.docx", TODAY)
    letters.send(register, case_id, new)
    return opened(qtbot, register, runner, case_id)


def _dialog(qtbot: Any, window: CaseWindow) -> CaseFileDialog:
    press(qtbot, window.header.case_file)
    (dialog,) = window.findChildren(CaseFileDialog)
    _ready(qtbot, dialog)
    return dialog


def _ready(qtbot: Any, dialog: CaseFileDialog) -> None:
    qtbot.waitUntil(dialog.pdf_button.isEnabled, timeout=PATIENCE)


def _words(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def _to(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))


@pytest.mark.slow
def test_what_a_person_strikes_is_gone_from_what_they_save(
    qtbot: Any,
    register: Register,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = _dialog(qtbot, window)
    assert dialog.parts.keys() == {"sheet", "chronology", "letter.1"}
    assert not dialog.passages.isVisible()
    choose(qtbot, dialog.level, "Disclosure: chosen parts redacted")
    assert dialog.parts.keys() == {"sheet", "chronology"}
    assert dialog.passages.isVisible()
    assert dialog.note.isVisible()
    dialog.passages.tick("chronology.1.text")
    qtbot.keyClicks(dialog.words, "Harmer")
    assert not dialog.pdf_button.isEnabled()
    _ready(qtbot, dialog)
    dialog.parts.tick("letter.1")
    _ready(qtbot, dialog)
    qtbot.keyClicks(dialog.reason, "For the complainant")
    _to(monkeypatch, tmp_path / "case.pdf")
    press(qtbot, dialog.pdf_button)
    qtbot.waitUntil(lambda: "Saved case.pdf" in dialog.message.text(), timeout=PATIENCE)
    said = _words(tmp_path / "case.pdf")
    assert "Harmer" not in said
    assert "victim support" not in said
    assert "PC 4417 redacted" in " ".join(said.split())
    with register.reader() as connection:
        newest = history(connection, 1)[0]
    assert newest.what == "Case file as PDF (disclosure) saved as case.pdf"
    assert newest.reason == "For the complainant"
    dialog.reject()
    closed(qtbot, window)


def test_what_cannot_be_struck_is_said_beside_its_field(
    qtbot: Any, runner: Runner, window: CaseWindow
) -> None:
    dialog = _dialog(qtbot, window)
    choose(qtbot, dialog.level, "Disclosure: chosen parts redacted")
    qtbot.keyClicks(dialog.words, "x")
    qtbot.waitUntil(lambda: "too short" in dialog.fields["strike"].error_text(), timeout=PATIENCE)
    assert not dialog.pdf_button.isEnabled()
    qtbot.keyClicks(dialog.words, "yz")
    _ready(qtbot, dialog)
    assert dialog.fields["strike"].error_text() == ""
    for key in ("sheet", "chronology"):
        dialog.parts.tick(key, on=False)
    qtbot.waitUntil(
        lambda: "at least one part" in dialog.fields["parts"].error_text(), timeout=PATIENCE
    )
    dialog.reject()
    closed(qtbot, window)


def test_a_folder_is_saved_and_verified_in_the_window(
    qtbot: Any,
    app: QApplication,
    register: Register,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = _dialog(qtbot, window)
    out = tmp_path / "case"
    _to(monkeypatch, out)
    press(qtbot, dialog.folder_button)
    qtbot.waitUntil(lambda: "Saved case" in dialog.message.text(), timeout=PATIENCE)
    dialog.reject()
    verifying = VerifyDialog(register, runner)
    qtbot.addWidget(verifying)
    verifying.show()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    press(qtbot, verifying.folder_button)
    qtbot.waitUntil(lambda: "is complete" in verifying.message.text(), timeout=PATIENCE)
    assert "This register gave it out" in verifying.found.toPlainText()
    (out / "letter-1.docx").write_bytes(b"another")
    press(qtbot, verifying.folder_button)
    qtbot.waitUntil(lambda: "1 problem" in verifying.message.text(), timeout=PATIENCE)
    assert "letter-1.docx was changed." in verifying.found.toPlainText()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "no.pdf"), ""))
    press(qtbot, verifying.pdf_button)
    qtbot.waitUntil(lambda: "cannot be read" in verifying.message.text(), timeout=PATIENCE)
    closed(qtbot, window)


def test_closing_while_it_is_put_together_leaves_nothing(
    qtbot: Any,
    runner: Runner,
    window: CaseWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = _dialog(qtbot, window)
    folder = tmp_path / "out"
    folder.mkdir()
    _to(monkeypatch, folder / "case.pdf")
    press(qtbot, dialog.pdf_button)
    dialog.reject()
    qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)
    assert list(folder.iterdir()) == []
    closed(qtbot, window)


def test_whoever_may_only_read_gives_no_case_file_out(
    qtbot: Any, register: Register, runner: Runner, window: CaseWindow
) -> None:
    closed(qtbot, window)
    with register.change() as change:
        change.add(User, name="reader", full_name="N. Reader", role="reader")
    with open_register(register.path, user="reader") as theirs:
        own = opened(qtbot, theirs, runner, 1)
        assert not own.header.case_file.isEnabled()
        assert "your role may not" in own.header.case_file.toolTip()
        closed(qtbot, own)
        qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)

"""The export: progress, cancel, the byte-order mark, and what cannot be written."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.entering.open import create_register
from models.exchange.tables.csv_file import restore
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.register import Register
from tests.models.making import TODAY, case_file, save
from ui.background import Runner
from ui.cases.list.export_dialog import ExportDialog

TITLES = ["=1+1", "@SUM(A1)", "'quoted", "<b>bold</b>", "\u05d3\u05d5\u05d3", "\U0001f600, two"]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    for title in TITLES:
        save(made, case_file(title))
    yield made
    made.close()


@pytest.fixture
def dialog(qtbot: Any, app: QApplication, register: Register, runner: Runner) -> ExportDialog:
    made = ExportDialog(register, runner, Filter(), Sort("reference", False), default())
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def write_to(qtbot: Any, dialog: ExportDialog, path: Path | str) -> None:
    dialog.path.setFocus()
    dialog.path.clear()
    qtbot.keyClicks(dialog.path, str(path))
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)


def exported(register: Register) -> int:
    with register.reader() as connection:
        query = "SELECT COUNT(*) FROM audit_record WHERE action = 'disclose'"
        return int(connection.execute(query).fetchone()[0])


@pytest.mark.parametrize("bom", [False, True])
def test_the_file_is_whole_with_or_without_the_mark(
    qtbot: Any, dialog: ExportDialog, register: Register, folder: Path, bom: bool
) -> None:
    if bom:
        qtbot.mouseClick(dialog.bom, Qt.MouseButton.LeftButton, pos=dialog.bom.rect().center())
        dialog.bom.setChecked(True)
    write_to(qtbot, dialog, folder / "cases.csv")
    qtbot.waitUntil(dialog.message.isVisible)
    assert dialog.message.text() == f"Wrote {len(TITLES)} cases to cases.csv."
    raw = (folder / "cases.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") is bom
    text = raw.decode("utf-8-sig" if bom else "utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [restore(row["Title"]) for row in rows] == TITLES
    assert not [row["Title"] for row in rows if row["Title"][:1] in "=+-@"]
    assert exported(register) == 1
    dialog.reject()


def test_cancel_stops_it_and_what_stood_under_the_name_still_does(
    qtbot: Any,
    dialog: ExportDialog,
    register: Register,
    runner: Runner,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    every_row = case_list.every_row

    def without_end(*words: Any) -> Iterator[Any]:
        while True:
            yield from every_row(*words)

    monkeypatch.setattr(case_list, "every_row", without_end)
    out = folder / "cases.csv"
    out.write_text("yesterday's")
    steps: list[int] = []
    write_to(qtbot, dialog, out)
    assert dialog._job is not None
    dialog._job.progressed.connect(lambda done, _: steps.append(done))
    qtbot.waitUntil(lambda: len(steps) > 2)
    assert dialog.progress.isVisible()
    assert not dialog.export.isEnabled()
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not runner.busy)
    assert steps == sorted(steps)
    assert not dialog.isVisible()
    assert out.read_text() == "yesterday's"
    assert [one.name for one in folder.iterdir()] == ["cases.csv"]
    assert exported(register) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Name a file to write."),
        (".", "Name a file to write."),
        ("none/cases.csv", "could not be written"),
    ],
)
def test_a_name_that_cannot_be_written_is_said_beside_it(
    qtbot: Any, dialog: ExportDialog, register: Register, folder: Path, name: str, said: str
) -> None:
    write_to(qtbot, dialog, folder / name if name else "")
    qtbot.waitUntil(lambda: said in dialog._field.error_text())
    assert dialog.export.isEnabled()
    assert list(folder.iterdir()) == []
    assert exported(register) == 0


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_is_closed_or_full_is_said_and_leaves_nothing(
    qtbot: Any,
    dialog: ExportDialog,
    register: Register,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    import os

    def refused(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.mkstemp", refused)
    write_to(qtbot, dialog, folder / "cases.csv")
    qtbot.waitUntil(lambda: os.strerror(number) in dialog._field.error_text())
    assert list(folder.iterdir()) == []
    assert exported(register) == 0

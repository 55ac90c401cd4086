"""The list's columns: chosen, ordered, remembered, and followed by the export and the print."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.queries.cases.columns import default
from models.register import Register
from tests.models.making import case_file, save
from ui.background import Runner
from ui.cases.list.case_list import CaseList
from ui.cases.list.columns_picker import ColumnsPicker
from ui.cases.list.export_dialog import ExportDialog
from ui.settings import Settings


def shown(qtbot: Any, register: Register, runner: Runner, settings: Settings) -> CaseList:
    page = CaseList(register, runner, settings)
    qtbot.addWidget(page)
    page.resize(1060, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.overview is not None and not runner.busy)
    return page


@pytest.fixture
def page(
    qtbot: Any, app: QApplication, register: Register, runner: Runner, settings: Settings
) -> CaseList:
    for number in range(3):
        save(register, case_file(f"Matter {number}"))
    return shown(qtbot, register, runner, settings)


def picker(qtbot: Any, page: CaseList) -> ColumnsPicker:
    qtbot.mouseClick(page.columns_button, Qt.MouseButton.LeftButton)
    return page.findChildren(ColumnsPicker)[-1]


def go_to(made: ColumnsPicker, words: str) -> None:
    made.list.setCurrentItem(made.list.findItems(words, Qt.MatchFlag.MatchExactly)[0])


def headings(page: CaseList) -> list[str]:
    head = page.table.horizontalHeader()
    order = [head.logicalIndex(at) for at in range(head.count())]
    return [page.model.headerData(at, Qt.Orientation.Horizontal) for at in order]


def test_columns_are_ordered_by_the_keyboard_and_remembered(
    qtbot: Any, page: CaseList, register: Register, runner: Runner, settings: Settings
) -> None:
    made = picker(qtbot, page)
    go_to(made, "Stage")
    for _ in range(2):
        qtbot.keyClick(made.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: headings(page)[1] == "Stage")
    go_to(made, "Received")
    qtbot.keyClick(made.list, Qt.Key.Key_Space)
    made.close()
    wanted = ["Reference", "Stage", "Matter", "Next due"]
    qtbot.waitUntil(lambda: headings(page) == wanted)
    again = shown(qtbot, register, runner, settings)
    assert headings(again) == wanted


def test_a_heading_is_dragged_to_another_place_and_stays(
    qtbot: Any, page: CaseList, register: Register, runner: Runner, settings: Settings
) -> None:
    page.table.horizontalHeader().moveSection(4, 0)  # what a drag does when it is let go
    qtbot.waitUntil(lambda: headings(page)[0] == "Next due")
    qtbot.waitUntil(lambda: not runner.busy)
    assert headings(page)[1] == "Reference"
    assert headings(shown(qtbot, register, runner, settings))[0] == "Next due"


def test_the_last_column_cannot_be_taken_and_the_usual_ones_come_back(
    qtbot: Any, page: CaseList, runner: Runner
) -> None:
    made = picker(qtbot, page)
    for words in ("Reference", "Matter", "Received", "Stage", "Next due"):
        go_to(made, words)
        qtbot.keyClick(made.list, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: headings(page) == ["Next due"] and not runner.busy)
    qtbot.mouseClick(made.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.columns() == default())


def test_the_export_has_the_list_s_filter_columns_and_order(
    qtbot: Any, page: CaseList, register: Register, runner: Runner, tmp_path: Path
) -> None:
    page.set_columns(("owner", "reference"))
    qtbot.waitUntil(lambda: headings(page) == ["Owner", "Reference"])
    qtbot.keyClicks(page.bar.search, "matter")
    qtbot.waitUntil(lambda: page.filter().text == "matter" and not runner.busy)
    with qtbot.waitSignal(page.export_requested) as asked:
        qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    dialog = ExportDialog(register, runner, *asked.args)
    qtbot.addWidget(dialog)
    dialog.show()
    out = tmp_path / "out.csv"
    dialog.path.setText(str(out))
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.message.isVisible)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Owner", "Reference"]
    on_screen = [page.model.index(at, 1).data() for at in range(3)]
    assert [row[1] for row in rows[1:]] == on_screen

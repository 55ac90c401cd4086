"""The whole path through the real window, and what its parts say to each other."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from models.entering.open import create_register
from models.register import Register
from tests.models import making
from tests.models.making import TODAY
from tests.ui.cases.driving import choose, work_a_case
from ui.cases.list.export_dialog import ExportDialog
from ui.desktop.desktop import Desktop
from ui.printing.preview import PreviewDialog
from ui.settings import Settings


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, register: Register, settings: Settings
) -> Iterator[Desktop]:
    made = Desktop(register, settings)
    made.show()
    rest(qtbot, made)
    yield made
    made.runner.shutdown()
    made.window.hide()


def rest(qtbot: Any, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runner.busy)


def click(qtbot: Any, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def text_of(path: Path) -> str:
    tool = shutil.which("pdftotext")
    assert tool, "pdftotext is part of the tests' set-up (poppler-utils)"
    done = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_from_a_received_allegation_to_a_printed_sheet_and_a_csv(
    qtbot: Any, desktop: Desktop, tmp_path: Path
) -> None:
    assert desktop.cases.empty.isVisible()
    click(qtbot, desktop.window.primary)
    (window,) = desktop._new_windows
    qtbot.waitUntil(lambda: bool(window._sources.users) and not desktop.runner.busy)
    work_a_case(qtbot, window)
    with qtbot.waitSignal(window.saved):
        click(qtbot, window.header.save)
    window.close()

    page = desktop.cases
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.table.isVisible())
    rest(qtbot, desktop)
    assert page.model.index(0, 0).data() == "PS/2014/00001"
    assert page.model.index(0, 1).data() == "Photograph of an incident"

    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desktop.case_windows) == 1)
    (again,) = desktop.case_windows.values()
    rest(qtbot, desktop)
    again.close()

    click(qtbot, page.preview.print_button)
    qtbot.waitUntil(lambda: bool(desktop.window.findChildren(PreviewDialog)))
    (preview,) = desktop.window.findChildren(PreviewDialog)
    sheet = tmp_path / "sheet.pdf"
    preview.save_pdf(sheet)
    qtbot.waitUntil(lambda: preview.message.isVisible())
    assert "Saved sheet.pdf" in preview.message.text()
    preview.close()
    words = " ".join(text_of(sheet).split())
    for said in (
        "OFFICIAL-SENSITIVE",
        "PS/2014/00001",
        "4417 Harmer",
        "Put a photograph on Facebook.",
        "Case to answer: misconduct",
        "Written warning",
        "Page 1 of 2",
        "Printed by D. Okafor on",
    ):
        assert said in words

    click(qtbot, page.export_button)
    (dialog,) = desktop.window.findChildren(ExportDialog)
    out = tmp_path / "cases.csv"
    dialog.path.setFocus()
    dialog.path.selectAll()
    qtbot.keyClicks(dialog.path, str(out))
    click(qtbot, dialog.export)
    qtbot.waitUntil(lambda: dialog.message.isVisible())
    dialog.reject()
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Reference"] == "PS/2014/00001"
    assert row["Stage"] == "Received"
    with desktop.register.reader() as connection:
        told = connection.execute(
            "SELECT COUNT(*) FROM audit_record WHERE action = 'disclose'"
        ).fetchone()[0]
    assert told == 2


def test_the_jump_box_goes_to_a_case_or_searches(qtbot: Any, desktop: Desktop) -> None:
    making.save(desktop.register, making.case_file("Zebra crossing"))
    making.save(desktop.register, making.case_file("Another"))
    jump = desktop.window.jump
    jump.setFocus()
    qtbot.keyClicks(jump, "ps/2014/00002")
    qtbot.keyClick(jump, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 2 in desktop.case_windows)
    rest(qtbot, desktop)
    desktop.case_windows[2].close()
    qtbot.keyClicks(jump, "zebra")
    qtbot.keyClick(jump, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.cases.model.rowCount() == 1)
    assert desktop.cases.filter().text == "zebra"


def test_a_bar_of_the_dashboard_opens_the_list_behind_it(qtbot: Any, desktop: Desktop) -> None:
    making.save(desktop.register, making.case_file("One"))
    other = making.case_file("Two")
    other.allegations[0]["platform"] = "twitter"
    making.save(desktop.register, other)
    desktop.window.show_page("Dashboard")
    page: Any = desktop.window.page("Dashboard")
    qtbot.waitUntil(lambda: "platform" in page.cards)
    rest(qtbot, desktop)
    chart = page.cards["platform"].chart
    assert {bar.label: bar.value for bar in chart.series.bars} == {"Facebook": 1, "Twitter/X": 1}
    assert page.figures["investigated"].text() == "2"
    qtbot.waitUntil(lambda: len(chart.placed) == 2)  # drawn
    at = [bar.label for bar in chart.series.bars].index("Twitter/X")
    middle = chart.placed[at].bar.center().toPoint()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: desktop.cases.model.rowCount() == 1)
    assert desktop.cases.model.index(0, 1).data() == "Two"


def test_the_nation_is_chosen_for_a_register_that_is_there(qtbot: Any, desktop: Desktop) -> None:
    case_id = making.save(desktop.register, making.case_file())
    window = desktop.open_case(case_id)
    rest(qtbot, desktop)
    dialog = desktop.show_settings()
    nation = dialog.editors["nation"]
    assert nation.currentText() == "England and Wales"
    choose(qtbot, nation, "Northern Ireland")
    qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert desktop.register.nation == "NIR"
    assert window._sources.nation == "NIR"
    window.close()

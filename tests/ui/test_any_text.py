"""Markup, formulas, right-to-left names and picture letters, typed into every field there is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from models.case import casefile
from models.entering.open import create_register
from models.exchange.tables.csv_file import restore
from tests.models.making import TODAY, case_file, loaded, save
from ui.desktop.desktop import Desktop
from ui.printing import papers
from ui.settings import Settings

TEXTS = {
    "markup": "<b>bold</b> & <img src='file:///etc/hostname'>",
    "formula": '=HYPERLINK("http://x","y")',
    "right-to-left": "\u05d3\u05d5\u05d3 \u05d1\u05df\u05be\u05e2\u05de\u05d9",
    "pictures": "\U0001f469\u200d\U0001f692 \U0001f1ec\U0001f1e7",
    "template": "{{ case.title }}{% for x in y %}",
}


@pytest.fixture(params=TEXTS, ids=list(TEXTS))
def text(request: pytest.FixtureRequest) -> str:
    return TEXTS[request.param]


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, tmp_path: Path, settings: Settings, text: str
) -> Iterator[Desktop]:
    path = tmp_path / "force.probity"
    register = create_register(path, force=text, user="okafor", full_name=text, today=TODAY)
    save(register, filled(text))
    made = Desktop(register, settings)
    made.show()
    qtbot.waitUntil(lambda: not made.runner.busy)
    yield made
    made.runner.shutdown()
    made.window.hide()
    register.close()


def filled(text: str) -> casefile.CaseFile:
    """A case with ``text`` wherever words may be typed."""
    file = case_file(text, summary=text, incident_place=text)
    file.complainants.append(casefile.blank_row("complainants", file, family_name=text))
    file.proceedings.append(
        casefile.blank_row(
            "proceedings",
            file,
            kind="misconduct-meeting",
            subject_id=file.subjects[0]["id"],
            panel=text,
        )
    )
    file.outcomes.append(
        casefile.blank_row(
            "outcomes",
            file,
            outcome="ww",
            subject_id=file.subjects[0]["id"],
            decided=TODAY,
            notes=text,
        )
    )
    file.tasks.append(casefile.blank_row("tasks", file, title=text, assigned_to_id=1))
    for section in ("subjects", "complainants"):
        file.rows(section)[0].update(given_names=text, family_name=text)
    file.subjects[0].update(unit=text, post=text)
    file.allegations[0]["particulars"] = text
    file.findings[0]["reason"] = text
    file.chronology[0]["text"] = text
    return file


def shown_as_typed(inside: QWidget, text: str) -> int:
    """How many labels say ``text``; none of them, and no tool tip, takes it for markup."""
    said = 0
    for label in inside.findChildren(QLabel):
        if text in label.text():
            said += 1
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for one in inside.findChildren(QWidget):
        tip = one.toolTip()
        assert not (text in tip and GuiQt.mightBeRichText(tip)), tip
    return said


def test_it_is_kept_letter_for_letter(desktop: Desktop, text: str) -> None:
    file = loaded(desktop.register, 1)
    assert file.case["title"] == file.case["summary"] == text
    assert file.subjects[0]["family_name"] == file.subjects[0]["unit"] == text
    assert file.complainants[0]["given_names"] == file.chronology[0]["text"] == text


def test_every_page_shows_it_as_it_was_typed(qtbot: Any, desktop: Desktop, text: str) -> None:
    page = desktop.cases
    at = page.model.columns.index("matter")
    assert page.model.index(0, at).data() == text
    tip = page.model.index(0, at).data(Qt.ItemDataRole.ToolTipRole)
    assert not GuiQt.mightBeRichText(text) or "<b>" not in tip
    qtbot.waitUntil(lambda: shown_as_typed(page.preview, text) > 1)
    for title in ("My work", "People", "Dashboard"):
        made = desktop.window.show_page(title)
        qtbot.waitUntil(lambda: not desktop.runner.busy)
        shown_as_typed(made, text)
    people: Any = desktop.window.page("People")
    people.tables["people"].selectRow(0)
    qtbot.waitUntil(lambda: shown_as_typed(people.panel, text) > 0)
    shown_as_typed(desktop.window, text)


def test_every_page_of_the_case_shows_it_as_it_was_typed(
    qtbot: Any, desktop: Desktop, text: str
) -> None:
    window = desktop.open_case(1)
    qtbot.waitUntil(lambda: window.tabs.isEnabled() and not desktop.runner.busy)
    for at in range(window.tabs.count()):
        window.tabs.setCurrentIndex(at)
        qtbot.waitUntil(lambda: not desktop.runner.busy)
    assert shown_as_typed(window, text) > 3
    window.close()


def test_it_leaves_on_paper_and_in_a_file_as_it_was_typed(
    qtbot: Any, desktop: Desktop, text: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    assert papers.save_case_sheet(desktop.register, "PS/2014/00001", sheet, "recorded") > 0
    assert papers.save_case_sheet(desktop.register, "PS/2014/00001", sheet, "initials") > 0
    dialog = desktop.export(desktop.cases.filter(), desktop.cases.sort(), ("matter", "who"))
    out = tmp_path / "cases.csv"
    dialog.path.setText(str(out))
    dialog.start()
    qtbot.waitUntil(dialog.message.isVisible)
    dialog.reject()
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert restore(row["Title"]) == text
    assert not row["Title"].startswith("=")

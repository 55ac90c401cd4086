"""What stands disabled for each role, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from models.case import casefile
from models.entering.open import create_register, open_register
from models.errors import NotAllowedError
from tests.models import making
from tests.models.making import TODAY
from ui.cases.window.case_tabs import TABS
from ui.cases.window.case_window import CaseWindow
from ui.desktop.desktop import Desktop
from ui.printing import papers
from ui.settings import Settings

ROLES = ("investigator", "supervisor", "administrator", "auditor", "reader")
Opened = Callable[[str], Desktop]


@pytest.fixture
def opened(qtbot: Any, app: QApplication, path: Path, settings: Settings) -> Iterator[Opened]:
    colleagues = [{"name": role, "full_name": role.title(), "role": role} for role in ROLES]
    with create_register(
        path, force="Weald", user="okafor", today=TODAY, colleagues=colleagues
    ) as register:
        file = making.case_file()
        file.complainants.append(casefile.blank_row("complainants", file, family_name="Marsh"))
        making.save(register, file)
    made: list[Desktop] = []

    def open_as(role: str) -> Desktop:
        desktop = Desktop(open_register(path, user=role), settings)
        made.append(desktop)
        desktop.show()
        qtbot.waitUntil(lambda: not desktop.runner.busy)
        return desktop

    yield open_as
    for desktop in made:
        for window in tuple(desktop.case_windows.values()):
            window.draft.revert()
            window.close()
        desktop.runner.shutdown()
        desktop.window.hide()
        desktop.register.close()


def case_of(qtbot: Any, desktop: Desktop) -> CaseWindow:
    window = desktop.open_case(1)
    qtbot.waitUntil(lambda: bool(window._sources.users) and not desktop.runner.busy)
    for place in range(len(TABS)):
        window.tabs.setCurrentIndex(place)
    qtbot.waitUntil(lambda: not desktop.runner.busy)
    return window


@pytest.mark.parametrize("role", ROLES)
def test_the_window_offers_what_the_role_may(opened: Opened, role: str) -> None:
    desktop = opened(role)
    writes, discloses = role not in ("auditor", "reader"), role != "reader"
    assert desktop.new_action.isEnabled() == writes
    assert desktop.window.primary.isEnabled() == writes
    for button in (
        desktop.cases.export_button,
        desktop.cases.print_button,
        desktop.cases.preview.print_button,
    ):
        assert button.isEnabled() == discloses
    if not writes:
        assert "your role may not record and work cases" in desktop.window.primary.toolTip()
    if not discloses:
        assert "your role may not print and export" in desktop.cases.export_button.toolTip()
    titles = [page.title for page in desktop.window._pages]
    assert ("Users" in titles) == (role == "administrator")
    settings = next(
        action
        for menu in desktop.window.menuBar().actions()
        for action in (menu.menu().actions() if menu.menu() else [])  # type: ignore[attr-defined]
        if "settings" in action.text()
    )
    assert settings.isEnabled() == (role == "administrator")


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_a_reader_s_case_is_for_reading(qtbot: Any, opened: Opened, role: str) -> None:
    window = case_of(qtbot, opened(role))
    forms = [form for card in _cards(window) for form in card.form.editors.values()]
    assert len(forms) > 10
    for editor in forms:
        part = editor.widget
        may_read = isinstance(part, QLineEdit | QPlainTextEdit) and part.isReadOnly()
        assert may_read or not part.isEnabled()
        assert "your role may not" in part.toolTip()
    for words in ("Add complainant", "Add allegation", "Add finding", "Add subject", "Save"):
        for button in _buttons(window, words):
            assert not button.isEnabled(), words
            assert "your role may not" in button.toolTip()
    for button in _buttons(window, "Remove"):
        assert not button.isEnabled()
    assert window.tabs.chronology.form.isHidden()
    assert not _buttons(window.tabs.chronology, "Correct this entry…")
    assert not window.tabs.exhibits.add_button.isEnabled()
    assert window.header.sheet.isEnabled() == (role == "auditor")
    assert window.header.status.text() == "Read only"
    title = window.findChildren(QLineEdit, "case.title")[0]
    qtbot.keyClicks(title, "changed")
    window.save()
    assert not window.draft.is_edited()
    kind = window.findChildren(QComboBox, "case.kind")[0]
    assert kind.currentText() == "Conduct matter"


def test_an_investigator_s_case_is_as_it_was(qtbot: Any, opened: Opened) -> None:
    window = case_of(qtbot, opened("investigator"))
    assert not window.findChildren(QLineEdit, "case.title")[0].isReadOnly()
    assert all(button.isEnabled() for button in _buttons(window, "Add complainant"))
    assert not window.tabs.chronology.form.isHidden()


def test_what_is_forbidden_stays_so_whatever_a_page_does(opened: Opened) -> None:
    desktop = opened("reader")
    button = desktop.cases.export_button
    why = button.toolTip()
    button.setEnabled(True)
    button.setToolTip("")
    assert not button.isEnabled()
    assert button.toolTip() == why


@pytest.mark.parametrize("role", ROLES)
def test_a_sheet_leaves_only_by_who_may(
    qtbot: Any, opened: Opened, role: str, tmp_path: Path
) -> None:
    register = opened(role).register
    out = tmp_path / "sheet.pdf"
    if role == "reader":
        with pytest.raises(NotAllowedError):
            papers.save_case_sheet(register, "PS/2014/00001", out, "recorded")
        assert not out.exists()
        return
    papers.save_case_sheet(register, "PS/2014/00001", out, "recorded")
    assert out.exists()
    with register.reader() as connection:
        query = "SELECT user_name, entry FROM audit_record ORDER BY id DESC LIMIT 1"
        who, entry = connection.execute(query).fetchone()
    assert who == role
    assert "saved as sheet.pdf" in entry


def _cards(window: CaseWindow) -> list[Any]:
    from ui.cases.form.forms import FormCard

    return window.findChildren(FormCard)


def _buttons(inside: Any, words: str) -> list[QPushButton]:
    return [one for one in inside.findChildren(QPushButton) if one.text() == words]

"""What is looked at is on record: whose doing it was, of which case or person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from models.entering.open import create_register
from models.queries.cases.history import Event
from models.record.records import Asked, page
from tests.models.making import TODAY, case_file, save
from ui.cases.list import preview_panel
from ui.cases.pages.history_page import HistoryPage
from ui.desktop.desktop import Desktop
from ui.printing.preview import PreviewDialog
from ui.settings import Settings


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, settings: Settings, tmp_path: Path, monkeypatch: Any
) -> Iterator[Desktop]:
    monkeypatch.setattr(preview_panel, "LOOKED_AT", 0)
    path = tmp_path / "force.probity"
    register = create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    )
    save(register, case_file("First"))
    save(register, case_file("Second"))
    made = Desktop(register, settings)
    made.show()
    rest(qtbot, made)
    yield made
    for window in list(made.case_windows.values()):
        window.close()
    rest(qtbot, made)
    made.runner.shutdown()
    made.window.hide()
    register.close()


def rest(qtbot: Any, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runner.busy)


def looks(desktop: Desktop, what: str) -> list[Event]:
    with desktop.register.reader() as connection:
        found = page(connection, Asked(act="consult"))
    return [one for one in found if one.what == what]


def test_a_case_looked_at_beside_the_list_once_while_it_stays_chosen(
    qtbot: Any, desktop: Desktop
) -> None:
    words = "Viewed in the preview"
    desktop.cases.table.selectRow(1)
    chosen = desktop.cases.model.index(1, 0).data()
    qtbot.waitUntil(lambda: chosen in [one.reference for one in looks(desktop, words)])
    rest(qtbot, desktop)
    before = len(looks(desktop, words))
    panel = desktop.cases.preview
    panel.show_case(panel.case_id)
    qtbot.waitUntil(lambda: not panel._soon.isActive() and not desktop.runner.busy)
    assert not panel._look.isActive()  # nobody begins to look anew
    assert len(looks(desktop, words)) == before
    assert looks(desktop, words)[0].act == "Consultation"


def test_a_case_opened_its_sheet_looked_at_and_its_history_says_so(
    qtbot: Any, desktop: Desktop
) -> None:
    window = desktop.open_case(1)
    qtbot.waitUntil(lambda: bool(looks(desktop, "Viewed the case")))
    desktop.print_sheet(1, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewDialog)))
    (seen,) = looks(desktop, "Case sheet previewed before printing")
    assert seen.case_id == 1
    window.findChildren(PreviewDialog)[0].close()
    history = window.tabs.history
    assert isinstance(history, HistoryPage)
    history.reload()
    rest(qtbot, desktop)
    said = [event.act for save in history._saves for event in save]
    assert {"Collection", "Consultation"} <= set(said)


def test_a_person_looked_at(qtbot: Any, desktop: Desktop) -> None:
    people: Any = desktop.window.show_page("People")
    qtbot.waitUntil(lambda: bool(people.models["people"].items))
    people.tables["people"].selectRow(0)
    words = "A person’s details: Viewed"
    qtbot.waitUntil(lambda: len(looks(desktop, words)) == 1)
    people.reload()
    rest(qtbot, desktop)
    assert len(looks(desktop, words)) == 1  # the same look

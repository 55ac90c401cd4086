from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from models.changes import acknowledgements, guidance
from models.entering.open import create_register
from models.queries.people import acknowledgements as given_to
from models.queries.people import guidance as asked
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import answer, button, choose, press
from ui.background import Runner
from ui.guidance.give_dialog import GiveDialog
from ui.guidance.guidance_page import GuidancePage
from ui.guidance.recipients_panel import FOR_EXCEL
from ui.previews.file_preview import ExhibitPreview
from ui.widgets.fields_dialog import FieldsDialog

DAY = datetime.date
TITLE = "Use of social media"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Harmer, Ravel and Pell of Estuary; one document with one version, given to nobody."""
    path = tmp_path / "force.probity"
    made = create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", today=making.TODAY
    )
    for number, family, role in (
        ("4417", "Harmer", "officer"),
        ("0012", "Ravel", "staff"),
        ("1999", "Pell", "officer"),
    ):
        file = making.case_file()
        file.subjects[0] |= {
            "number": number, "family_name": family, "role": role, "unit": "Estuary",
        }  # fmt: skip
        making.save(made, file)
    with made.change() as change:
        document = guidance.add_document(change, title=TITLE, factor="social-media")
        version = guidance.add_version(change, document, name="1", starts=DAY(2009, 2, 2))
        guidance.add_clause(change, version, number="3.1", words="Comment is civil.")
    yield made
    made.close()


@pytest.fixture
def page(qtbot: Any, register: Register, runner: Runner) -> GuidancePage:
    made = GuidancePage(register, runner)
    qtbot.addWidget(made)
    made.resize(1060, 700)
    made.show()
    qtbot.waitUntil(lambda: made.panel.members._held is not None and not runner.busy)
    return made


@pytest.fixture
def given(register: Register) -> None:
    """Version 1 given to Harmer and Ravel; Ravel acknowledged it."""
    with register.change() as change:
        acknowledgements.give(change, 1, [1, 2], given=DAY(2009, 3, 1), how="email")
        acknowledgements.acknowledge(change, [2], DAY(2009, 3, 4), "signed")


def _dialog(page: GuidancePage) -> FieldsDialog:
    return next(one for one in page.findChildren(FieldsDialog) if one.isVisible())


def _names(page: GuidancePage) -> list[str]:
    return [one.name for one in page.panel.members.model.items]


def _versions(register: Register) -> list[tuple[str, datetime.date | None, datetime.date | None]]:
    with register.reader() as connection:
        return [(one.name, one.starts, one.ends) for one in asked.versions(connection)]


def _rows(register: Register) -> list[given_to.Recipient]:
    with register.reader() as connection:
        return given_to.recipients(connection, 1, "given", "", making.TODAY)


def _give(qtbot: Any, page: GuidancePage) -> GiveDialog:
    press(qtbot, page.panel.members.give)
    dialog = next(one for one in page.findChildren(GiveDialog) if one.isVisible())
    qtbot.waitUntil(lambda: dialog.finder.unit.count() > 1)
    return dialog


def _filter(qtbot: Any, page: GuidancePage, words: str, names: list[str]) -> None:
    choose(qtbot, page.panel.members.which, words)
    qtbot.waitUntil(lambda: _names(page) == names)


def test_a_document_and_its_versions_are_added_with_what_is_wrong_beside_its_field(
    qtbot: Any, register: Register, page: GuidancePage
) -> None:
    press(qtbot, page.add_button)
    dialog = _dialog(page)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["title"].error_text()))
    qtbot.keyClicks(dialog.editors["title"], "Information security")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: len(page.model.items) == 2)
    page.table.selectRow(0)
    press(qtbot, page.panel.none.button)
    dialog = _dialog(page)
    qtbot.keyClicks(dialog.editors["name"], "2008")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "when it comes into force" in dialog.fields["starts"].error_text())
    qtbot.keyClicks(dialog.editors["starts"], "1/9/2008")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: ("2008", DAY(2008, 9, 1), None) in _versions(register))


def test_a_new_version_ends_the_one_before(
    qtbot: Any, register: Register, page: GuidancePage
) -> None:
    press(qtbot, page.panel.new_version)
    dialog = _dialog(page)
    qtbot.keyClicks(dialog.editors["name"], "2")
    qtbot.keyClicks(dialog.editors["starts"], "2 feb 2009")
    choose(qtbot, dialog.editors["clauses_of"], "Those of version 1")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "comes into force on that day" in dialog.fields["starts"].error_text())
    dialog.editors["starts"].selectAll()
    qtbot.keyClicks(dialog.editors["starts"], "5 mar 2012")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: len(page.model.items) == 2)
    assert _versions(register) == [
        ("1", DAY(2009, 2, 2), DAY(2012, 3, 4)),
        ("2", DAY(2012, 3, 5), None),
    ]
    cells = [page.model.data(page.model.index(0, at)) for at in range(3)]
    assert cells == [TITLE, "2", "from 5 Mar 2012"]
    assert page.model.data(page.model.index(1, 2)) == "2 Feb 2009 to 4 Mar 2012"
    with register.reader() as connection:
        assert [len(one.clauses) for one in asked.versions(connection)] == [1, 1]


def test_words_find_the_guidance(qtbot: Any, page: GuidancePage) -> None:
    qtbot.keyClicks(page.search, "civil")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)
    qtbot.keyClicks(page.search, " rude")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 0)
    assert page.empty.title.text() == "Nothing found"


def test_it_is_given_by_name_by_role_and_by_a_pasted_list(
    qtbot: Any, register: Register, page: GuidancePage
) -> None:
    dialog = _give(qtbot, page)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "Choose who" in dialog.fields["members"].error_text())
    qtbot.keyClicks(dialog.finder.search, "harm")
    qtbot.waitUntil(lambda: dialog.finder.found.count() == 1)
    press(qtbot, dialog.finder.add_found)
    assert not dialog.fields["members"].error_text()
    choose(qtbot, dialog.finder.role, "Police staff")
    press(qtbot, dialog.finder.add_all)
    qtbot.waitUntil(lambda: len(dialog.members) == 2)
    qtbot.keyClicks(dialog.finder.numbers, "4417, 9999")
    qtbot.keyClick(dialog.finder.numbers, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.finder.numbers, "5001 Oduya, Grace")
    press(qtbot, dialog.finder.add_numbers)
    qtbot.waitUntil(lambda: len(dialog.members) == 3)
    assert "number 9999" in dialog.message.text()
    assert dialog.finder.numbers.toPlainText() == "9999"
    dialog.list.setCurrentRow(1)
    press(qtbot, dialog.remove)
    assert dialog.list.count() == 2
    dialog.day.selectAll()
    qtbot.keyClicks(dialog.day, "1 mar 2015")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "future" in dialog.fields["given"].error_text())
    dialog.day.selectAll()
    qtbot.keyClicks(dialog.day, "1 mar 2010")
    choose(qtbot, dialog.how, "Email")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: _names(page) == ["Harmer", "Oduya, Grace"])
    assert page.panel.members.message.text() == "Given to 2 members."
    assert [(one.given, one.how) for one in _rows(register)] == [(DAY(2010, 3, 1), "email")] * 2


def test_everybody_of_a_unit_and_a_list_of_those_who_signed(
    qtbot: Any, register: Register, page: GuidancePage
) -> None:
    dialog = _give(qtbot, page)
    press(qtbot, dialog.finder.add_all)
    assert "Choose a role" in dialog.message.text()
    choose(qtbot, dialog.finder.unit, "Estuary")
    press(qtbot, dialog.finder.add_all)
    qtbot.waitUntil(lambda: len(dialog.members) == 3)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: len(_names(page)) == 3)
    dialog = _give(qtbot, page)
    qtbot.keyClicks(dialog.finder.numbers, "4417 1999")
    press(qtbot, dialog.finder.add_numbers)
    qtbot.waitUntil(lambda: len(dialog.members) == 2)
    qtbot.keyClicks(dialog.acknowledged, "28 feb 2014")
    press(qtbot, dialog.agree)
    members = page.panel.members
    qtbot.waitUntil(lambda: "2 members of them" in members.message.text())
    _filter(qtbot, page, "Given, not acknowledged", ["Ravel"])
    qtbot.waitUntil(lambda: "(2 of 3 acknowledged)" in page.panel.show_members.text())


@pytest.mark.usefixtures("given")
def test_the_filter_shows_who_has_not_and_their_acknowledgement_is_recorded(
    qtbot: Any, register: Register, page: GuidancePage
) -> None:
    members = page.panel.members
    assert _names(page) == ["Harmer", "Ravel"]
    _filter(qtbot, page, "Acknowledged", ["Ravel"])
    members.which.setCurrentIndex(0)
    _filter(qtbot, page, "Given, not acknowledged", ["Harmer"])
    assert members.model.data(members.model.index(0, 4)) == "▲ not yet"
    assert not members.record.isEnabled()
    members.table.selectRow(0)
    press(qtbot, members.record)
    dialog = _dialog(page)
    dialog.editors["acknowledged"].selectAll()
    qtbot.keyClicks(dialog.editors["acknowledged"], "1 feb 2009")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "before it was given" in dialog.fields["acknowledged"].error_text())
    dialog.editors["acknowledged"].selectAll()
    qtbot.keyClicks(dialog.editors["acknowledged"], "9 mar 2009")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not _names(page))
    assert members.empty.title.text() == "Nobody is left"
    assert [one.acknowledged for one in _rows(register)] == [DAY(2009, 3, 9), DAY(2009, 3, 4)]


@pytest.mark.usefixtures("given")
def test_several_are_chosen_at_once(qtbot: Any, register: Register, page: GuidancePage) -> None:
    with register.change() as change:
        acknowledgements.give(change, 1, [3], given=DAY(2009, 3, 1))
    members = page.panel.members
    qtbot.waitUntil(lambda: len(_names(page)) == 3)
    members.table.setFocus()
    qtbot.keyClick(members.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not members.correct.isEnabled()
    press(qtbot, members.record)
    press(qtbot, _dialog(page).agree)
    qtbot.waitUntil(lambda: "(3 of 3 acknowledged)" in page.panel.show_members.text())
    days = [one.acknowledged for one in _rows(register)]
    assert days == [making.TODAY, making.TODAY, DAY(2009, 3, 4)]


@pytest.mark.usefixtures("given")
def test_who_serves_and_was_never_given_it_is_offered_for_giving(
    qtbot: Any, page: GuidancePage
) -> None:
    _filter(qtbot, page, "Serving, not given it", ["Pell"])
    page.panel.members.table.selectRow(0)
    dialog = _give(qtbot, page)
    assert [one.number for one in dialog.members] == ["1999"]
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not _names(page))


@pytest.mark.usefixtures("given")
def test_what_was_recorded_is_put_right_and_taken_back(
    qtbot: Any, register: Register, page: GuidancePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = page.panel.members
    members.table.setFocus()
    members.table.selectRow(1)
    qtbot.keyClick(members.table, Qt.Key.Key_Return)
    dialog = _dialog(page)
    assert dialog.editors["how"].currentText() == "Email"
    dialog.editors["acknowledged"].clear()
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: _rows(register)[1].acknowledged is None)
    qtbot.waitUntil(lambda: members.model.data(members.model.index(1, 4)) == "▲ not yet")
    qtbot.waitUntil(members.take_back.isEnabled)
    answer(monkeypatch, "Take back")
    press(qtbot, members.take_back)
    qtbot.waitUntil(lambda: _names(page) == ["Harmer"])


@pytest.mark.usefixtures("given")
def test_those_who_have_not_are_exported_and_that_is_on_record(
    qtbot: Any,
    register: Register,
    page: GuidancePage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "waiting.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), FOR_EXCEL))
    _filter(qtbot, page, "Given, not acknowledged", ["Harmer"])
    press(qtbot, page.panel.members.export)
    qtbot.waitUntil(lambda: "Wrote one member" in page.panel.members.message.text())
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Number"], row["Given"], row["Acknowledged"]) == ("4417", "2009-03-01", "")
    with register.reader() as connection:
        (entry,) = connection.execute(
            "SELECT entry FROM audit_record WHERE action = 'disclose'"
        ).fetchone()
    assert "Members given Use of social media, version 1, exported as CSV" in entry


def test_clauses_are_added_edited_and_removed(
    qtbot: Any, register: Register, page: GuidancePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clauses() -> list[str]:
        with register.reader() as connection:
            (version,) = asked.versions(connection)
        return [one.called for one in version.clauses]

    press(qtbot, page.panel.show_text)
    press(qtbot, button(page.panel, "Add clause…"))
    dialog = _dialog(page)
    qtbot.keyClicks(dialog.editors["number"], "3.1")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "with that number" in dialog.fields["number"].error_text())
    dialog.editors["number"].selectAll()
    qtbot.keyClicks(dialog.editors["number"], "3.2")
    qtbot.keyClicks(dialog.editors["words"], "Nobody is named.")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: clauses() == ["3.1 Comment is civil.", "3.2 Nobody is named."])
    qtbot.waitUntil(lambda: len(_links(page, "Edit…")) == 2)
    press(qtbot, _links(page, "Edit…")[1])
    dialog = _dialog(page)
    dialog.editors["words"].selectAll()
    qtbot.keyClicks(dialog.editors["words"], "Victims are not named.")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: clauses()[1] == "3.2 Victims are not named.")
    qtbot.waitUntil(lambda: len(_links(page, "Remove…")) == 2)
    answer(monkeypatch, "Remove")
    press(qtbot, _links(page, "Remove…")[0])
    qtbot.waitUntil(lambda: clauses() == ["3.2 Victims are not named."])


def _links(page: GuidancePage, words: str) -> list[QPushButton]:
    found = page.panel.text.findChildren(QPushButton)
    return [one for one in found if one.text() == words and one.isVisible()]


def test_a_file_is_attached_looked_at_and_saved_again(
    qtbot: Any,
    register: Register,
    page: GuidancePage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text("Be civil, on duty and off.")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(policy), ""))
    press(qtbot, page.panel.show_text)
    press(qtbot, button(page.panel, "Attach file…"))
    qtbot.waitUntil(lambda: bool(_links(page, "Replace file…")))
    press(qtbot, _links(page, "Preview")[0])
    (preview,) = page.findChildren(ExhibitPreview)
    qtbot.waitUntil(lambda: preview.text.toPlainText() == "Be civil, on duty and off.")
    preview.close()
    out = tmp_path / "copy.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(qtbot, _links(page, "Save a copy…")[0])
    qtbot.waitUntil(lambda: "verified" in page.message.text())
    assert out.read_text() == policy.read_text()


def test_a_version_is_edited_and_one_not_in_use_removed(
    qtbot: Any, register: Register, page: GuidancePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.panel.actions_by_name["edit_version"].trigger()
    dialog = _dialog(page)
    dialog.editors["name"].selectAll()
    qtbot.keyClicks(dialog.editors["name"], "2009")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: page.panel.head.heading.text() == f"{TITLE}, version 2009")
    page.panel.actions_by_name["edit_document"].trigger()
    dialog = _dialog(page)
    dialog.editors["title"].selectAll()
    qtbot.keyClicks(dialog.editors["title"], "Publishing online")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: "Publishing online" in page.panel.head.heading.text())
    with register.change() as change:
        acknowledgements.give(change, 1, [1], given=DAY(2009, 3, 1))
    answer(monkeypatch, "Remove")
    page.panel.actions_by_name["remove_version"].trigger()
    qtbot.waitUntil(lambda: "given to somebody" in page.message.text())
    with register.change() as change:
        acknowledgements.take_back(change, 1, 1)
    page.panel.actions_by_name["remove_version"].trigger()
    qtbot.waitUntil(lambda: page.panel.none.isVisible())
    page.panel.actions_by_name["remove_document"].trigger()
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 0)
    assert page.empty.title.text() == "No guidance yet"


def test_the_cases_that_name_a_version_are_a_press_away(
    qtbot: Any, register: Register, page: GuidancePage
) -> None:
    original = making.loaded(register, 1)
    edited = original.copy()
    edited.allegations[0]["guidance_version_id"] = 1
    making.save(register, edited, original)
    press(qtbot, page.panel.show_text)
    qtbot.waitUntil(lambda: bool(_links(page, "PS/2014/00001")))
    with qtbot.waitSignal(page.open_case) as heard:
        press(qtbot, _links(page, "PS/2014/00001")[0])
    assert heard.args == [1]


def test_little_width_puts_the_version_under_the_list(qtbot: Any, page: GuidancePage) -> None:
    assert page._split.orientation() == Qt.Orientation.Horizontal
    page.resize(700, 700)
    assert page._split.orientation() == Qt.Orientation.Vertical
    page.resize(1060, 700)
    assert page._split.orientation() == Qt.Orientation.Horizontal

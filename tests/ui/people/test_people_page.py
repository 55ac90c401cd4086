from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from models.case import casefile
from models.changes import acknowledgements, guidance
from models.entering.open import create_register
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import answer, button, choose, press
from ui.background import Runner
from ui.people.people_page import PeoplePage
from ui.widgets.fields_dialog import FieldsDialog


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", today=making.TODAY
    )
    for _ in range(3):
        making.save(made, making.case_file())
    other = making.case_file("Another", received=datetime.date(2014, 2, 20))
    other.subjects[0] |= {"family_name": "Harmar", "given_names": "Daniel"}
    casefile.add_row("complainants", other, family_name="Oduya", capacity="witness")
    making.save(made, other)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: Any, register: Register, runner: Runner) -> PeoplePage:
    made = PeoplePage(register, runner)
    qtbot.addWidget(made)
    made.resize(1060, 700)
    made.show()
    qtbot.waitUntil(lambda: bool(made.models["people"].items))
    return made


def _dialog(page: PeoplePage) -> FieldsDialog:
    return next(one for one in page.findChildren(FieldsDialog) if one.isVisible())


def _shown(qtbot: Any, page: PeoplePage, name: str, row: int = 0) -> None:
    page.tables[name].selectRow(row)
    qtbot.waitUntil(lambda: bool(page.panel.findChildren(QPushButton)))


def test_a_person_is_found_and_their_case_opened(qtbot: Any, page: PeoplePage) -> None:
    qtbot.keyClicks(page.search, "odu")
    qtbot.waitUntil(lambda: len(page.models["people"].items) == 1)
    _shown(qtbot, page, "people")
    with qtbot.waitSignal(page.open_case) as heard:
        press(qtbot, button(page.panel, "PS/2014/00004"))
    assert heard.args == [4]
    page.search.clear()
    qtbot.keyClicks(page.search, "nobody of that name")
    qtbot.waitUntil(lambda: not page.models["people"].items)
    assert page._stacks["people"].currentIndex() == 0


def test_two_records_are_merged_and_made_two_again(
    qtbot: Any, page: PeoplePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, page.buttons["pairs"])
    _shown(qtbot, page, "pairs")
    press(qtbot, page.merge_button)
    dialog = _dialog(page)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["reason"].error_text()))
    qtbot.keyClicks(dialog.editors["reason"], "One number, one misspelt")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not page.models["pairs"].items)
    qtbot.waitUntil(lambda: page._person is not None and len(page._person.appearances) == 4)
    answer(monkeypatch, "Undo merge")
    press(qtbot, button(page.panel, "Undo…"))
    qtbot.waitUntil(lambda: len(page.models["pairs"].items) == 1)
    assert "undone" in page.message.text()


def test_an_alert_shows_its_cases_is_reviewed_and_closed(qtbot: Any, page: PeoplePage) -> None:
    press(qtbot, page.buttons["alerts"])
    assert [alert.rule.code for alert in page.models["alerts"].items] == ["matters"]
    _shown(qtbot, page, "alerts")
    assert button(page.panel, "PS/2014/00003")
    for words, said in (("Review…", "Spoke to the sergeant"), ("Close…", "Support in place")):
        press(qtbot, button(page.panel, words))
        dialog = _dialog(page)
        qtbot.keyClicks(dialog.editors["reason"], said)
        press(qtbot, dialog.agree)
        qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
    qtbot.waitUntil(lambda: not page.models["alerts"].items)


def test_details_are_edited_with_what_is_wrong_beside_its_field(
    qtbot: Any, page: PeoplePage
) -> None:
    _shown(qtbot, page, "people", 0)
    press(qtbot, page.panel.edit_button)
    dialog = _dialog(page)
    name = dialog.editors["family_name"]
    name.clear()
    qtbot.keyClicks(dialog.editors["monitored_from"], "31 feb 2014")
    press(qtbot, dialog.agree)
    assert dialog.fields["monitored_from"].error_text()
    dialog.editors["monitored_from"].clear()
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["family_name"].error_text()))
    qtbot.keyClicks(name, "Harmer-Lee")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    qtbot.waitUntil(lambda: page._person is not None and "Harmer-Lee" in page._person.name)


def test_what_returns_are_divided_by_is_recorded_of_a_person(qtbot: Any, page: PeoplePage) -> None:
    _shown(qtbot, page, "people", 0)
    press(qtbot, page.panel.edit_button)
    dialog = _dialog(page)
    joined = next(name for name in dialog.editors if name.startswith("joined"))
    choose(qtbot, dialog.editors["sex"], "Female")
    choose(qtbot, dialog.editors["ethnicity"], "Asian: Indian")
    qtbot.keyClicks(dialog.editors[joined], "3 Mar 2014")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields[joined].error_text()))
    assert "cannot be in the future" in dialog.fields[joined].error_text()
    dialog.editors[joined].clear()
    qtbot.keyClicks(dialog.editors[joined], "3 Mar 2003")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    qtbot.waitUntil(lambda: page._person is not None and page._person.row["sex"] == "female")
    assert page._person is not None
    assert page._person.row["ethnicity"] == "A1"
    assert page._person.service[0]["joined"] == "2003-03-03"
    said = "\n".join(one.text() for one in page.panel.findChildren(QLabel))
    assert "joined 3 Mar 2003" in said
    assert "Female" in said


def test_a_post_held_is_added(qtbot: Any, page: PeoplePage) -> None:
    _shown(qtbot, page, "people", 0)
    press(qtbot, page.panel.post_button)
    dialog = _dialog(page)
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["post"].error_text()))
    qtbot.keyClicks(dialog.editors["post"], "Response")
    qtbot.keyClicks(dialog.editors["starts"], "1/9/2010")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: page._person is not None and bool(page._person.posts))
    assert page._person is not None
    assert page._person.posts[0]["starts"] == "2010-09-01"


def test_the_guidance_a_member_was_given_and_acknowledged_is_listed(
    qtbot: Any, register: Register, page: PeoplePage
) -> None:
    with register.change() as change:
        document = guidance.add_document(change, title="Use of social media")
        for name, year, known in (("1", 2009, None), ("2", 2012, datetime.date(2012, 3, 9))):
            starts = datetime.date(year, 3, 5)
            version = guidance.add_version(change, document, name=name, starts=starts)
            acknowledgements.give(
                change, version, [1], given=starts, how="email", acknowledged=known
            )
    qtbot.keyClicks(page.search, "harmer")
    qtbot.waitUntil(lambda: len(page.models["people"].items) == 1)
    _shown(qtbot, page, "people")
    said = [one.text() for one in page.panel.findChildren(QLabel)]
    at = said.index("Guidance given")
    assert said[at + 1 : at + 5] == [
        "Use of social media, version 2",
        "Given 5 Mar 2012 (email), acknowledged 9 Mar 2012",
        "Use of social media, version 1",
        "▲ Given 5 Mar 2009 (email), not acknowledged",
    ]

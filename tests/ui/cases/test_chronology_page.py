from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.case import casefile
from models.queries.cases.chronology import Entries
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import answer, button, choose, closed, opened, press
from ui.background import Runner
from ui.cases.pages.chronology_page import STEP, ChronologyPage
from ui.cases.window.case_window import CaseWindow


def _page(window: CaseWindow) -> ChronologyPage:
    page = window.tabs.chronology
    window.tabs.setCurrentWidget(page)
    return page


def _long_case(register: Register, many: int) -> int:
    file = making.case_file()
    blank = casefile.blank_row("chronology", file)
    for number in range(many):
        kind = "decision" if number % 10 == 0 else "contact"
        file.chronology.append(
            blank
            | {
                "id": -1000 - number,
                "text": f"What happened {number}.",
                "kind": kind,
                "rationale": "It was needed." if kind == "decision" else "",
                "occurred": datetime.datetime(2014, 2, 20, 9, 0),
            }
        )
    return making.save(register, file)


def test_a_decision_is_written_with_its_rationale(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file())
    window = opened(qtbot, register, runner, case_id)
    page = _page(window)
    form = page.form
    choose(qtbot, form.kind, "Decision")
    qtbot.waitUntil(form.rationale.isVisible)
    qtbot.keyClicks(form.text, "No referral.")
    press(qtbot, form.add_button)
    assert "rationale" in form._rationale_field.error_text()
    assert len(page.cards) == 1
    qtbot.keyClicks(form.rationale, "No injury, no complaint.")
    press(qtbot, form.add_button)
    assert not form.is_written_in()
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    entry = making.loaded(register, case_id).chronology[1]
    assert (entry["kind"], entry["rationale"]) == ("decision", "No injury, no complaint.")
    assert entry["entered"] != entry["occurred"]
    closed(qtbot, window)


def test_leaving_with_half_a_decision_stays_and_says_what_is_missing(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = making.save(register, making.case_file())
    window = opened(qtbot, register, runner, case_id)
    form = _page(window).form
    choose(qtbot, form.kind, "Decision")
    qtbot.keyClicks(form.text, "No referral.")
    answer(monkeypatch, "Save")
    assert not window.close()
    assert "rationale" in form._rationale_field.error_text()
    assert form.text.toPlainText() == "No referral."
    form.clear()
    closed(qtbot, window)


@pytest.mark.slow
def test_a_page_shows_the_latest_and_finds_the_rest(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, _long_case(register, 200))
    page = _page(window)
    assert len(page.cards) == STEP
    assert page.count.text() == "201 entries"
    press(qtbot, page.more)
    assert len(page.cards) == 2 * STEP
    qtbot.keyClicks(page.words, "happened 199.")
    assert [card.text.text() for card in page.cards] == ["What happened 199."]
    page.words.clear()
    choose(qtbot, page.kind, "Decisions (policy log)")
    assert page.count.text() == "20 of 201 entries"
    qtbot.keyClicks(page.words, "nobody wrote this")
    assert not page.cards
    closed(qtbot, window)


def test_a_pinned_entry_stands_first_and_says_the_same(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = _long_case(register, 3)
    window = opened(qtbot, register, runner, case_id)
    page = _page(window)
    before = making.loaded(register, case_id).chronology[0]
    press(qtbot, button(page.cards[-1], "Pin"))
    assert page.cards[0].text.text() == "Reported by victim support."
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    after = making.loaded(register, case_id).chronology[0]
    assert after == before | {"pinned": True, "version": 2}
    page.pinned.click()
    assert len(page.cards) == 1
    press(qtbot, button(page.cards[0], "Unpin"))
    assert not page.cards
    closed(qtbot, window)


def test_what_is_printed_is_what_is_asked_for(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    window = opened(qtbot, register, runner, _long_case(register, 3))
    page = _page(window)
    choose(qtbot, page.kind, "Decisions (policy log)")
    with qtbot.waitSignal(window.chronology_requested) as heard:
        press(qtbot, page.print_button)
    assert heard.args == [window.case_id, Entries("decision")]
    closed(qtbot, window)


def test_when_it_happened_is_typed_as_people_write_it(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    case_id = making.save(register, making.case_file())
    window = opened(qtbot, register, runner, case_id)
    form = _page(window).form
    for field, words in ((form.day, "20/2/2014"), (form.time, "25.10")):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, words)
    qtbot.keyClicks(form.text, "He rang.")
    press(qtbot, form.add_button)
    assert "is not a time" in form._time_field.error_text()
    form.time.selectAll()
    qtbot.keyClicks(form.time, "0910")
    press(qtbot, form.add_button)
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)
    entry = making.loaded(register, case_id).chronology[1]
    assert entry["occurred"] == datetime.datetime(2014, 2, 20, 9, 10)
    closed(qtbot, window)

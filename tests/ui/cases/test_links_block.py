from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton

from models.case import casefile
from models.register import Register
from tests.models import making
from tests.ui.cases.driving import closed, field, opened, pick, press, typed
from ui.background import Runner
from ui.cases.window.case_window import CaseWindow

DAY = datetime.date(2014, 2, 28)


def two(register: Register) -> tuple[int, int]:
    """A case with a clock of its own, and another that has none."""
    file = making.case_file()
    given = {"kind": "mandatory", "decided": DAY, "reason": "Serious."}
    casefile.add_row("referrals", file, **given)
    other = making.case_file("Another call to the same house")
    casefile.add_row("tasks", file, title="Ask for the log", assigned_to_id=1)
    return making.save(register, file), making.save(register, other)


def words(window: CaseWindow) -> list[str]:
    found = window.tabs.summary.links.findChildren(QLabel)
    return [label.text() for label in found if label.isVisible()]


def link(window: CaseWindow, reference: str) -> QPushButton:
    found = window.tabs.summary.links.findChildren(QPushButton)
    return next(one for one in found if one.text() == f"Open {reference}")


def clocks(window: CaseWindow) -> list[str]:
    window.tabs.setCurrentWidget(window.tabs.process)
    return [one.words for one in window.tabs.process.clocks.shown]


def add_link(qtbot: Any, window: CaseWindow, kind: str, reference: str) -> None:
    window.tabs.setCurrentWidget(window.tabs.summary)
    press(qtbot, window.tabs.summary.links.cards.add_button)
    pick(qtbot, window, "links.kind", kind)
    typed(qtbot, window, "links.other_reference", reference)


def save(qtbot: Any, window: CaseWindow) -> None:
    with qtbot.waitSignal(window.saved):
        press(qtbot, window.header.save)


def test_a_link_is_typed_and_opens_the_other_case_from_both_sides(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    first, second = two(register)
    window = opened(qtbot, register, runner, first)
    add_link(qtbot, window, "Same incident as", "ps/2014/00002")
    save(qtbot, window)
    with qtbot.waitSignal(window.case_wanted) as wanted:
        press(qtbot, link(window, "PS/2014/00002"))
    assert wanted.args == [second]
    other = opened(qtbot, register, runner, second)
    qtbot.waitUntil(lambda: any("same incident" in one for one in words(other)))
    said = next(one for one in words(other) if "same incident" in one)
    assert (
        said == "is about the same incident  ·  Facebook contact with a crime victim  ·  received"
    )
    with qtbot.waitSignal(other.case_wanted) as wanted:
        press(qtbot, link(other, "PS/2014/00001"))
    assert wanted.args == [first]
    closed(qtbot, other)
    closed(qtbot, window)


def test_a_reference_that_no_case_bears_is_said_beside_it(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    first, _ = two(register)
    window = opened(qtbot, register, runner, first)
    add_link(qtbot, window, "See also", "PS/2014/00099")
    press(qtbot, window.header.save)
    qtbot.waitUntil(lambda: "No case has the reference PS/2014/00099" in window.bar.text())
    assert making.loaded(register, first).links == []
    closed(qtbot, window)


def test_a_consolidation_moves_the_clocks_to_the_other_case_and_undone_brings_them_back(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    first, second = two(register)
    window = opened(qtbot, register, runner, first)
    lead = opened(qtbot, register, runner, second)
    assert clocks(window) == ["Mandatory referral to the IPCC"]
    assert clocks(lead) == []
    add_link(qtbot, window, "Consolidated into", "PS/2014/00002")
    assert window.header.consolidated.isVisible()
    typed(qtbot, window, "links.reason", "One incident, one investigation.")
    save(qtbot, window)
    assert window.header.consolidated.text() == "Consolidated into PS/2014/00002"
    assert any("run in PS/2014/00002, each from the day it began" in one for one in words(window))
    assert clocks(window) == []
    assert window.header.reference.text() == "PS/2014/00001"
    carried = "Mandatory referral to the IPCC · PS/2014/00001"
    qtbot.waitUntil(lambda: clocks(lead) == [carried])
    button = next(
        one
        for one in lead.tabs.process.clocks.findChildren(QPushButton)
        if one.text() == "Open PS/2014/00001"
    )
    with qtbot.waitSignal(lead.case_wanted) as wanted:
        press(qtbot, button)
    assert wanted.args == [first]
    lead.tabs.setCurrentWidget(lead.tabs.summary)
    assert any("1 open task" in one for one in words(lead))
    assert not lead.header.consolidated.isVisible()

    window.tabs.setCurrentWidget(window.tabs.summary)
    (card,) = window.tabs.summary.links.cards.cards.values()
    press(qtbot, card.remove_button)
    save(qtbot, window)
    assert not window.header.consolidated.isVisible()
    assert clocks(window) == ["Mandatory referral to the IPCC"]
    qtbot.waitUntil(lambda: clocks(lead) == [])
    closed(qtbot, lead)
    closed(qtbot, window)


def test_what_another_case_says_of_this_one_leaves_its_edits_alone(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    first, second = two(register)
    lead = opened(qtbot, register, runner, second)
    typed(qtbot, lead, "case.title", "Half typed")
    file = making.loaded(register, first)
    edited = file.copy()
    given = {"kind": "consolidated", "other_reference": "PS/2014/00002", "reason": "One."}
    casefile.add_row("links", edited, **given)
    making.save(register, edited, file)
    qtbot.waitUntil(lambda: any("consolidated into this case" in one for one in words(lead)))
    assert field(lead, "case.title").text() == "Half typed"
    assert lead.draft.is_edited()
    closed(qtbot, lead)

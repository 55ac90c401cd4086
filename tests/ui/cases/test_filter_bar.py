"""Every filter of the bar, asked as a person does, against a plain count of the demo register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.register import Register
from tests.once import demo_register
from tests.ui.cases.driving import press
from ui.background import Runner
from ui.cases.list.case_list import CaseList
from ui.cases.list.period_picker import PeriodPicker
from ui.cases.list.value_picker import ValuePicker
from ui.settings import Settings

CASE = 'SELECT COUNT(*) FROM "case" c WHERE '
ALLEGED = f"{CASE}EXISTS (SELECT 1 FROM allegation a WHERE a.case_id = c.id AND "


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    made = demo_register(tmp_path_factory.mktemp("bar") / "demo.probity")
    yield made
    made.close()


@pytest.fixture
def page(
    qtbot: Any, app: QApplication, built: Register, runner: Runner, settings: Settings
) -> CaseList:
    made = CaseList(built, runner, settings)
    qtbot.addWidget(made)
    made.resize(1060, 700)
    made.show()
    qtbot.waitUntil(lambda: made.model.overview is not None and bool(made.bar.owners))
    return made


def choose(page: CaseList, words: str) -> None:
    next(one for one in page.bar.menu.actions() if one.text() == words).trigger()


def answered(qtbot: Any, page: CaseList, sql: str) -> int:
    """Wait for the list's answer; it is what a plain count says, and so is the count beside it."""
    qtbot.waitUntil(lambda: page.model.where == page.filter() and not page._runner.busy)
    with page._register.reader() as connection:
        expected = int(connection.execute(sql).fetchone()[0])
    assert page.model.rowCount() == expected
    assert page.model.overview is not None
    assert page.model.overview.total == expected
    return expected


@pytest.mark.parametrize(
    ("action", "value", "sql"),
    [
        ("Stage…", "Under investigation", f"{CASE}stage = 'investigation'"),
        ("Kind…", "Conduct matter", f"{CASE}kind = 'conduct'"),
        ("Category…", "W Other", f"{ALLEGED}a.category = '2012-W')"),
        ("Standard…", "Discreditable Conduct", f"{ALLEGED}a.standard = 'discreditable-conduct')"),
        (
            "Role…",
            "Police community support officer (PCSO)",
            f"{CASE}c.id IN (SELECT case_id FROM subject WHERE role = 'pcso')",
        ),
        (
            "Outcome…",
            "Management advice",
            f"{CASE}c.id IN (SELECT case_id FROM outcome WHERE outcome = 'advice')",
        ),
        (
            "Finding…",
            "No case to answer",
            f"{CASE}c.id IN (SELECT case_id FROM finding WHERE finding = 'no-case')",
        ),
        (
            "Factor…",
            "Social media",
            (
                f"{ALLEGED}a.id IN (SELECT allegation_id FROM allegation_factor"
                " WHERE factor = 'social-media'))"
            ),
        ),
        ("Platform…", "Facebook", f"{ALLEGED}a.platform = 'facebook')"),
        (
            "Severity…",
            "Gross misconduct",
            (
                f"{CASE}(SELECT severity FROM severity_assessment s WHERE s.case_id = c.id"
                " ORDER BY s.decided DESC, s.id DESC LIMIT 1) = 'gross-misconduct'"
            ),
        ),
        ("Owner…", "D. Okafor", f"{CASE}owner_id = (SELECT id FROM user WHERE name = 'okafor')"),
    ],
)
def test_a_value_is_found_by_typing_ticked_counted_and_taken_away(
    qtbot: Any, page: CaseList, action: str, value: str, sql: str
) -> None:
    everything = page.model.rowCount()
    choose(page, action)
    picker = page.bar.findChildren(ValuePicker)[-1]
    qtbot.keyClicks(picker.search, value)
    offered = [at for at in range(picker.list.count()) if not picker.list.item(at).isHidden()]
    (at,) = [at for at in offered if picker.list.item(at).text() == value]
    picker.list.setCurrentRow(at)
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    picker.close()
    assert 0 < answered(qtbot, page, sql) < everything
    (chip,) = page.bar.chips()
    assert value in chip.text()
    press(qtbot, chip)
    qtbot.waitUntil(lambda: page.model.rowCount() == everything)


@pytest.mark.parametrize(
    ("action", "condition"),
    [
        (
            "Overdue",
            (
                "c.id IN (SELECT case_id FROM case_line l, setting s"
                " WHERE s.key = 'today' AND l.open AND l.next_due < s.value)"
            ),
        ),
        ("Open cases", "stage != 'closed' AND c.id IN (SELECT case_id FROM case_line WHERE open)"),
        ("Closed cases", "c.id NOT IN (SELECT case_id FROM case_line WHERE open)"),
        ("Restricted", "restricted"),
        ("Not restricted", "NOT restricted"),
    ],
)
def test_a_mark_is_asked_with_one_click(
    qtbot: Any, page: CaseList, action: str, condition: str
) -> None:
    choose(page, action)
    assert answered(qtbot, page, CASE + condition) > 0


@pytest.mark.parametrize("name", ["received", "closed"])
def test_a_period_is_typed(qtbot: Any, page: CaseList, name: str) -> None:
    choose(page, f"{name.capitalize()}…")
    picker = page.bar.findChildren(PeriodPicker)[-1]
    for edit, words in ((picker.start, "1 Jan 2013"), (picker.end, "30 June 2013")):
        edit.setFocus()
        edit.clear()
        qtbot.keyClicks(edit, words)
    qtbot.keyClick(picker.end, Qt.Key.Key_Return)
    sql = f"{CASE}{name} BETWEEN '2013-01-01' AND '2013-06-30'"
    assert answered(qtbot, page, sql) > 5
    (chip,) = page.bar.chips()
    assert chip.text().startswith(f"{name.capitalize()}: Jan 2013 – Jun 2013")


def test_filters_are_joined_by_and_and_cleared_at_once(qtbot: Any, page: CaseList) -> None:
    everything = page.model.rowCount()
    counts: list[str] = []
    page.status_changed.connect(counts.append)
    choose(page, "Open cases")
    qtbot.keyClicks(page.bar.search, "facebook harm")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert counts[-1].startswith("1 case in this view · ")
    choose(page, "Closed cases")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.empty.isVisible()
    press(qtbot, page.bar.clear)
    qtbot.waitUntil(lambda: page.model.rowCount() == everything)
    assert page.bar.search.text() == ""

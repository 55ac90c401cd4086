from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from models.entering.open import create_register
from models.queries.cases.case_list import Sort
from models.queries.cases.filters import Filter
from models.queries.cases.hits import HIT_END, HIT_START
from models.register import Register
from tests.models.making import TODAY, case_file, save
from ui.background import Runner
from ui.cases.list.case_list import CaseList
from ui.cases.list.columns_picker import ColumnsPicker
from ui.cases.list.list_delegate import _marked, due_words
from ui.cases.list.list_model import PAGE, PAGES_KEPT
from ui.cases.list.period_picker import PeriodPicker
from ui.cases.list.value_picker import ValuePicker
from ui.settings import Settings


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


def fill(register: Register, many: int) -> None:
    with register.change() as change:
        from models.changes.case import cases

        for number in range(many):
            file = case_file(f"Matter {number:04d}", kind="dsi" if number % 2 else "conduct")
            file.case["received"] = datetime.date(2014, 2, 12)
            cases.save(change, file, None)


def shown(qtbot: Any, register: Register, runner: Runner, settings: Settings) -> CaseList:
    page = CaseList(register, runner, settings)
    page.resize(1060, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.overview is not None and not runner.busy)
    return page


@pytest.fixture
def page(
    qtbot: Any, app: QApplication, register: Register, runner: Runner, settings: Settings
) -> CaseList:
    fill(register, 6)
    return shown(qtbot, register, runner, settings)


def titles(page: CaseList) -> list[str]:
    at = page.model.columns.index("matter")
    return [page.model.index(n, at).data() for n in range(page.model.rowCount())]


def test_typing_searches_and_shows_the_hit(qtbot: Any, page: CaseList, runner: Runner) -> None:
    qtbot.keyClicks(page.bar.search, "matter 0003")
    qtbot.waitUntil(lambda: titles(page) == ["Matter 0003"])
    row = page.model.row(0)
    assert row is not None
    assert "\x02" in row.hit
    page.bar.search.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)


def test_a_heading_sorts_and_sorts_back(qtbot: Any, page: CaseList) -> None:
    head = page.table.horizontalHeader()
    at = page.model.columns.index("matter")
    place = QPoint(head.sectionViewportPosition(at) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page.sort() == Sort("matter", False))
    assert titles(page)[0] == "Matter 0000"
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page.sort() == Sort("matter", True))
    assert titles(page)[0] == "Matter 0005"


def test_a_filter_is_ticked_shown_as_a_chip_and_taken_away(qtbot: Any, page: CaseList) -> None:
    page.bar.menu.actions()[1].trigger()
    (picker,) = page.bar.findChildren(ValuePicker)
    qtbot.keyClicks(picker.search, "death")
    visible = [n for n in range(picker.list.count()) if not picker.list.item(n).isHidden()]
    assert len(visible) == 1
    picker.list.setCurrentRow(visible[0])
    picker.list.setFocus()
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    picker.close()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert page.filter() == Filter(kinds=("dsi",))
    (chip,) = page.bar.chips()
    assert chip.text().startswith("Kind: Death or serious injury (DSI)")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)


def test_what_is_due_in_a_period_is_asked_for_by_typing_it(qtbot: Any, page: CaseList) -> None:
    next(one for one in page.bar.menu.actions() if one.text() == "Next due…").trigger()
    (picker,) = page.bar.findChildren(PeriodPicker)
    qtbot.keyClicks(picker.start, "1 Mar 2014")
    qtbot.keyClicks(picker.end, "31 Mar 2014")
    qtbot.keyClick(picker.end, Qt.Key.Key_Return)
    first, last = datetime.date(2014, 3, 1), datetime.date(2014, 3, 31)
    assert page.filter() == Filter(due_from=first, due_to=last)
    (chip,) = page.bar.chips()
    assert chip.text().startswith("Next due: Mar 2014")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.filter() == Filter()
    next(one for one in page.bar.menu.actions() if one.text() == "Due this week").trigger()
    assert page.filter() == Filter(due_from=TODAY, due_to=TODAY + datetime.timedelta(days=6))


def test_enter_and_double_click_open(qtbot: Any, page: CaseList) -> None:
    page.table.setFocus()
    with qtbot.waitSignal(page.open_case) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == [page.model.case_id(0)]
    box = page.table.visualRect(page.model.index(2, 1))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    with qtbot.waitSignal(page.open_case) as opened:
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert opened.args == [page.model.case_id(2)]


def test_columns_are_chosen_and_remembered(
    qtbot: Any, page: CaseList, register: Register, runner: Runner, settings: Settings
) -> None:
    qtbot.mouseClick(page.columns_button, Qt.MouseButton.LeftButton)
    (picker,) = page.findChildren(ColumnsPicker)
    names = [picker.list.item(n).text() for n in range(picker.list.count())]
    picker.list.setCurrentRow(names.index("Owner"))
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    picker.close()
    qtbot.waitUntil(lambda: "owner" in page.columns())
    other = shown(qtbot, register, runner, settings)
    assert other.columns() == page.columns()


def test_a_change_elsewhere_is_shown_and_the_selection_stays(
    qtbot: Any, page: CaseList, register: Register
) -> None:
    page.table.selectRow(3)
    kept = page.current_case_id()
    file = case_file("A new one", received=datetime.date(2014, 2, 20))
    save(register, file)
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    qtbot.waitUntil(lambda: page.current_case_id() == kept)
    assert page.preview.case_id == kept


def test_an_empty_register_offers_the_first_step(
    qtbot: Any, app: QApplication, register: Register, runner: Runner, settings: Settings
) -> None:
    page = shown(qtbot, register, runner, settings)
    assert page.empty.isVisible()
    with qtbot.waitSignal(page.new_case):
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)


def test_when_nothing_matches_the_filters_can_be_cleared(qtbot: Any, page: CaseList) -> None:
    page.show_filter(Filter(text="nobodyhere"))
    qtbot.waitUntil(page.empty.isVisible)
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)


def test_only_the_rows_on_screen_are_asked_for(
    qtbot: Any,
    app: QApplication,
    register: Register,
    runner: Runner,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(register, 15 * PAGE)
    from models.queries.cases import case_list

    asked: list[tuple[int, int]] = []
    real = case_list.rows

    def spy(*words: Any, offset: int, limit: int) -> Any:
        asked.append((offset, limit))
        return real(*words, offset=offset, limit=limit)

    monkeypatch.setattr(case_list, "rows", spy)
    page = shown(qtbot, register, runner, settings)
    assert asked == [(0, PAGE)]
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.case_id(15 * PAGE - 1) is not None)
    assert len(asked) <= 3
    for at in range(0, 15 * PAGE, PAGE):
        page.table.scrollTo(page.model.index(at, 0), page.table.ScrollHint.PositionAtTop)
        qtbot.waitUntil(lambda at=at: page.model.case_id(at) is not None)
    assert len(page.model._pages) <= PAGES_KEPT


@pytest.mark.parametrize(
    ("days", "words", "token"),
    [
        (-3, "▲ 3 days overdue", "danger"),
        (-1, "▲ 1 day overdue", "danger"),
        (0, "▲ Due today", "danger"),
        (1, "Due tomorrow", "warning"),
        (5, "Due in 5 days", "warning"),
        (10, "Due 10 Mar", "muted"),
        (400, "Due 4 Apr 2015", "muted"),
    ],
)
def test_when_it_is_due_is_said_in_words(days: int, words: str, token: str) -> None:
    assert due_words(TODAY + datetime.timedelta(days=days), TODAY) == (words, token)


def test_the_words_found_are_marked_where_qt_counts_them() -> None:
    hit = f"an \U0001f600 {HIT_START}officer{HIT_END} and {HIT_START}Off{HIT_END}"
    assert _marked(hit) == ("an \U0001f600 officer and Off", [(6, 7), (18, 3)])
    assert _marked("nothing") == ("nothing", [])


def test_beside_a_chosen_case_nobody_is_asked_to_choose_one(qtbot: Any, page: CaseList) -> None:
    def said() -> str:
        labels = page.preview.findChildren(QLabel)
        return " ".join(one.text() for one in labels if not one.isHidden())

    page.table.selectRow(2)
    assert "Choose a case" not in said()
    qtbot.waitUntil(lambda: "Matter" in said())
    page.show_filter(Filter(text="nobodyhere"))
    qtbot.waitUntil(lambda: said() == "Choose a case to see it here.")

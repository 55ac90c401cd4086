"""Conditions on fields that the schema gives to the list, chosen under “More”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.queries.cases.filters import Filter
from tests.a_new_field import added
from tests.models.making import TODAY
from ui.cases.list import field_menu
from ui.cases.list.field_menu import WordsPicker
from ui.cases.list.filter_bar import FilterBar
from ui.cases.list.period_picker import PeriodPicker
from ui.cases.list.value_picker import ValuePicker


@pytest.fixture
def bar(qtbot: Any, app: QApplication) -> Iterator[FilterBar]:
    with added():
        made = FilterBar(TODAY)
        qtbot.addWidget(made)
        made.show()
        yield made


def chosen(bar: FilterBar, words: str) -> None:
    """Choose what is offered by these words."""
    bar.more.fill()
    (action,) = [one for one in bar.more.actions() if one.text() == words]
    action.trigger()


def test_words_that_a_field_is_to_hold(qtbot: Any, bar: FilterBar) -> None:
    chosen(bar, "Words on the case…")
    (picker,) = bar.findChildren(WordsPicker)
    qtbot.keyClicks(picker.words, " gate ")
    qtbot.keyClick(picker.words, Qt.Key.Key_Return)
    assert bar.filter() == Filter(fields=(("added_text", ("gate",)),))
    (chip,) = bar.chips()
    chip.removed.emit()
    assert bar.filter() == Filter()


def test_codes_of_a_field(bar: FilterBar) -> None:
    chosen(bar, "Way of the subject…")
    (picker,) = bar.findChildren(ValuePicker)
    for at in range(2):
        picker.list.item(at).setCheckState(Qt.CheckState.Checked)
    ((code, values),) = bar.filter().fields
    assert (code, len(values)) == ("subject_added_code", 2)
    picker.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    picker.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert bar.filter() == Filter()


def test_days_of_a_field(bar: FilterBar) -> None:
    chosen(bar, "Day of the allegation…")
    (picker,) = bar.findChildren(PeriodPicker)
    picker.start.set_value(TODAY)
    picker.button.click()
    assert bar.filter().fields == (("allegation_added_day", (TODAY.isoformat(), "")),)
    assert [words for _, words in bar.filter().describe()] == [
        "Day of the allegation: from 28 Feb 2014"
    ]


@pytest.mark.parametrize(("words", "value"), [("yes", "yes"), ("no", "no")])
def test_a_flag(bar: FilterBar, words: str, value: str) -> None:
    chosen(bar, f"Flag on the case: {words}")
    assert bar.filter().fields == (("added_flag", (value,)),)


def test_where_no_field_is_given_to_the_list_nothing_is_offered(
    qtbot: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_menu, "listed", dict)
    made = FilterBar(TODAY)
    qtbot.addWidget(made)
    assert not made.more.menuAction().isVisible()

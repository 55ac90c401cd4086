"""The page of returns, worked as somebody does who is asked for them each quarter."""

from __future__ import annotations

import csv
import datetime
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from models.entering.open import create_register
from models.errors import RegisterBusyError
from models.queries.cases.filters import Filter
from models.record.records import Asked, page
from models.register import Register
from models.rules.publishing.returns import Period
from models.schema import Case
from tests.models.making import TODAY, case_file, colleague, loaded, save
from tests.once import demo_register
from tests.ui.cases.driving import choose, press
from ui.background import Runner
from ui.cases.list.export_dialog import CsvDialog
from ui.desktop.desktop import Desktop
from ui.printing.preview import PreviewDialog
from ui.returns.period_chooser import PeriodChooser
from ui.returns.returns_page import ReturnsPage
from ui.settings import Settings
from ui.widgets.fields_dialog import FieldsDialog


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Two matters of the quarter, and one closed with nothing decided of its subject."""
    made = create_register(
        tmp_path / "force.probity", force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    )
    for title in ("First", "Second", "Left open"):
        save(made, case_file(title))
    set_closed(made, 3, datetime.date(2014, 2, 27))
    yield made
    made.close()


def set_closed(register: Register, case_id: int, day: datetime.date | None) -> None:
    """As only another program would leave it: no form lets it through."""
    version = loaded(register, case_id).case["version"]
    with register.change() as change:
        change.edit(Case, case_id, version, closed=day)


def opened(qtbot: Any, register: Register, runner: Runner) -> ReturnsPage:
    made = ReturnsPage(register, runner)
    qtbot.addWidget(made)
    made.resize(1060, 660)
    made.show()
    rest(qtbot, made)
    return made


def rest(qtbot: Any, shown: ReturnsPage) -> None:
    qtbot.waitUntil(lambda: not shown._soon.isActive() and not shown._runner.busy)


def show_table(qtbot: Any, shown: ReturnsPage, title: str) -> Any:
    """The table of that title, chosen in the list."""
    at = next(at for at, row in enumerate(shown.model.items) if row[0] == title)
    index = shown.model.index(at, 0)
    point = shown.list.visualRect(index).center()
    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert shown.view.cells is not None
    qtbot.waitUntil(lambda: shown.view.cells.cells.table.definition.title == title)
    return shown.view.cells


def place(view: Any, label: str, column: str) -> Any:
    table = view.cells.table
    row = next(at for at, one in enumerate(table.rows) if one.label == label)
    return view.cells.index(row, table.columns.index(column) + 1)


def click(qtbot: Any, view: Any, label: str, column: str) -> None:
    point: QPoint = view.visualRect(place(view, label, column)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def dialog(qtbot: Any, parent: Any, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: bool([one for one in parent.findChildren(kind) if one.isVisible()]))
    return [one for one in parent.findChildren(kind) if one.isVisible()][-1]


def words(part: Any) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel) if not one.isHidden())


def disclosed(register: Register) -> list[Any]:
    with register.reader() as connection:
        return page(connection, Asked(act="disclose"))


@pytest.mark.slow
def test_a_figure_of_the_demonstration_opens_the_list_behind_it(
    qtbot: Any, app: Any, settings: Settings, tmp_path: Path
) -> None:
    with demo_register(tmp_path / "demo.probity") as register:
        desktop = Desktop(register, settings)
        desktop.window.resize(1280, 800)
        desktop.show()
        shown: Any = desktop.window.show_page("Returns")
        rest(qtbot, shown)
        assert shown.chooser.period() == Period(2013, 4)  # that of the register's today
        choose(qtbot, shown.chooser.part, "Whole year")
        rest(qtbot, shown)
        view = show_table(qtbot, shown, "Outcomes by role")
        assert place(view, "Written warning", "Total").data() == "9"
        assert "most serious outcome" in words(shown.view)
        assert "Subjects (a person counted once a case)" in words(shown.view)
        expected = Filter(case_ids=shown.made.table("outcomes").row("ww").cells[-1].cases)
        with qtbot.waitSignal(shown.show_cases) as heard:
            click(qtbot, view, "Written warning", "Total")
        assert heard.args == [expected]
        assert desktop.window.current_page() is desktop.cases
        qtbot.waitUntil(lambda: not desktop.runner.busy)
        assert desktop.cases.filter() == expected
        assert desktop.cases.model.rowCount() == len(expected.case_ids or ()) == 9
        desktop.runner.shutdown()
        desktop.window.hide()


def test_the_keyboard_reaches_every_figure(qtbot: Any, register: Register, runner: Runner) -> None:
    shown = opened(qtbot, register, runner)
    view = show_table(qtbot, shown, "Matters by kind")
    index = place(view, "Conduct matter", "Received")
    assert index.data() == "3"
    assert "Click to list 3 cases" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    view.setFocus()
    view.setCurrentIndex(index)
    with qtbot.waitSignal(shown.show_cases) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == [Filter(case_ids=(1, 2, 3))]
    view.setCurrentIndex(place(view, "Miscellaneous", "Received"))
    with qtbot.assertNotEmitted(shown.show_cases):  # nothing is behind a nought
        qtbot.keyClick(view, Qt.Key.Key_Return)
        click(qtbot, view, "Miscellaneous", "Finalised")


def test_problems_are_sentences_with_their_cases_a_click_away(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    said: list[str] = []
    shown = ReturnsPage(register, runner)
    shown.status_changed.connect(said.append)
    qtbot.addWidget(shown)
    shown.show()
    rest(qtbot, shown)
    assert said[-1] == "▲ 2 problems found by the checks"
    assert shown.model.items[0] == ("Checks", "▲ 2")
    assert shown.stack.currentWidget() is shown.checks
    assert "One case has a closing date but is not at the stage Closed." in words(shown.checks)
    with qtbot.waitSignal(shown.show_cases) as heard:
        press(qtbot, shown.checks.buttons[1])
    assert heard.args == [Filter(case_ids=(3,))]
    set_closed(register, 3, None)
    rest(qtbot, shown)
    qtbot.waitUntil(lambda: said[-1] == "All checks passed")
    assert "All checks passed." in words(shown.checks)


def test_a_return_with_problems_asks_why_before_it_leaves(
    qtbot: Any, register: Register, runner: Runner, tmp_path: Path
) -> None:
    shown = opened(qtbot, register, runner)
    press(qtbot, shown.acts.export)
    asked = dialog(qtbot, shown.acts, FieldsDialog)
    assert "without an outcome" in words(asked)
    press(qtbot, asked.agree)
    qtbot.waitUntil(lambda: bool(asked.fields["why"].error_text()))
    assert disclosed(register) == []
    qtbot.keyClicks(asked.editors["why"], "Decided next week")
    press(qtbot, asked.agree)
    export = dialog(qtbot, shown.acts, CsvDialog)
    assert Path(export.path.text()).name == "return-2013-14-quarter-4.xlsx"
    out = tmp_path / "return"
    export.path.setText(str(out))
    qtbot.keyClicks(export.reason, "For the inspectorate")
    press(qtbot, export.export)
    qtbot.waitUntil(lambda: export.message.isVisible())
    assert export.message.text() == "Wrote 14 tables to return."
    export.reject()
    with (out / "matters.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[-1] == ["Total", "0", "3", "1", "2"]
    event = disclosed(register)[0]
    spite = "Despite the problems found: Decided next week"
    assert event.reason == f"For the inspectorate. {spite}"
    press(qtbot, shown.acts.paper)
    again = dialog(qtbot, shown.acts, FieldsDialog)
    assert again.values()["why"] == "Decided next week"  # of the same return it is said already
    again.reject()
    choose(qtbot, shown.chooser.part, "Whole year")
    rest(qtbot, shown)
    press(qtbot, shown.acts.paper)
    assert dialog(qtbot, shown.acts, FieldsDialog).values()["why"] == ""


def test_a_sound_return_goes_to_paper_as_it_is(
    qtbot: Any, register: Register, runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "return.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    shown = opened(qtbot, register, runner)
    choose(qtbot, shown.chooser.begins, "From 1 January")
    choose(qtbot, shown.chooser.year, "2012")
    rest(qtbot, shown)
    press(qtbot, shown.acts.paper)
    preview = dialog(qtbot, shown.acts, PreviewDialog)
    press(qtbot, preview.pdf_button)
    qtbot.waitUntil(lambda: preview.message.isVisible())
    preview.close()
    text = subprocess.run(
        ["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Return for 2012 quarter 1, 1 January 2012 to 31 March 2012" in text
    for table in shown.made.tables if shown.made else ():
        assert table.definition.title in text
        assert table.definition.definition.split(",")[0] in text
    assert "All checks passed." in text
    assert disclosed(register)[0].what == "Return saved as return.pdf"


def test_years_that_begin_otherwise_keep_to_the_same_days(qtbot: Any) -> None:
    chooser = PeriodChooser(TODAY)
    qtbot.addWidget(chooser)
    assert chooser.part.itemText(4) == "Quarter 4, Jan to Mar"
    choose(qtbot, chooser.begins, "From 1 January")
    assert chooser.period() == Period(2014, 1, False)
    choose(qtbot, chooser.part, "Quarter 4, Oct to Dec")
    choose(qtbot, chooser.begins, "From 1 April")
    assert chooser.period() == Period(2014, 3)
    choose(qtbot, chooser.part, "Whole year")
    choose(qtbot, chooser.begins, "From 1 January")
    assert chooser.period() == Period(2014, None, False)


def test_a_reader_sees_the_return_and_takes_nothing_out(
    qtbot: Any, register: Register, runner: Runner
) -> None:
    with colleague(register, role="reader") as theirs:
        shown = opened(qtbot, theirs, runner)
        assert shown.made is not None
        for button in (shown.acts.export, shown.acts.paper):
            assert not button.isEnabled()
            assert "print and export" in button.toolTip()
        runner.shutdown()


def test_what_goes_wrong_is_said_and_nothing_old_can_leave(
    qtbot: Any, register: Register, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened(qtbot, register, runner)
    assert shown.acts.export.isEnabled()

    def busy(*_: Any, **__: Any) -> None:
        raise RegisterBusyError("Somebody else is at it.")

    monkeypatch.setattr("ui.returns.returns_page.make_return", busy)
    shown.reload()
    qtbot.waitUntil(lambda: shown.message.text() == "Somebody else is at it.")
    assert not shown.acts.export.isEnabled()

"""Importing through the window: page after page, stopping, what is kept, and the way back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from models.changes.incoming import importing
from models.entering.open import create_register, open_register
from models.exchange.incoming.kept_mappings import kept_mapping
from models.exchange.incoming.staging import Stage
from models.register import Register
from models.schema import User
from tests.models.making import TODAY
from tests.models.queries.foi import FOI, written
from tests.ui.cases.driving import choose, opened, press
from ui.background import Runner
from ui.desktop.desktop import Desktop
from ui.importing.import_wizard import COLUMNS, DONE, DRY_RUN, FILE, VALUES, ImportWizard
from ui.importing.values_page import NOTHING
from ui.settings import Settings

PATIENCE = 30_000  # milliseconds, for an import on a machine that is busy otherwise


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY)
    yield made
    made.close()


@pytest.fixture
def foi(tmp_path: Path) -> Path:
    return written(tmp_path / "foi.csv", FOI, "cp1252")


@pytest.fixture
def wizard(qtbot: Any, app: QApplication, register: Register, runner: Runner) -> ImportWizard:
    made = ImportWizard(register, runner)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made, before_close_func=lambda one: one.done_with())
    made.show()
    qtbot.waitUntil(lambda: not runner.busy)
    return made


def read(qtbot: Any, runner: Runner, wizard: ImportWizard, path: Path) -> None:
    """Type the file's name and press Enter."""
    wizard.file.path.setFocus()
    wizard.file.path.clear()
    qtbot.keyClicks(wizard.file.path, str(path))
    qtbot.keyClick(wizard.file.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not runner.busy)


def on(qtbot: Any, runner: Runner, wizard: ImportWizard) -> None:
    press(qtbot, wizard.next)
    qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)


def to_dry_run(qtbot: Any, runner: Runner, wizard: ImportWizard, path: Path) -> None:
    read(qtbot, runner, wizard, path)
    on(qtbot, runner, wizard)
    assert wizard.columns is not None
    choose(qtbot, wizard.columns.kind, "Conduct matter")
    on(qtbot, runner, wizard)
    on(qtbot, runner, wizard)
    assert wizard.page() == DRY_RUN


def cell(wizard: ImportWizard, row: int, column: int) -> str:
    return str(wizard.file.sample.model().index(row, column).data())


def many(register: Register) -> int:
    with register.reader() as connection:
        return int(connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0])


def test_a_file_is_imported_page_after_page_and_undone(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, foi: Path
) -> None:
    assert wizard.page() == FILE
    assert not wizard.next.isEnabled()
    read(qtbot, runner, wizard, foi)
    assert "CSV, Windows-1252, separated by semicolons" in wizard.file.said.text()
    assert "rows 4 and 5" in wizard.file.said.text()
    assert cell(wizard, 0, 0) == "SM/1/11"
    on(qtbot, runner, wizard)
    assert wizard.page() == COLUMNS
    assert wizard.columns is not None
    assert wizard.columns.choices["Officer Rank"].value() == "rank"
    assert wizard.columns.choices["Borough code"].value() is None
    choose(qtbot, wizard.columns.kind, "Conduct matter")
    on(qtbot, runner, wizard)
    assert wizard.page() == VALUES
    assert wizard.values.unknown() == [("platform", "Bebo")]
    assert wizard.values.choices["outcome", "Not upheld"].value() == "\0finding"
    choose(qtbot, wizard.values.choices["platform", "Bebo"], "Other")
    on(qtbot, runner, wizard)
    assert wizard.page() == DRY_RUN
    assert wizard.dry_run.counted.text() == "Of 7 rows: 4 rows added, 2 skipped, 1 not imported"
    shown = wizard.dry_run.rows.model.items
    assert [(one.number, one.became) for one in shown] == [(10, "refused")]
    assert "is not a date that exists" in wizard.dry_run.rows.whole.text()
    assert "Bebo" not in wizard.dry_run.rows.whole.text()
    choose(qtbot, wizard.dry_run.rows.which, "Skipped")
    assert [one.number for one in wizard.dry_run.rows.model.items] == [13, 14]
    assert many(register) == 0
    on(qtbot, runner, wizard)
    assert wizard.page() == DONE
    assert wizard.finished_page.said.text() == "3 cases imported"
    assert many(register) == 3
    press(qtbot, wizard.finished_page.undo)
    qtbot.waitUntil(lambda: not runner.busy)
    assert wizard.message.text() == "The import of foi.csv was undone: 3 cases removed."
    assert many(register) == 0
    press(qtbot, wizard.next)
    assert not wizard.isVisible()


def test_going_back_and_changing_what_is_known(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, foi: Path
) -> None:
    to_dry_run(qtbot, runner, wizard, foi)
    press(qtbot, wizard.back)
    assert wizard.page() == VALUES
    wizard.values.choices["platform", "Facebook"].set_value(NOTHING)
    press(qtbot, wizard.back)
    press(qtbot, wizard.back)
    assert wizard.page() == FILE
    assert not wizard.back.isVisible()
    to_dry_run(qtbot, runner, wizard, foi)
    on(qtbot, runner, wizard)
    assert many(register) == 3


def test_what_was_imported_is_not_again_unless_it_is_chosen(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, foi: Path
) -> None:
    to_dry_run(qtbot, runner, wizard, foi)
    on(qtbot, runner, wizard)
    again = ImportWizard(register, runner)
    qtbot.addWidget(again, before_close_func=lambda one: one.done_with())
    again.show()
    qtbot.waitUntil(lambda: not runner.busy)
    assert [run.file_name for run in again.file.runs.model.items] == ["foi.csv"]
    written(foi, FOI.replace("Rude", "Ruder").replace("31/02/2012", "28/02/2012"), "cp1252")
    to_dry_run(qtbot, runner, again, foi)
    assert not again.next.isEnabled()
    assert again.dry_run.counted.text().startswith("Of 7 rows: 0 rows added, 6 skipped")
    written(foi, FOI.replace("Rude", "Ruder").replace("South", "x"), "cp1252")
    choose(qtbot, again.dry_run.known, "Update it from the file, and add anything new")  # fmt: skip
    qtbot.waitUntil(lambda: not runner.busy)
    assert "6 skipped" in again.dry_run.counted.text()


def test_an_earlier_import_is_undone_from_the_first_page(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, foi: Path,
    monkeypatch: Any,
) -> None:  # fmt: skip
    to_dry_run(qtbot, runner, wizard, foi)
    on(qtbot, runner, wizard)
    wizard.reject()
    again = ImportWizard(register, runner)
    qtbot.addWidget(again, before_close_func=lambda one: one.done_with())
    again.show()
    qtbot.waitUntil(lambda: not runner.busy)
    runs = again.file.runs
    assert not runs.undo.isEnabled()
    runs.table.selectRow(0)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    press(qtbot, runs.undo)
    assert many(register) == 3
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    press(qtbot, runs.undo)
    qtbot.waitUntil(lambda: not runner.busy)
    assert many(register) == 0
    assert runs.model.items[0].undone is not None
    runs.table.selectRow(0)
    assert not runs.undo.isEnabled()


def test_a_mapping_is_kept_and_used_again(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, foi: Path
) -> None:
    read(qtbot, runner, wizard, foi)
    on(qtbot, runner, wizard)
    assert wizard.columns is not None
    choose(qtbot, wizard.columns.choices["Borough code"], "Whose conduct it is about: Unit")
    choose(qtbot, wizard.columns.kind, "Conduct matter")
    press(qtbot, wizard.columns.keep)
    qtbot.waitUntil(lambda: not runner.busy)
    assert "Give the mapping a name" in wizard.message.text()
    qtbot.keyClicks(wizard.columns.name, "FOI requests")
    press(qtbot, wizard.columns.keep)
    qtbot.waitUntil(lambda: not runner.busy)
    assert wizard.message.text() == "The mapping is kept as “FOI requests”."
    with register.reader() as connection:
        assert kept_mapping(connection, "FOI requests").columns["Borough code"] == "unit"
    press(qtbot, wizard.back)
    read(qtbot, runner, wizard, foi)
    choose(qtbot, wizard.file.mapping, "FOI requests")
    qtbot.waitUntil(lambda: not runner.busy)
    on(qtbot, runner, wizard)
    assert wizard.columns.choices["Borough code"].value() == "unit"
    assert wizard.columns.kind.value() == "conduct"


def test_two_columns_of_one_field_are_refused_beside_the_second(
    qtbot: Any, runner: Runner, wizard: ImportWizard, foi: Path
) -> None:
    read(qtbot, runner, wizard, foi)
    on(qtbot, runner, wizard)
    assert wizard.columns is not None
    wizard.columns.choices["Borough code"].set_value("platform")
    on(qtbot, runner, wizard)
    assert wizard.page() == COLUMNS
    assert "Another column" in wizard.columns._fields["Borough code"].error_text()


def test_what_cannot_be_read_is_said_beside_the_file(
    qtbot: Any, runner: Runner, wizard: ImportWizard, tmp_path: Path
) -> None:
    read(qtbot, runner, wizard, tmp_path / "gone.csv")
    assert "gone.csv cannot be read" in wizard.file._file.error_text()
    assert not wizard.next.isEnabled()
    read(qtbot, runner, wizard, Path())
    assert "Choose a file" in wizard.file._file.error_text() or not wizard.next.isEnabled()


def test_a_sheet_of_a_workbook_is_chosen(
    qtbot: Any, runner: Runner, wizard: ImportWizard, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Cases")
    sheet.append(["Ref", "Received"])
    sheet.append(["A/1", "12/02/2014"])
    book.save(tmp_path / "in.xlsx")
    read(qtbot, runner, wizard, tmp_path / "in.xlsx")
    wizard.file.sheet.setCurrentIndex(wizard.file.sheet.findText("Cases"))
    qtbot.waitUntil(lambda: not runner.busy)
    assert "sheet “Cases”" in wizard.file.said.text()
    assert not wizard.file.encoding.isVisible()
    assert cell(wizard, 0, 1) == "12/02/2014"


def test_stopping_leaves_nothing_half_done(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, tmp_path: Path,
    monkeypatch: Any,
) -> None:  # fmt: skip
    rows = "".join(f"K{n},1/2/2013,Rude {n}\n" for n in range(450))
    path = written(tmp_path / "a.csv", f"Ref,Received,Allegation\n{rows}")
    to_dry_run(qtbot, runner, wizard, path)
    assert wizard.dry_run.counted.text() == "Of 450 rows: 450 rows added"
    write = importing.import_rows

    def stopped(*given: Any, **named: Any) -> Any:
        check = named.pop("check")

        def stop() -> None:
            if not wizard.work._job.stopped:  # type: ignore[union-attr]
                wizard.work.cancel()
            check()

        return write(*given, **named, check=stop)

    monkeypatch.setattr(importing, "import_rows", stopped)
    on(qtbot, runner, wizard)
    assert wizard.page() == DRY_RUN
    assert "Nothing was left half done" in wizard.message.text()
    assert many(register) == 0
    monkeypatch.undo()
    on(qtbot, runner, wizard)
    assert many(register) == 450


def test_rows_to_be_mended_are_saved_and_what_was_read_goes_with_the_window(
    qtbot: Any, runner: Runner, wizard: ImportWizard, foi: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    to_dry_run(qtbot, runner, wizard, foi)
    out = tmp_path / "mend.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "CSV"))
    press(qtbot, wizard.dry_run.rows.refused)
    qtbot.waitUntil(lambda: not runner.busy)
    assert wizard.dry_run.rows.message.text() == "Wrote 1 row to mend.csv."
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert next(iter(csv.DictReader(file)))["Case Ref"] == "SM/3/12"
    stage = wizard.work.stage
    assert isinstance(stage, Stage)
    folder = stage._scratch.folder
    assert folder.exists()
    wizard.reject()
    assert not folder.exists()


def test_what_files_said_besides_stands_on_the_case(
    qtbot: Any, register: Register, runner: Runner, wizard: ImportWizard, foi: Path
) -> None:
    to_dry_run(qtbot, runner, wizard, foi)
    on(qtbot, runner, wizard)
    window = opened(qtbot, register, runner, 1)
    card = window.tabs.summary.imported
    words = [label.text() for label in card.findChildren(type(card.heading))]
    assert any(text.startswith("Row 6 of foi.csv, there SM/1/11, imported") for text in words)
    assert words.count("Borough code") == 2
    assert words.count("N1") == 2
    window.draft.revert()
    window.close()
    new = opened(qtbot, register, runner, None)
    assert not new.tabs.summary.imported.isVisibleTo(new)


def test_the_menu_offers_it_to_whom_it_may(
    qtbot: Any, app: QApplication, settings: Settings, register: Register
) -> None:
    with register.change() as change:
        change.add(User, name="vance", full_name="A. Vance", role="investigator")
    for name, may in (("okafor", True), ("vance", False)):
        desktop = Desktop(open_register(register.path, user=name), settings)
        desktop.show()
        qtbot.waitUntil(lambda one=desktop: not one.runner.busy)
        actions = [
            action
            for menu in desktop.window.menuBar().actions()
            for action in menu.menu().actions()  # type: ignore[attr-defined]
            if action.text() == "&Import…"
        ]
        assert [action.isEnabled() for action in actions] == [may]
        if may:
            actions[0].trigger()
            qtbot.waitUntil(lambda one=desktop: not one.runner.busy)
            (shown,) = desktop.window.findChildren(ImportWizard)
            assert shown.isVisible()
            shown.reject()
        desktop.runner.shutdown()
        desktop.window.hide()
        desktop.register.close()

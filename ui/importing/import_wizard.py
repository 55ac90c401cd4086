"""Importing a file, page after page: the file, its columns, its values, a dry run, done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.exchange.incoming.kept_mappings import mapping_names
from models.queries import importing as asked
from models.queries.cases.case_list import owners
from models.queries.importing import Run
from models.register import Register
from models.storage.engine import sqlite3
from ui.background import Runner
from ui.importing.columns_page import ColumnsPage
from ui.importing.done_page import DonePage
from ui.importing.dry_run_page import DryRunPage
from ui.importing.file_page import FilePage
from ui.importing.values_page import ValuesPage
from ui.importing.work import Work
from ui.looks import theme
from ui.widgets.job_progress import JobProgress
from ui.widgets.message_bar import MessageBar

STEPS = ("File", "Columns", "Values", "Dry run", "Done")
FILE, COLUMNS, VALUES, DRY_RUN, DONE = range(5)
SIZE = (1040, 720)


class ImportWizard(QDialog):
    """Leads through an import; closing it stops what is being done, and nothing is half done."""

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import a file")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*(theme.px(side) for side in SIZE))
        self._register = register
        self._runner = runner
        self.work = Work(register, runner, self)
        self.file = FilePage(self.work)
        self.columns: ColumnsPage | None = None
        self.values = ValuesPage(self.work)
        self.dry_run = DryRunPage(register, runner, self.work)
        self.finished_page = DonePage(register, runner, self.work)
        self.steps = [QLabel(f"{at}  {words}") for at, words in enumerate(STEPS, start=1)]
        self.pages = QStackedWidget()
        self.message = MessageBar()
        self.progress = JobProgress()
        self.progress.setFixedWidth(theme.px(180))
        self.back = QPushButton("Back")
        self.next = QPushButton("Next")
        self.next.setProperty("kind", "primary")
        self.close_button = QPushButton("Cancel")
        self._busy = False
        self._lay_out()
        self.back.clicked.connect(lambda _: self.go_back())
        self.next.clicked.connect(lambda _: self.go_on())
        self.close_button.clicked.connect(lambda _: self._cancel())
        self.file.ready.connect(self._follow)
        self.file.runs.undone.connect(self._say_undone)
        self.finished_page.undone.connect(self._say_undone)
        self.dry_run.again.connect(lambda: self.work.dry_run(self.dry_run.show_counts))
        self.work.busy.connect(self._set_busy)
        self.work.stepped.connect(self.progress.step)
        self.work.failed.connect(self._failed)
        self._ask()
        self._follow()

    def page(self) -> int:
        """The number of the page that is shown, from 0."""
        return self.pages.currentIndex()

    def go_on(self) -> None:
        """Do what the page asks for, and show the next."""
        at = self.page()
        self.message.hide()
        if at == FILE and self.columns is not None:
            self.columns.show_columns()
            self._show(COLUMNS)
        elif at == COLUMNS and self.columns is not None and self.columns.take():
            self.work.load(self._then(VALUES, self.values.show_words))
        elif at == VALUES and self.values.take():
            self.work.dry_run(self._then(DRY_RUN, self.dry_run.show_counts))
        elif at == DRY_RUN:
            stop = self.dry_run.stop.isChecked()
            self.work.write(stop, self._then(DONE, self.finished_page.show_done))
        elif at == DONE:
            self.accept()

    def go_back(self) -> None:
        """Show the page before."""
        self.message.hide()
        self._show(self.page() - 1)

    def done_with(self) -> None:
        """End what runs, and take away what was read."""
        self.work.end()

    def reject(self) -> None:
        self.done_with()
        super().reject()

    def accept(self) -> None:
        self.done_with()
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # typed in a field, it does not go on to the next page
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(24)
        for label in self.steps:
            label.setTextFormat(Qt.TextFormat.PlainText)
            top.addWidget(label)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.progress)
        foot.addStretch(1)
        for button in (self.back, self.next, self.close_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.pages.addWidget(self.file)
        for _ in range(len(STEPS) - 1):
            self.pages.addWidget(QWidget())
        for at, page in (
            (VALUES, self.values),
            (DRY_RUN, self.dry_run),
            (DONE, self.finished_page),
        ):
            self._put(at, page)
        layout.addLayout(top)
        layout.addWidget(self.message)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    def _put(self, at: int, page: QWidget) -> None:
        stood = self.pages.widget(at)
        self.pages.insertWidget(at, page)
        if stood is not None:
            self.pages.removeWidget(stood)
            stood.deleteLater()

    def _ask(self) -> None:
        """Ask of the register what the pages offer."""

        def question(
            connection: sqlite3.Connection,
        ) -> tuple[list[Run], list[str], dict[int, str]]:
            return asked.runs(connection), mapping_names(connection), owners(connection)

        self._runner.ask(
            self._register,
            question,
            done=self._told,
            failed=lambda error: self.message.show_message(str(error), "error"),
            key="import-wizard",
            owner=self,
        )

    def _told(self, found: tuple[list[Run], list[str], dict[int, str]]) -> None:
        runs, names, users = found
        self.file.runs.show_runs(runs)
        self.file.offer_mappings(names)
        if self.columns is None:
            self.columns = ColumnsPage(self.work, users)
            self.columns.kept.connect(self._mapping_kept)
            self._put(COLUMNS, self.columns)
        self._follow()

    def _then(self, at: int, show: Callable[[], None]) -> Callable[[], None]:
        def then() -> None:
            show()
            self._show(at)

        return then

    def _show(self, at: int) -> None:
        self.pages.setCurrentIndex(at)
        self._follow()

    def _follow(self) -> None:
        """The steps above and the buttons below are those of the page."""
        at = self.page()
        for step, label in enumerate(self.steps):
            label.setProperty("kind", "strong" if step == at else "muted")
            label.style().unpolish(label)
            label.style().polish(label)
        cases = self.work.counts.added + self.work.counts.changed
        self.next.setText({DRY_RUN: "Import", DONE: "Close"}.get(at, "Next"))
        ready = {
            FILE: self.work.cells is not None and self.columns is not None,
            DRY_RUN: cases > 0,
        }.get(at, True)
        self.next.setEnabled(ready and not self._busy)
        self.back.setVisible(at not in (FILE, DONE))
        self.back.setEnabled(not self._busy)
        self.close_button.setVisible(at != DONE or self._busy)
        self.close_button.setText("Stop" if self._busy and at != FILE else "Cancel")
        self.progress.setVisible(self._busy)

    def _cancel(self) -> None:
        if self._busy and self.page() != FILE:
            self.work.cancel()
        else:
            self.reject()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.progress.setRange(0, 0)
        self.pages.setEnabled(not busy)
        self._follow()

    def _failed(self, sentence: str) -> None:
        if self.page() == FILE:
            self.file.say_failed(sentence)
        else:
            self.message.show_message(sentence, "error")
        self._follow()

    def _mapping_kept(self, name: str) -> None:
        self.message.show_message(f"The mapping is kept as “{name}”.", "good")
        self._ask()

    def _say_undone(self, sentence: str) -> None:
        self.message.show_message(sentence, "good")
        self._ask()

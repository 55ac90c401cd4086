"""Checking the register from its window: how far it is, then what was found."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.errors import ProbityError
from models.record.check import Check, Watch, check
from models.register import Register
from ui.background import Job, Runner
from ui.record import papers
from ui.widgets.job_progress import JobProgress
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import clear, plain_label


class CheckDialog(QDialog):
    """Begins at once; may be stopped; says what was looked at and what does not hold."""

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check the register")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 560)
        self._register = register
        self._runner = runner
        self.found: list[Check] = []
        self._checked_at = datetime.datetime.now()
        self.now = plain_label("Beginning…", "heading")
        self.progress = JobProgress()
        self.progress.setAccessibleName("How far the check is")
        self.message = MessageBar()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.print_button = QPushButton("Print the report…")
        self.print_button.clicked.connect(lambda _: self._print())
        self.print_button.setEnabled(False)
        self.close_button = QPushButton("Stop")
        self.close_button.clicked.connect(lambda _: self.reject())
        self._lay_out()
        self._looking_at = "Beginning"
        self._job = self._begin()
        self._job.progressed.connect(self._step)

    def reject(self) -> None:
        """Stop what runs; a check changes nothing."""
        self._job.cancel()
        super().reject()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._lines)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        for part in (self.now, self.progress, self.message):
            column.addWidget(part)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)

    def _begin(self) -> Job:
        def work(job: Job) -> list[Check]:
            def follow(what: str, done: int, total: int) -> None:
                self._looking_at = what
                job.progress(done, total)

            watch = Watch(follow, job.check)
            with job.reading(self._register) as connection:
                return check(connection, watch)

        return self._runner.run(
            work,
            done=self._show,
            failed=self._fail,
            title="Checking the register",
            owner=self,
        )

    def _step(self, done: int, total: int) -> None:
        self.now.setText(f"{self._looking_at}…")
        self.progress.step(done, total)

    def _show(self, found: list[Check]) -> None:
        self.found = found
        self._ended()
        wrong = sum(len(item.problems) for item in found)
        self.now.setText(papers.verdict(found))
        self.message.show_message(
            "The record is unbroken from beginning to end. Only a checkpoint can show whether "
            "its end was cut off."
            if not wrong
            else "Stop working in this register. Keep a copy of it as it is, tell the "
            "administrator, and compare it with a backup.",
            "error" if wrong else "good",
        )
        clear(self._lines)
        for item in found:
            said = f"{'▲' if item.problems else '✓'}  {item.words()}"
            self._lines.addWidget(plain_label(said, "strong"))
            for words, kind in [
                *((problem, "error") for problem in item.problems),
                *((note, "muted") for note in item.notes),
            ]:
                self._lines.addWidget(plain_label(words, kind))
        self._lines.addStretch(1)
        self.print_button.setEnabled(True)

    def _fail(self, error: ProbityError) -> None:
        self._ended()
        self.now.setText("The register was not checked")
        self.message.show_message(str(error), "error")

    def _ended(self) -> None:
        self._checked_at = datetime.datetime.now()
        self.progress.hide()
        self.close_button.setText("Close")

    def _print(self) -> None:
        paper = papers.check_report(self._register, self.found, self._checked_at)
        papers.preview(paper, "Report of a check", self._register, self._runner, self)

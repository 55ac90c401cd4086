"""The recovery key, shown once: printed, saved, or written down before anything else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import disclosing
from models.errors import ProbityError
from models.exchange.papers.templates import environment
from models.register import Register
from ui.background import Runner
from ui.printing.paper import Paper
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

NOTE = (
    "If every administrator’s passphrase is lost, this key is the only way into the register. "
    "It is shown this once and kept nowhere. Keep it on paper, under lock, away from the machine."
)
COLUMNS = 7
OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


class RecoveryKeyDialog(FittingDialog):
    """Closes only when somebody says that the key is written down."""

    def __init__(
        self, register: Register, recovery_key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recovery key")
        self.setMinimumWidth(600)
        self._register = register
        self._key = recovery_key
        self._runner = Runner(self)
        self.message = MessageBar()
        self.print_button = QPushButton("Print…")
        self.pdf_button = QPushButton("Save as PDF…")
        self.written = QCheckBox("I have printed it, or written it down, and checked each group")
        self.agree = QPushButton("Done")
        self.agree.setProperty("kind", "primary")
        self.agree.setEnabled(False)
        self.written.toggled.connect(self.agree.setEnabled)
        self.agree.clicked.connect(lambda _: self.accept())
        self.print_button.clicked.connect(lambda _: self._ask_printer())
        self.pdf_button.clicked.connect(lambda _: self._ask_pdf())
        self._lay_out()

    def paper(self) -> Paper:
        """The key on a page that says what it is for."""
        template = environment().get_template("recovery_key.html")
        groups = self._key.split("-")
        lines = [groups[at : at + COLUMNS] for at in range(0, len(groups), COLUMNS)]
        html = template.render(
            force=self._register.force, file=self._register.path.name, lines=lines, note=NOTE
        )
        return Paper(
            title="Recovery key",
            sections=[html],
            marking=OFFICIAL_SENSITIVE,
            reference=self._register.path.name,
            printed_by=self._register.user.full_name,
            printed_at=datetime.datetime.now(),
        )

    def save_pdf(self, path: Path) -> None:
        """Write the page as PDF, on record."""
        paper = self.paper()

        def work(_: object) -> None:
            said = f"Recovery key saved as {path.name}"
            paper.save_pdf(path, record=disclosing.leaving(self._register, said))

        self._run(work, f"Saved {path.name}. Print it, then delete the file.")

    def print_on(self, printer: QPrinter) -> None:
        """Send the page to a printer, on record."""
        paper = self.paper()
        paper.set_up(printer)

        def send() -> None:
            if not paper.paint(printer):
                self._fail(ProbityError("The printer did not take the page. Try again."))

        def work(_: object) -> None:
            disclosing.leaving(self._register, "Recovery key printed")()

        self._run(work, "Sent to the printer.", send)

    def reject(self) -> None:
        """Only by saying that it is written down; until then it stays."""
        if self.agree.isEnabled():
            self.accept()
            return
        self.message.show_message(
            "Print the key or write it down first, and tick the box: it is not shown again.",
            "warning",
        )

    def done(self, result: int) -> None:
        """Nothing is left running when it is gone."""
        self._runner.shutdown()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """As Escape."""
        event.ignore()
        self.reject()

    def _run(
        self, work: Callable[[object], None], said: str, then: Callable[[], None] | None = None
    ) -> None:
        def finished(_: None) -> None:
            self.message.show_message(said, "good")
            if then is not None:
                then()

        self._runner.run(work, done=finished, failed=self._fail, must_finish=True)

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")

    def _ask_pdf(self) -> None:
        suggested = f"{self._register.path.stem} recovery key.pdf"
        name, _ = QFileDialog.getSaveFileName(self, "Save as PDF", suggested, "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("The recovery key of this register", "title"))
        column.addWidget(plain_label(NOTE, "muted"))
        column.addWidget(self.message)
        column.addWidget(self._groups())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.pdf_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.written)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.agree)
        column.addLayout(below)

    def _groups(self) -> QFrame:
        """The key in two lines of seven groups, in figures of one width."""
        frame = QFrame()
        frame.setObjectName("card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for at, group in enumerate(self._key.split("-")):
            label = QLabel(group)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("kind", "key")
            grid.addWidget(label, at // COLUMNS, at % COLUMNS, Qt.AlignmentFlag.AlignHCenter)
        return frame

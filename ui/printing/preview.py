"""The print preview: pages as they will be, then printer or PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import ProbityError
from models.register import Register
from ui.background import Job, Runner
from ui.printing.pages_view import PagesView
from ui.printing.paper import Paper
from ui.widgets.message_bar import MessageBar

#: Makes the paper for a choice of names, ``"recorded"`` or ``"initials"``.
MakePaper = Callable[[str], Paper]
#: Leaves on record that it leaves the register: how, with which names, and for whom and why.
Record = Callable[[str, str, str], None]

REASON = 2000  # characters of a reason


class PreviewDialog(QDialog):
    """Shows a paper; what is printed or saved is put on record.

    :param allow: asked before anything is written; raises where the person may let nothing leave.
    """

    def __init__(
        self,
        paper: Paper,
        make: MakePaper,
        record: Record,
        runner: Runner,
        *,
        allow: Callable[[], None],
        offer_names: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Print preview: {paper.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(960, 740)
        self.paper = paper
        self._paper_names = "recorded"
        self._make = make
        self._record = record
        self._may_leave = allow
        self._runner = runner
        self.printer: QPrinter  # made when somebody prints: making one asks the print system
        self.preview = PagesView()
        self.preview.changed.connect(self._count)
        self.names = QComboBox()
        self.names.addItem("Names as recorded", "recorded")
        self.names.addItem("Names as initials", "initials")
        self.names.setAccessibleName("How people appear")
        self.names.setVisible(offer_names)
        self.names.currentIndexChanged.connect(lambda _: self._remake())
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("For whom, and why (goes on record)")
        self.reason.setAccessibleName("Who it is printed or saved for, and why")
        self.reason.setMaxLength(REASON)
        self.pages = QLabel()
        self.pages.setProperty("kind", "muted")
        self.message = MessageBar()
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_bar())
        layout.addWidget(self.reason)
        layout.addWidget(self.message)
        layout.addWidget(self.preview, 1)
        self.preview.show_paper(paper)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.preview.fit_width)  # once it knows how wide it is

    def chosen_names(self) -> str:
        """``"recorded"`` or ``"initials"``."""
        return str(self.names.currentData())

    def save_pdf(self, path: Path) -> None:
        """Write the PDF in the background; it is on record before it stands there."""
        paper, names, reason = self.paper, self._paper_names, self.reason.text().strip()

        def work(job: Job) -> int:
            self._may_leave()
            how = f"saved as {path.name}"
            return paper.save_pdf(path, job.check, lambda: self._record(how, names, reason))

        self._runner.run(
            work,
            done=lambda pages: self.message.show_message(
                f"Saved {path.name}, {pages} pages.", "good"
            ),
            failed=self._fail,
            title="Saving the PDF",
            owner=self,
        )

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.addWidget(self.names)
        for words, slot in (
            ("Fit width", self.preview.fit_width),
            ("Whole page", self.preview.fit_page),
            ("Zoom in", self.preview.zoom_in),
            ("Zoom out", self.preview.zoom_out),
        ):
            button = QPushButton(words)
            button.clicked.connect(lambda _, slot=slot: slot())
            bar.addWidget(button)
        bar.addWidget(self.pages)
        bar.addStretch(1)
        self.pdf_button = QPushButton("Save as PDF…")
        self.pdf_button.clicked.connect(lambda _: self._ask_pdf())
        self.print_button = QPushButton("Print…")
        self.print_button.setProperty("kind", "primary")
        self.print_button.setDefault(True)
        self.print_button.clicked.connect(lambda _: self._ask_printer())
        bar.addWidget(self.pdf_button)
        bar.addWidget(self.print_button)
        return bar

    def _count(self) -> None:
        count = self.preview.count
        self.pages.setText(f"{count} page{'s' * (count != 1)}")

    def _remake(self) -> None:
        """Make it again for the chosen names; until then nothing can leave under the wrong ones."""
        names = self.chosen_names()
        self._allow(False)
        self._runner.run(
            lambda _job: self._make(names),
            done=lambda paper: self._show(paper, names),
            failed=self._not_remade,
            key=f"paper {id(self)}",
            owner=self,
        )

    def _allow(self, leaving: bool) -> None:
        self.pdf_button.setEnabled(leaving)
        self.print_button.setEnabled(leaving)

    def _not_remade(self, error: ProbityError) -> None:
        self.names.blockSignals(True)
        self.names.setCurrentIndex(self.names.findData(self._paper_names))
        self.names.blockSignals(False)
        self._allow(True)
        self._fail(error)

    def _show(self, paper: Paper, names: str) -> None:
        self.paper, self._paper_names = paper, names
        self._allow(True)
        self.preview.show_paper(paper)

    def _ask_pdf(self) -> None:
        suggested = f"{self.paper.title.replace('/', '-')}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, "Save as PDF", suggested, "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def _ask_printer(self) -> None:
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.paper.set_up(self.printer)
        dialog = QPrintDialog(self.printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_now()

    def print_now(self) -> None:
        """Put on record that the paper is printed, then send it to the chosen printer."""
        paper, names, reason = self.paper, self._paper_names, self.reason.text().strip()
        self._runner.run(
            lambda _job: self._record("printed", names, reason),
            done=lambda _: self._send(paper),
            failed=self._fail,
            owner=self,
        )

    def _send(self, paper: Paper) -> None:
        if paper.paint(self.printer):
            self.message.show_message("Sent to the printer.", "good")
            return
        self.message.show_message(
            "The printer did not take the paper. Nothing was printed, though it is on record as "
            "sent; check the printer and try again.",
            "error",
        )

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def show_as_made(
    paper: Paper,
    record: Callable[[str, str], None],
    register: Register,
    runner: Runner,
    parent: QWidget,
) -> PreviewDialog:
    """Show a paper that names nobody in another way, for whoever may give it out.

    :param record: leaves on record how it leaves the register, and for whom and why.
    """
    dialog = PreviewDialog(
        paper,
        lambda _names: paper,
        lambda how, _names, reason: record(how, reason),
        runner,
        allow=lambda: register.require("disclose"),
        offer_names=False,
        parent=parent,
    )
    dialog.show()
    return dialog

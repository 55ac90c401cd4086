"""A case file that came back, looked at: whether it is as it was given out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import ProbityError
from models.exchange.bundle.verify import Verified, known_to, verify
from models.register import Register
from ui.background import Job, Runner
from ui.looks import theme
from ui.widgets.buttons import connect_buttons
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label


class VerifyDialog(QDialog):
    """Compares a folder with its manifest, and asks the record whether it went out from here."""

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Verify a case file")
        self.resize(theme.px(640), theme.px(380))
        self._register = register
        self._runner = runner
        self.message = MessageBar()
        self.found = QPlainTextEdit()
        self.found.setReadOnly(True)
        self.found.setAccessibleName("What was found")
        self.folder_button = QPushButton("Choose a folder…")
        self.folder_button.setProperty("kind", "primary")
        self.pdf_button = QPushButton("Choose a PDF…")
        close = QPushButton("Close")
        connect_buttons(
            (self.folder_button, self._ask_folder),
            (self.pdf_button, self._ask_pdf),
            (close, self.reject),
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (close, self.pdf_button, self.folder_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            plain_label(
                "Every file in a folder is compared with its manifest. A PDF, or the manifest "
                "itself, is compared with what was recorded when it was given out.",
                "muted",
            )
        )
        column.addWidget(self.message)
        column.addWidget(self.found, 1)
        column.addLayout(foot)

    def look_at(self, path: Path) -> None:
        """Verify what stands at ``path``."""

        def work(job: Job) -> Verified:
            found = verify(path)
            with job.reading(self._register) as connection:
                return replace(found, known=known_to(connection, found.sha256))

        self._runner.run(
            work, done=self.show_found, failed=self._fail, title="Verifying a case file", owner=self
        )

    def show_found(self, found: Verified) -> None:
        """Say what was found."""
        self.message.show_message(found.sentence, "good" if found.holds else "error")
        lines = [*found.problems, found.known, f"SHA-256 {found.sha256}"]
        self.found.setPlainText("\n".join(filter(None, lines)))

    def _fail(self, error: ProbityError) -> None:
        self.found.clear()
        self.message.show_message(str(error), "error")

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "The folder of a case file")
        if name:
            self.look_at(Path(name))

    def _ask_pdf(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "The PDF of a case file", "", "PDF (*.pdf)")
        if name:
            self.look_at(Path(name))

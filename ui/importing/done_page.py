"""The last page: what was done, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.register import Register
from ui.background import Runner
from ui.importing.dry_run_page import VerdictTable
from ui.importing.runs_card import said_of
from ui.importing.work import Work
from ui.widgets.card import Card
from ui.widgets.plain import plain_label


class DonePage(QWidget):
    """Says what was imported; ``undone`` once it has been taken back."""

    undone = Signal(str)

    def __init__(
        self, register: Register, runner: Runner, work: Work, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self.said = plain_label("", "heading")
        self.words = plain_label("", "muted")
        self.undo = QPushButton("Undo the import")
        self.undo.clicked.connect(lambda _: self._undo())
        self.rows = VerdictTable(register, runner, work)
        card = Card()
        card.body.addWidget(self.said)
        card.body.addWidget(self.words)
        line = QHBoxLayout()
        line.addWidget(self.undo)
        line.addStretch(1)
        card.body.addLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(card)
        layout.addWidget(self.rows, 1)

    def show_done(self) -> None:
        """Show what the import did."""
        done = self._work.done
        if done is None:
            return
        many = f"{done.cases:,} case{'s' * (done.cases != 1)}"
        written = done.run_id is not None
        self.said.setText(f"{many} imported" if written else "Nothing was imported")
        self.words.setText(
            f"{done.counts.in_words()}. The import can be undone as a whole, here or later from "
            "File, Import, until somebody works on one of its cases."
            if written
            else f"{done.counts.in_words()}. The register is as it was."
        )
        self.undo.setVisible(written)
        self.undo.setEnabled(written)
        self.rows.which.set_value("refused" if done.counts.refused else None)
        self.rows.refresh()

    def _undo(self) -> None:
        done, cells = self._work.done, self._work.cells
        if done is None or done.run_id is None or cells is None:
            return
        name = cells.path.name
        self._work.undo(done.run_id, lambda found: self._taken_back(said_of(name, found)))

    def _taken_back(self, sentence: str) -> None:
        self.undo.setEnabled(False)
        self.said.setText("Undone")
        self.words.setText(sentence)
        self.undone.emit(sentence)

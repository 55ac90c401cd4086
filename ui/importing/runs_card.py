"""The imports that there have been, each of which can be taken back as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from models.changes.incoming.undoing_import import Undone
from models.queries.importing import Run
from models.rules.dates import format_moment
from ui.importing.work import Work
from ui.widgets.card import Card
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS = ("File", "When", "By", "Rows", "Added", "Changed", "Skipped", "Not imported", "")
WIDTHS = (0, 150, 110, 70, 70, 78, 78, 104, 80)


class RunsCard(Card):
    """Lists the imports, the latest first; ``undone`` says in words what was taken back."""

    undone = Signal(str)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__("Earlier imports", parent)
        self._work = work
        self.model: RowsModel[Run] = RowsModel(
            HEADINGS, _cells, muted=(1, 2, 8), numeric=(3, 4, 5, 6, 7), parent=self
        )
        self.table = RowTable("Earlier imports", 34)
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.none = plain_label("Nothing has been imported yet.", "muted")
        self.undo = QPushButton("Undo this import…")
        self.undo.clicked.connect(lambda _: self._ask())
        self.buttons.addWidget(self.undo)
        self.body.addWidget(self.none)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.show_runs([])

    def show_runs(self, runs: list[Run]) -> None:
        """Show these."""
        self.model.show_items(runs)
        self.table.setVisible(bool(runs))
        self.none.setVisible(not runs)
        self.undo.setVisible(bool(runs))
        self._enable()

    def _chosen(self) -> Run | None:
        index = self.table.currentIndex()
        return self.model.items[index.row()] if index.isValid() else None

    def _enable(self) -> None:
        run = self._chosen()
        self.undo.setEnabled(run is not None and run.undone is None)

    def _ask(self) -> None:
        run = self._chosen()
        if run is None:
            return
        asked = QMessageBox.question(
            self,
            "Undo the import",
            f"Undo the whole import of {run.file_name}? What it added is removed, and what it "
            "changed is put back. Its references are not reused.",
        )
        if asked == QMessageBox.StandardButton.Yes:
            self._work.undo(run.id, lambda done: self.undone.emit(said_of(run.file_name, done)))


def said_of(file_name: str, done: Undone) -> str:
    """What an undo did, in words."""
    many = f"{done.removed:,} case{'s' * (done.removed != 1)} removed"
    back = f", {done.restored:,} put back as they were" if done.restored else ""
    return f"The import of {file_name} was undone: {many}{back}."


def _cells(run: Run) -> tuple[str, ...]:
    counts = (run.rows, run.added, run.changed, run.skipped, run.refused)
    state = "Undone" if run.undone else ""
    return (run.file_name, format_moment(run.at), run.by, *(f"{one:,}" for one in counts), state)

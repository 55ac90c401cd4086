"""The fourth page: what an import would make of each row, and why."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import disclosing
from models.exchange.incoming.mapping import CHOICES
from models.exchange.incoming.staging import WORDS, Verdict
from models.register import Register
from ui.background import Job, Runner
from ui.importing.work import Work
from ui.widgets.card import Card
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS = ("Row", "What", "Case", "Title", "Why")
WIDTHS = (64, 124, 118, 200, 0)
#: Rows shown of each kind; the report has them all.
SHOWN = 500


class VerdictTable(Card):
    """Rows and what becomes of them, of one kind or all, and the files that tell it outside."""

    def __init__(
        self, register: Register, runner: Runner, work: Work, parent: QWidget | None = None
    ) -> None:
        super().__init__("Row by row", parent)
        self._register = register
        self._runner = runner
        self._work = work
        self.model: RowsModel[Verdict] = RowsModel(
            HEADINGS, _cells, muted=(3,), numeric=(0,), parent=self
        )
        self.table = RowTable("What happens to each row", 34)
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.which = Choice(WORDS.items(), empty="Every row")
        self.which.setAccessibleName("Which rows are shown")
        self.which.changed.connect(self.refresh)
        self.report = QPushButton("Save as CSV…")
        self.report.clicked.connect(lambda _: self._save("import-report.csv", refused=False))
        self.refused = QPushButton("Save rows to correct…")
        self.refused.clicked.connect(lambda _: self._save("rows-to-mend.csv", refused=True))
        for button in (self.report, self.refused):
            forbid(button, register.why_not("disclose"))
        self.message = MessageBar()
        self.more = plain_label("", "muted")
        self.whole = plain_label("")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        for part in (self.which, self.report, self.refused):
            self.buttons.addWidget(part)
        self.body.addWidget(self.message)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole)
        self.body.addWidget(self.more)

    def refresh(self) -> None:
        """Show the first rows of the kind that is chosen, those not imported before all others."""
        stage = self._work.stage
        if stage is None:
            return
        became = self.which.value()
        found = list(stage.verdicts(became, limit=SHOWN + 1))
        self.model.show_items(found[:SHOWN])
        self.table.selectRow(0)
        self._tell()
        self.more.setVisible(len(found) > SHOWN)
        self.more.setText(f"The first {SHOWN} are shown; the CSV file has them all.")
        self.refused.setVisible(self._work.counts.refused > 0)

    def _tell(self) -> None:
        """Say the whole of why the chosen row becomes what it does."""
        index = self.table.currentIndex()
        one = self.model.items[index.row()] if index.isValid() and self.model.items else None
        self.whole.setVisible(one is not None and bool(one.why))
        self.whole.setText(f"Row {one.number}: {one.why}" if one else "")

    def _save(self, suggested: str, *, refused: bool) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save as CSV", str(Path.home() / suggested), "CSV (*.csv)"
        )
        stage, cells = self._work.stage, self._work.cells
        if not name or stage is None or cells is None:
            return
        path = Path(name)

        def work(job: Job) -> int:
            write = disclosing.save_refused_rows if refused else disclosing.save_import_report
            return write(self._register, stage, path, cells.path.name, check=job.check)

        def done(written: int) -> None:
            many = f"{written:,} row{'s' * (written != 1)}"
            self.message.show_message(f"Wrote {many} to {path.name}.", "good")

        self._runner.run(
            work,
            done=done,
            failed=lambda error: self.message.show_message(str(error), "error"),
            title="Saving",
            owner=self,
        )


class DryRunPage(QWidget):
    """The counts, the choices that change them, and the rows; ``again`` when these change."""

    again = Signal()

    def __init__(
        self, register: Register, runner: Runner, work: Work, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self.counted = plain_label("", "heading")
        self.words = plain_label("", "muted")
        self.known = Choice(CHOICES["known"].items(), empty="")
        self.alike = Choice(CHOICES["alike"].items(), empty="")
        self.stop = QCheckBox("Import nothing if any row cannot be imported")
        self.rows = VerdictTable(register, runner, work)
        for choice in (self.known, self.alike):
            choice.changed.connect(self._chosen)
        top = Card()
        top.body.addWidget(self.counted)
        top.body.addWidget(self.words)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(Field("A case that was imported before", self.known), 1)
        line.addWidget(Field("A case that looks like one in the register", self.alike), 1)
        top.body.addLayout(line)
        top.body.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(top)
        layout.addWidget(self.rows, 1)

    def show_counts(self) -> None:
        """Show what the dry run found."""
        counts, mapping = self._work.counts, self._work.mapping
        self.counted.setText(f"Of {counts.rows:,} rows: {counts.in_words()}")
        self.words.setText(
            "Nothing has been written yet. Rows that cannot be imported do not stop the "
            "others; they can be saved, corrected and imported again."
        )
        self.known.set_value(mapping.known)
        self.alike.set_value(mapping.alike)
        self.rows.which.set_value("refused" if counts.refused else None)
        self.rows.refresh()

    def _chosen(self) -> None:
        known, alike = self.known.value() or "skip", self.alike.value() or "skip"
        self._work.choose(known=known, alike=alike)
        self.again.emit()


def _cells(one: Verdict) -> tuple[str, ...]:
    sign = "▲ " if one.became == "refused" else ""
    return (f"{one.number}", f"{sign}{WORDS[one.became]}", one.reference, one.title, one.why)

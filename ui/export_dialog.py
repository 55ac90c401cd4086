"""Writing the list as CSV: where to, and how it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import ProbityError
from models.exchange.csv_export import export_csv
from models.queries.case_list import Sort
from models.queries.columns import column
from models.queries.filters import Filter
from models.register import Register
from ui.background import Job, Runner
from ui.widgets.field import Field
from ui.widgets.message_bar import MessageBar


class ExportDialog(QDialog):
    """Asks for a file and writes the list there, with progress and a way to stop."""

    def __init__(
        self,
        register: Register,
        runner: Runner,
        where: Filter,
        sort: Sort,
        columns: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export the list as CSV")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._register = register
        self._runner = runner
        self._what = (where, sort, columns)
        self._job: Job | None = None
        asked = "; ".join(words for _, words in where.describe()) or "every case"
        shown = ", ".join(column(code).title for code in columns)
        about = QLabel(f"Cases: {asked}\nColumns: {shown}")
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self.path = QLineEdit(str(Path.home() / "cases.csv"))
        self.browse = QPushButton("Choose…")
        self.browse.clicked.connect(lambda _: self._choose())
        self.bom = QCheckBox("Begin with a byte-order mark, for Excel")
        note = QLabel(
            "UTF-8, days as YYYY-MM-DD. A cell that a spreadsheet could take for a formula gets "
            "an apostrophe before it."
        )
        note.setProperty("kind", "muted")
        note.setWordWrap(True)
        self.message = MessageBar()
        self.progress = QProgressBar()
        self.progress.hide()
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(lambda _: self.reject())
        self.export = QPushButton("Export")
        self.export.setProperty("kind", "primary")
        self.export.setDefault(True)
        self.export.clicked.connect(lambda _: self.start())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        beside = QWidget()
        beside.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        beside.setFocusProxy(self.path)
        self._field = Field("File", beside)
        self.path.setAccessibleName("File")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.export)
        buttons.addWidget(self.cancel)
        layout.addWidget(about)
        layout.addWidget(self._field)
        for part in (self.bom, note, self.message, self.progress):
            layout.addWidget(part)
        layout.addLayout(buttons)

    def start(self) -> None:
        """Write the file in the background."""
        path, bom = Path(self.path.text().strip()), self.bom.isChecked()
        if not path.name or path.is_dir():
            self._field.set_error("Name a file to write.")
            return
        self._field.set_error(None)
        register = self._register
        where, sort, columns = self._what

        def work(job: Job) -> int:
            with job.reading(register) as connection:
                written = export_csv(
                    connection,
                    path,
                    where,
                    sort,
                    columns,
                    register.today(),
                    bom=bom,
                    progress=job.progress,
                    check=job.check,
                )
            with register.change("Exported as CSV") as change:
                what = f"Exported {written} cases as CSV"
                change.note("disclose", what=what, file=path.name)
            return written

        self.export.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._runner.run(
            work,
            done=lambda written: self._done(path, written),
            failed=self._failed,
            title="Exporting",
            owner=self,
        )
        self._job.progressed.connect(self._step)

    def reject(self) -> None:
        """Stop what runs; what stood under the name still does."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _step(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _done(self, path: Path, written: int) -> None:
        self._job = None
        self.progress.hide()
        self.cancel.setText("Close")
        self.export.setEnabled(True)
        self.message.show_message(f"Wrote {written:,} cases to {path.name}.", "good")

    def _failed(self, error: ProbityError) -> None:
        self._job = None
        self.progress.hide()
        self.export.setEnabled(True)
        self._field.set_error(str(error))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export the list as CSV", self.path.text(), "CSV (*.csv)"
        )
        if name:
            self.path.setText(name)

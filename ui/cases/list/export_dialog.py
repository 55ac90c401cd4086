"""Writing a list as CSV: where to, for whom, and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import disclosing
from models.errors import ProbityError
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import column
from models.queries.cases.filters import Filter
from models.register import Register
from ui.background import Job, Runner
from ui.widgets.fields.field import Field
from ui.widgets.job_progress import JobProgress
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

REASON = 2000  # characters of a reason
NOTE = (
    "UTF-8, dates as YYYY-MM-DD. A cell that a spreadsheet could take for a formula gets an "
    "apostrophe before it."
)
#: Writes the file for a job, a path, whether with a byte-order mark, and a reason; how many rows.
Write = Callable[[Job, Path, bool, str], int]


class CsvDialog(QDialog):
    """Asks for a file and writes it, with progress and a way to stop.

    :param about: what is written, in words.
    :param unit: what a row is, for one and for several.
    :param kinds: what may be written, as a file dialog lists it.
    """

    def __init__(
        self,
        runner: Runner,
        title: str,
        about: str,
        write: Write,
        *,
        suggested: str,
        unit: tuple[str, str],
        note: str = "",
        kinds: str = "CSV (*.csv)",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._runner = runner
        self._write = write
        self._unit = unit
        self._kinds = kinds
        self._job: Job | None = None
        self.path = QLineEdit(str(Path.home() / suggested))
        self.browse = QPushButton("Choose…")
        self.browse.clicked.connect(lambda _: self._choose())
        self.reason = QLineEdit()
        self.reason.setMaxLength(REASON)
        self.reason.setPlaceholderText("Recorded with the export")
        self.bom = QCheckBox("For opening in Excel")
        self.message = MessageBar()
        self.progress = JobProgress()
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
        layout.addWidget(plain_label(about))
        layout.addWidget(self._field)
        layout.addWidget(Field("For whom, and why", self.reason))
        for part in (self.bom, plain_label(note or NOTE, "muted"), self.message, self.progress):
            layout.addWidget(part)
        layout.addLayout(buttons)

    def start(self) -> None:
        """Write the file in the background."""
        path, bom = Path(self.path.text().strip()), self.bom.isChecked()
        reason = self.reason.text().strip()
        if not path.name or path.is_dir():
            self._field.set_error("Name a file to write.")
            return
        self._field.set_error(None)
        self.export.setEnabled(False)
        self.progress.begin()
        self._job = self._runner.run(
            lambda job: self._write(job, path, bom, reason),
            done=lambda written: self._done(path, written),
            failed=self._failed,
            title="Exporting",
            owner=self,
        )
        self._job.progressed.connect(self.progress.step)

    def reject(self) -> None:
        """Stop what runs; what stood under the name still does."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _done(self, path: Path, written: int) -> None:
        self._job = None
        self.progress.hide()
        self.cancel.setText("Close")
        self.export.setEnabled(True)
        unit = self._unit[0] if written == 1 else self._unit[1]
        self.message.show_message(f"Wrote {written:,} {unit} to {path.name}.", "good")

    def _failed(self, error: ProbityError) -> None:
        self._job = None
        self.progress.hide()
        self.export.setEnabled(True)
        self._field.set_error(str(error))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.windowTitle(), self.path.text(), self._kinds
        )
        if name:
            self.path.setText(name)


class ExportDialog(CsvDialog):
    """Writes the list of cases as it is filtered, ordered and laid out."""

    def __init__(
        self,
        register: Register,
        runner: Runner,
        where: Filter,
        sort: Sort,
        columns: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        def write(job: Job, path: Path, bom: bool, reason: str) -> int:
            with job.reading(register) as connection:
                return disclosing.save_csv(
                    register,
                    connection,
                    path,
                    where,
                    sort,
                    columns,
                    bom=bom,
                    reason=reason,
                    progress=job.progress,
                    check=job.check,
                )

        shown = ", ".join(column(code).title for code in columns)
        super().__init__(
            runner,
            "Export the list as CSV",
            f"Cases: {where.in_words()}\nColumns: {shown}",
            write,
            suggested="cases.csv",
            unit=("case", "cases"),
            parent=parent,
        )

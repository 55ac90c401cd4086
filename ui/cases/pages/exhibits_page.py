"""The exhibits of a case: files dragged in, looked at here, exported when somebody asks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.changes import disclosing
from models.changes.case import exhibits as changes
from models.changes.case.exhibits import NewExhibit
from models.errors import ProbityError
from models.queries.cases.exhibits import ExhibitRow, exhibits
from models.register import Register
from models.rules.dates import format_moment
from models.rules.media_types import size_words
from ui.background import Job, Runner
from ui.cases.form.draft import Draft
from ui.cases.pages.exhibit_card import ExhibitCard
from ui.cases.pages.exhibit_dialogs import AddExhibits, ExhibitDetails
from ui.previews.file_preview import ExhibitPreview, can_show
from ui.previews.outside import folder_for_others
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS = ("Mark", "Description", "File", "Size", "Added", "By")
WIDTHS = (80, 0, 220, 90, 150, 140)


class ExhibitsPage(QWidget):
    """What is stored is stored at once, apart from the edits of the case."""

    _register_changed = Signal(object)

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._draft = draft
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.message = MessageBar()
        self.add_button = QPushButton("Add files…")
        self.add_button.clicked.connect(lambda _: self._choose())
        self.model: RowsModel[ExhibitRow] = RowsModel(
            HEADINGS, _cells, muted=(2, 3, 4, 5), numeric=(3,), parent=self
        )
        self.table = self._make_table()
        self.empty = EmptyState(
            "No exhibit yet",
            "Drag files here, or choose them with “Add files…”. Each is stored in the register, "
            "numbered and hashed.",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self._lay_out()
        for button, act in (
            (self.add_button, "record"),
            (self.details.edit_button, "record"),
            (self.details.export_button, "disclose"),
            (self.details.outside_button, "disclose"),
        ):
            forbid(button, register.why_not(act))
        self._register_changed.connect(self._told)
        self._unsubscribe = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None, stop=self._unsubscribe: stop())
        draft.replaced.connect(self.reload)
        self.reload()

    def is_storing(self) -> bool:
        """Whether files are on their way into the register."""
        return self._job is not None

    def reload(self) -> None:
        """Read the case's exhibits."""
        case_id = self._draft.file.case["id"]
        self.add_button.setEnabled(case_id is not None and self._job is None)
        self.add_button.setToolTip("" if case_id is not None else "Save the case first.")
        if case_id is None:
            return

        def work(job: Job) -> list[ExhibitRow]:
            with job.reading(self._register) as connection:
                return exhibits(connection, case_id)

        self._runner.run(
            work, done=self._show, failed=self._fail, key=f"exhibits {id(self)}", owner=self
        )

    def store(self, wanted: list[NewExhibit]) -> None:
        """Store files one after the other, with progress."""
        case_id = self._draft.file.case["id"]
        if case_id is None or self._job is not None or not wanted:
            return
        sizes = [_size(one.path) for one in wanted]

        def work(job: Job) -> int:
            before = 0
            for one, size in zip(wanted, sizes, strict=True):
                changes.attach(
                    self._register,
                    case_id,
                    one,
                    lambda done, _, before=before: job.progress(  # type: ignore[misc]
                        (before + done) >> 10, max(sum(sizes) >> 10, 1)
                    ),
                    job.check,
                )
                before += size
            return len(wanted)

        self.message.hide()
        self._progress.setRange(0, 0)
        self._storing.show()
        self.add_button.setEnabled(False)
        self._job = self._runner.run(
            work, done=self._stored, failed=self._not_stored, title="Storing exhibits", owner=self
        )
        self._job.progressed.connect(self._step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.add_button.isEnabled() and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self._ask(paths)

    # --- making ---

    def _make_table(self) -> RowTable:
        table = RowTable("Exhibits", 36)
        table.setModel(self.model)
        table.set_widths(WIDTHS)
        table.opened.connect(lambda _: self._preview())
        table.selectionModel().selectionChanged.connect(lambda *_: self._show_details())
        return table

    def _lay_out(self) -> None:
        self._storing = QWidget()
        self._progress = QProgressBar()
        self._progress.setAccessibleName("Storing exhibits")
        stop = QPushButton("Stop")
        stop.clicked.connect(lambda _: self._stop())
        line = QHBoxLayout(self._storing)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(QLabel("Storing"))
        line.addWidget(self._progress, 1)
        line.addWidget(stop)
        self._storing.hide()
        note = QLabel("Exhibits are stored at once, without saving the case.")
        note.setProperty("kind", "muted")
        top = QHBoxLayout()
        top.addWidget(note, 1)
        top.addWidget(self.add_button)
        self.details = ExhibitCard(self._register, self._runner, self)
        self.details.failed.connect(self._fail)
        for button, act in (
            (self.details.preview_button, self._preview),
            (self.details.export_button, self._export),
            (self.details.outside_button, self._open_outside),
            (self.details.edit_button, self._edit),
        ):
            button.clicked.connect(lambda _, act=act: act())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.message)
        column.addWidget(self._storing)
        column.addWidget(self._stack, 1)
        column.addWidget(self.details)

    # --- showing ---

    def _show(self, rows: list[ExhibitRow]) -> None:
        chosen = self._chosen()
        self.model.show_items(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        for place, row in enumerate(rows):
            if chosen is not None and row.id == chosen.id:
                self.table.selectRow(place)
        self._show_details()

    def _chosen(self) -> ExhibitRow | None:
        found = self.table.selectionModel().selectedRows()
        return self.model.items[found[0].row()] if found else None

    def _show_details(self) -> None:
        self.details.show_exhibit(self._chosen())

    # --- acting ---

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Add exhibits")
        if names:
            self._ask([Path(name) for name in names])

    def _ask(self, paths: list[Path]) -> None:
        dialog = AddExhibits(paths, self)
        dialog.accepted.connect(lambda: self.store(dialog.chosen()))
        dialog.open()

    def _preview(self) -> None:
        row = self._chosen()
        if row is None or can_show(row):
            return
        preview = ExhibitPreview(
            self._register,
            self._runner,
            row,
            self,
            record=lambda: changes.record_view(self._register, row.id, row.case_id),
        )
        preview.seen.connect(self._show_details)
        preview.show()

    def _export(self) -> None:
        row = self._chosen()
        if row is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, f"Export {row.mark}", str(Path.home() / Path(row.file_name).name)
        )
        if name:
            self._write_out(row, Path(name), f"Exported as {Path(name).name}")

    def _open_outside(self) -> None:
        row = self._chosen()
        question = (
            "Another program will be given an unprotected copy of this exhibit, and may keep "
            "it. This is recorded in the chain of custody."
        )
        if row is not None and agrees(
            self, "Open outside Probity", question, "Open outside", CANCEL
        ):
            path = folder_for_others() / (Path(row.file_name).name or "exhibit")
            self._write_out(row, path, "Opened outside Probity", then_open=True)

    def _write_out(
        self, row: ExhibitRow, path: Path, what: str, *, then_open: bool = False
    ) -> None:
        def work(job: Job) -> Path:
            with job.reading(self._register) as connection:
                disclosing.save_exhibit(
                    self._register,
                    connection,
                    row,
                    path,
                    what,
                    lambda done, total: job.progress(done >> 10, max(total >> 10, 1)),
                    job.check,
                )
            return path

        def done(written: Path) -> None:
            self._show_details()
            if then_open:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
            else:
                self.message.show_message(f"Exported {row.mark}, its hash verified.", "good")

        self._runner.run(
            work, done=done, failed=self._fail, title="Exporting an exhibit", owner=self
        )

    def _edit(self) -> None:
        row = self._chosen()
        if row is None:
            return
        dialog = ExhibitDetails(row, self)

        def save() -> None:
            said = dialog.said()
            self._runner.run(
                lambda _: changes.describe(self._register, row.id, row.version, **said),
                failed=self._fail,
                title="Saving",
                must_finish=True,
            )

        dialog.accepted.connect(save)
        dialog.open()

    # --- hearing ---

    def _told(self, changed: Changed) -> None:
        if "exhibit" in changed.tables and self._draft.file.case["id"] in changed.case_ids:
            self.reload()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _step(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _stored(self, many: int) -> None:
        self._end()
        said = "Stored one exhibit." if many == 1 else f"Stored {many} exhibits."
        self.message.show_message(said, "good")

    def _not_stored(self, error: ProbityError) -> None:
        self._end()
        self._fail(error)

    def _end(self) -> None:
        self._job = None
        self._storing.hide()
        self.reload()

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def _cells(row: ExhibitRow) -> tuple[str, ...]:
    what = row.description or "—"
    return (
        row.mark,
        f"Withdrawn  ·  {what}" if row.withdrawn else what,
        row.file_name,
        size_words(row.size),
        format_moment(row.added),
        row.added_by,
    )


def _dropped(event: QDropEvent) -> list[Path]:
    """The files that are dragged; nothing where it is something else."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

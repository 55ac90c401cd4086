"""The exhibits of a case: files dragged in, looked at here, exported when somebody asks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from models.changes import disclosing
from models.changes.case import exhibits as changes
from models.changes.case.exhibits import NewExhibit
from models.errors import ProbityError
from models.queries.cases.exhibits import ExhibitRow, exhibits
from models.register import Register
from models.rules.dates import format_moment
from models.rules.media_types import size_words
from models.storage.engine import sqlite3
from ui.background import Job, Runner
from ui.cases.form.draft import Draft
from ui.cases.pages.exhibit_card import ExhibitCard
from ui.cases.pages.exhibit_dialogs import AddExhibits, ExhibitDetails
from ui.cases.pages.files_page import FilesPage
from ui.previews.file_preview import ExhibitPreview, can_show
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.buttons import connect_buttons
from ui.widgets.fields.forbid import forbid
from ui.widgets.job_progress import JobProgress

HEADINGS = ("Mark", "Description", "File", "Size", "Added", "By")
WIDTHS = (80, 0, 220, 90, 150, 140)


class ExhibitsPage(FilesPage[ExhibitRow]):
    """What is stored is stored at once, apart from the edits of the case."""

    of_table = "exhibit"
    called = "Exhibits"
    headings = HEADINGS
    widths = WIDTHS
    muted = (2, 3, 4, 5)
    numeric = (3,)
    when_empty = (
        "No exhibit yet",
        (
            "Drag files here, or choose them with “Add files…”. Each is stored in the register, "
            "numbered and hashed."
        ),
    )
    note = "Exhibits are stored at once, without saving the case."
    writing = "Exporting an exhibit"

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(register, runner, draft, parent)
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.add_button = QPushButton("Add files…")
        self.add_button.clicked.connect(lambda _: self._choose())
        self.details = self._make_details()
        self._storing = self._make_storing()
        self._lay_out([self.add_button], self.details, self._storing)
        for button, act in (
            (self.add_button, "record"),
            (self.details.edit_button, "record"),
            (self.details.export_button, "disclose"),
            (self.details.outside_button, "disclose"),
        ):
            forbid(button, register.why_not(act))
        self._begin()

    def is_storing(self) -> bool:
        """Whether files are on their way into the register."""
        return self._job is not None

    def store(self, wanted: list[NewExhibit]) -> None:
        """Store files one after the other, with progress."""
        case_id = self._case_id()
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
        self._progress.begin()
        self._storing.show()
        self.add_button.setEnabled(False)
        self._job = self._runner.run(
            work, done=self._stored, failed=self._not_stored, title="Storing exhibits", owner=self
        )
        self._job.progressed.connect(self._progress.step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.add_button.isEnabled() and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self._ask_about(paths)

    # --- making ---

    def _make_storing(self) -> QWidget:
        storing = QWidget()
        self._progress = JobProgress()
        self._progress.setAccessibleName("Storing exhibits")
        stop = QPushButton("Stop")
        stop.clicked.connect(lambda _: self._stop())
        line = QHBoxLayout(storing)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(QLabel("Storing"))
        line.addWidget(self._progress, 1)
        line.addWidget(stop)
        storing.hide()
        return storing

    def _make_details(self) -> ExhibitCard:
        card = ExhibitCard(self._register, self._runner, self)
        card.failed.connect(self._fail)
        connect_buttons(
            (card.preview_button, self._open),
            (card.export_button, self._export),
            (card.outside_button, self._open_outside),
            (card.edit_button, self._edit),
        )
        return card

    # --- showing ---

    @staticmethod
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

    def _read(self, connection: sqlite3.Connection, case_id: int) -> list[ExhibitRow]:
        return exhibits(connection, case_id)

    def _offer(self, saved: bool) -> None:
        self.add_button.setEnabled(saved and self._job is None)
        self.add_button.setToolTip("" if saved else "Save the case first.")

    def _show_details(self) -> None:
        self.details.show_exhibit(self._chosen())

    # --- acting ---

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Add exhibits")
        if names:
            self._ask_about([Path(name) for name in names])

    def _ask_about(self, paths: list[Path]) -> None:
        dialog = AddExhibits(paths, self)
        dialog.accepted.connect(lambda: self.store(dialog.chosen()))
        dialog.open()

    def _open(self) -> None:
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
        if row is not None:
            self._save_as(row, f"Export {row.mark}", lambda name: f"Exported as {name}")

    def _open_outside(self) -> None:
        row = self._chosen()
        question = (
            "Another program will be given an unprotected copy of this exhibit, and may keep "
            "it. This is recorded in the chain of custody."
        )
        if row is not None and agrees(
            self, "Open outside Probity", question, "Open outside", CANCEL
        ):
            self._give_to_another(row, "exhibit")

    def _write_copy(
        self, connection: sqlite3.Connection, row: ExhibitRow, path: Path, what: str, job: Job
    ) -> None:
        disclosing.save_exhibit(
            self._register,
            connection,
            row,
            path,
            what,
            lambda done, total: job.progress(done >> 10, max(total >> 10, 1)),
            job.check,
        )

    def _written(self, row: ExhibitRow) -> None:
        self.message.show_message(f"Exported {row.mark}, its hash verified.", "good")

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

    # --- storing ---

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

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


def _dropped(event: QDropEvent) -> list[Path]:
    """The files that are dragged; nothing where it is something else."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

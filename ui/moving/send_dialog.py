"""Cases sent to another register: which, to what file, for whom, under what passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import disclosing
from models.errors import InvalidError, ProbityError
from models.moving.parcel import SUFFIX
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.filters import Filter
from models.register import Register
from models.storage.engine import sqlite3
from ui.background import Job, Runner
from ui.widgets.choosing_line import ChoosingLine
from ui.widgets.fields.field import Field
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.job_progress import JobProgress
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

REASON = 2000  # characters of a reason
NOTE = (
    "Each case is sent whole: people, exhibits, guidance by its title, and its record. The "
    "file is sealed with the passphrase, which you must give to the recipient separately from "
    "the file. That it was sent is recorded in each case."
)


class SendDialog(FittingDialog):
    """Asks, writes the parcel with progress and a way to stop, and says what it holds.

    :param chosen: the id of the chosen case, if one is chosen.
    """

    def __init__(
        self,
        register: Register,
        runner: Runner,
        where: Filter,
        chosen: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Send to another register")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._register = register
        self._runner = runner
        self._where = where
        self._chosen = chosen
        self._job: Job | None = None
        self.one = QRadioButton("The chosen case alone")
        self.all = QRadioButton("Every case in this view")
        self.one.setVisible(chosen is not None)
        (self.one if chosen else self.all).setChecked(True)
        self.path = ChoosingLine(self._choose, str(Path.home() / f"cases{SUFFIX}"), "the file")
        self.reason = QLineEdit()
        self.reason.setMaxLength(REASON)
        self.reason.setPlaceholderText("Recorded with the cases")
        self.passphrase = NewPassphrase("Passphrase of the file")
        self.file_field = Field("File", self.path, required=True)
        self.message = MessageBar()
        self.progress = JobProgress()
        self.progress.setAccessibleName("Progress")
        self.progress.hide()
        buttons = QDialogButtonBox()
        self.send = buttons.addButton("Send", QDialogButtonBox.ButtonRole.AcceptRole)
        self.send.setProperty("kind", "primary")
        self.cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.start)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Send to another register", "title"))
        column.addWidget(plain_label(NOTE, "muted"))
        parts: tuple[QWidget, ...] = (
            *(self.one, self.all, self.file_field, Field("For whom, and why", self.reason)),
            *(self.passphrase, self.message, self.progress, buttons),
        )
        for part in parts:
            column.addWidget(part)
        self._count()

    def start(self) -> None:
        """Write the parcel in the background."""
        path, reason = Path(self.path.text().strip()), self.reason.text().strip()
        wrong = not path.name or path.is_dir() or not path.parent.is_dir()
        self.file_field.set_error(
            "Name a file to write, in a folder that exists." if wrong else None
        )
        passphrase = self.passphrase.value()
        if wrong or passphrase is None:
            return
        alone = self._chosen if self.one.isChecked() else None

        def work(job: Job) -> int:
            with job.reading(self._register) as connection:
                ids = [alone] if alone is not None else self._ids(connection)
                return disclosing.send_cases(
                    self._register,
                    connection,
                    path,
                    ids,
                    passphrase,
                    reason=reason,
                    progress=job.progress,
                    check=job.check,
                )

        self._busy(True)
        self._job = self._runner.run(
            work,
            done=lambda sent: self._sent(path, sent),
            failed=self._refused,
            title="Sending cases",
            owner=self,
        )
        self._job.progressed.connect(self.progress.step)

    def reject(self) -> None:
        """Stop what runs; nothing is then written."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _ids(self, connection: sqlite3.Connection) -> list[int]:
        return case_list.ids(connection, self._where, self._register.today())

    def _count(self) -> None:
        chosen = self._chosen

        def ask(connection: sqlite3.Connection) -> tuple[int, str]:
            rows = case_list.rows(
                connection,
                Filter(case_ids=(chosen,) if chosen is not None else ()),
                Sort(),
                self._register.today(),
                ("reference", "matter"),
                offset=0,
                limit=1,
            )
            called = " ".join(str(one) for row in rows for one in row.values.values())
            return len(self._ids(connection)), called if chosen is not None else ""

        def done(found: tuple[int, str]) -> None:
            many, called = found
            self.all.setText(
                f"Every case in this view: {many:,} {'case' if many == 1 else 'cases'}"
            )
            if called:
                self.one.setText(f"{called.replace('&', '&&')}, alone")

        self._runner.ask(self._register, ask, done=done, failed=self._refused, owner=self)

    def _sent(self, path: Path, sent: int) -> None:
        self._busy(False)
        self.passphrase.clear()
        self.cancel.setText("Close")
        cases = "case" if sent == 1 else "cases"
        self.message.show_message(f"Wrote {sent:,} {cases} to {path.name}, sealed.", "good")

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        if isinstance(error, InvalidError) and "passphrase" in error.problems:
            self.passphrase.refuse(error.problems["passphrase"])
        else:
            self.message.show_message(str(error), "error")

    def _busy(self, busy: bool) -> None:
        self._job = None
        self.send.setEnabled(not busy)
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)

    def _choose(self, now: str) -> str:
        return QFileDialog.getSaveFileName(
            self, "Where to write them", now, f"Parcels of cases (*{SUFFIX})"
        )[0]

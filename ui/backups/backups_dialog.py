"""The backups of a register: what there are, whether they are in order, and restoring one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.errors import CancelledError, ProbityError
from models.keeping import backups, restoring
from models.keeping.backups import Plan
from models.keeping.contents import check_through, look_into
from models.keeping.restoring import Prepared
from models.register import Register
from models.rules import roles
from models.rules.dates import format_moment
from models.rules.media_types import size_words
from models.storage import copies
from models.storage.copies import Backup
from ui.background import Job, Runner
from ui.backups.plan_dialog import plan_dialog
from ui.looks import theme
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import NOWHERE, Index, RowsModel

KINDS = {
    "backup": "Backup",
    "before-update": "Before an update of Probity",
    "before-restore": "Set aside by a restore",
}
HEADINGS = ("Made", "What it is", "Size", "Cases", "Checked")
WAITING, CHECKING, IN_ORDER = "…", "Checking…", "In order"
SIZE, CASES, CHECKED = 2, 3, 4
WIDTHS = (180, 0, 100, 90, 150)  # at 100% text; the one of 0 takes what is left


@dataclass(frozen=True)
class Row:
    """A backup, the cases that the user sees in it, and what checking it said."""

    backup: Backup
    cases: int | None
    state: str = WAITING


class BackupsDialog(QDialog):
    """Each is opened and read through while the list is shown, the newest first."""

    made = Signal()
    prepared = Signal(object)  # Prepared

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Backups")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(820), theme.px(520))
        self._register = register
        self._runner = runner
        self._jobs: list[Job] = []
        self.message = MessageBar()
        self.how = plain_label("", "muted")
        self.model = BackupRows(self)
        self.table = self._make_table()
        self.empty = EmptyState(
            "No backups yet",
            "A backup is a whole copy of the register, encrypted in the same way. Each backup "
            "is checked, and people can go on working while it is made.",
            "Back up now",
        )
        self.empty.clicked.connect(self.back_up)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.settings_button = QPushButton("Settings…")
        self.now_button = QPushButton("Back up now")
        self.close_button = QPushButton("Close")
        self.restore_button = QPushButton("Restore…")
        self.restore_button.setProperty("kind", "primary")
        self.settings_button.clicked.connect(lambda _: self.change_plan())
        self.now_button.clicked.connect(lambda _: self.back_up())
        self.close_button.clicked.connect(lambda _: self.reject())
        self.restore_button.clicked.connect(lambda _: self.restore())
        self.settings_button.setEnabled(roles.may(register.user.role, "settings"))
        for button in (self.settings_button, self.now_button, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.table.setFocus()
        self._say_how(backups.plan(register))
        self.read()

    def read(self) -> None:
        """List what there is, then read each through."""
        register = self._register

        def work(job: Job) -> list[Row]:
            folder = backups.plan(register).folder
            rows = []
            for backup in copies.standing(register.path, folder):
                job.check()
                inside = look_into(register, backup)
                rows.append(Row(backup, inside.cases, inside.problem or WAITING))
            return rows

        self._run(work, self._listed, "list")

    def back_up(self) -> None:
        """Make a backup now."""
        register = self._register

        def work(job: Job) -> bool:
            register.require("backup")
            return backups.make(register, progress=job.progress, check=job.check) is not None

        def done(is_made: bool) -> None:
            if is_made:
                self.message.show_message("Backed up, and checked.", "good")
                self.made.emit()
            else:
                self.message.show_message("Another window is backing up just now.", "info")
            self.read()

        self._run(work, done, "back up", "Backing up")

    def restore(self) -> None:
        """Put the chosen backup in the place of the register, once the person agrees."""
        row = self.chosen()
        if row is None:
            return
        when = format_moment(row.backup.made.replace(tzinfo=None))
        question = (
            f"Restore the register as it was on {when}? What was recorded since will no longer "
            "be in it. Nothing is overwritten: the register as it is now is kept under another "
            "name, and can be restored later. Nobody else may have it open, and you will need "
            "to sign in again."
        )
        if not agrees(self, "Restore this backup", question, "Restore", CANCEL):
            return
        register = self._register

        def work(job: Job) -> Prepared:
            return restoring.prepare_over(register, row.backup.path, job.progress, job.check)

        self._run(work, self._prepared, "restore", "Restoring")

    def change_plan(self) -> None:
        """Ask how the register is to be backed up."""
        dialog = plan_dialog(self._register, self._runner, self)
        dialog.accepted.connect(lambda: self._say_how(backups.plan(self._register)))
        dialog.accepted.connect(self.read)
        dialog.accepted.connect(self.made)
        dialog.open()

    def chosen(self) -> Row | None:
        """The selected row."""
        index = self.table.currentIndex()
        return self.model.items[index.row()] if index.isValid() else None

    def done(self, result: int) -> None:
        """What is under way is stopped, and leaves nothing half done."""
        for job in self._jobs:
            job.forget()
        super().done(result)

    def _run(self, work: Any, done: Any, key: str, title: str = "") -> None:
        job = self._runner.run(
            work,
            done=done,
            failed=self._failed,
            key=f"backups {id(self)} {key}",
            title=title,
            owner=self,
        )
        self._jobs.append(job)
        job.finished.connect(lambda: self._jobs.remove(job) if job in self._jobs else None)

    def _listed(self, rows: list[Row]) -> None:
        row = self.chosen()
        known = {one.backup.path: one.state for one in self.model.items}
        kept = [
            replace(one, state=known[one.backup.path])
            if one.state == WAITING and known.get(one.backup.path, CHECKING) != CHECKING
            else one
            for one in rows
        ]
        self.model.show_items(kept)
        self._stack.setCurrentWidget(self.table if rows else self.empty)
        self.now_button.setVisible(bool(rows))
        if rows:
            paths = [one.backup.path for one in rows]
            at = paths.index(row.backup.path) if row and row.backup.path in paths else 0
            self.table.selectRow(at)
        self._choose()
        self._check_next()

    def _check_next(self) -> None:
        """Read the next one through that has not been."""
        waiting = [at for at, row in enumerate(self.model.items) if row.state == WAITING]
        if not waiting:
            return
        register, backup = self._register, self.model.items[waiting[0]].backup
        self.model.set_state(waiting[0], CHECKING)

        def done(problem: str) -> None:
            for at, row in enumerate(self.model.items):
                if row.backup.path == backup.path:
                    self.model.set_state(at, problem or IN_ORDER)
            self._choose()
            self._check_next()

        def work(job: Job) -> str:
            return check_through(register, backup, job.check)

        self._run(work, done, "check", "Checking backups")

    def _choose(self) -> None:
        row = self.chosen()
        damaged = row is not None and row.state not in (WAITING, CHECKING, IN_ORDER)
        self.restore_button.setEnabled(row is not None and not damaged)
        self.restore_button.setToolTip(f"This backup: {row.state}" if row and damaged else "")

    def _prepared(self, prepared: Prepared) -> None:
        self.accept()
        self.prepared.emit(prepared)

    def _failed(self, error: ProbityError) -> None:
        kind = "info" if isinstance(error, CancelledError) else "error"
        self.message.show_message(str(error), kind)
        if not self.model.items:
            self._stack.setCurrentWidget(self.empty)

    def _say_how(self, plan: Plan) -> None:
        often = {0: "Only when asked for", 1: "Every hour", 24: "Every day"}
        every = often.get(plan.hours, f"Every {plan.hours} hours")
        kept = "the newest is kept" if plan.kept == 1 else f"the newest {plan.kept} are kept"
        self.how.setText(f"{every}; {kept}, in {plan.folder}")

    def _make_table(self) -> RowTable:
        table = RowTable("Backups", 36)
        table.setObjectName("rows")
        table.setModel(self.model)
        table.set_widths(WIDTHS)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        table.opened.connect(lambda _: self.restore())
        return table

    def _lay_out(self) -> None:
        title = QLabel("Backups")
        title.setProperty("kind", "title")
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.settings_button)
        top.addWidget(self.now_button)
        foot = QHBoxLayout()
        foot.addWidget(ProgressStrip(self._runner))
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.how)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)


class BackupRows(RowsModel[Row]):
    """The table's rows; numbers to the right, and a state with its colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(HEADINGS, _cells, muted=(1, SIZE, CASES), parent=parent)

    def set_state(self, at: int, state: str) -> None:
        """Say what checking found."""
        self.items[at] = replace(self.items[at], state=state)
        self.dataChanged.emit(self.index(at, CHECKED, NOWHERE), self.index(at, CHECKED, NOWHERE))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (SIZE, CASES):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == CHECKED:
            return QColor(_colour(self.items[index.row()].state))
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (SIZE, CASES):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)


def _cells(row: Row) -> tuple[str, ...]:
    sign = {IN_ORDER: "✓ ", WAITING: "", CHECKING: ""}.get(row.state, "▲ ")
    return (
        format_moment(row.backup.made.replace(tzinfo=None)),
        KINDS[row.backup.kind],
        size_words(row.backup.size),
        "—" if row.cases is None else f"{row.cases:,}",
        f"{sign}{row.state}",
    )


def _colour(state: str) -> Any:
    if state in (WAITING, CHECKING):
        return theme.colour("muted")
    return theme.colour("good" if state == IN_ORDER else "danger")

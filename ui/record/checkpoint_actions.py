"""Checkpoints taken and compared: saved to a file, printed on a page, held against the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import InvalidError, ProbityError
from models.record import checkpoint
from models.record.checkpoint import Checkpoint, Comparison
from models.register import Register
from ui.background import Job, Runner
from ui.record import papers
from ui.widgets.fields.field import Field
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

Say = Callable[[str, str], None]
ENDING = "Checkpoint (*.json)"
WHY = (
    "A checkpoint says how far the record had come when it was taken. Compared with the record "
    "later, it shows whether the end of it was cut off since."
)


class CheckpointActions:
    """What the record's page offers to do with checkpoints."""

    def __init__(self, register: Register, runner: Runner, say: Say, parent: QWidget) -> None:
        self._register = register
        self._runner = runner
        self._say = say
        self._parent = parent

    def ask_save(self) -> None:
        """Ask where to, then save one."""
        suggested = str(Path.home() / f"checkpoint-{self._register.today().isoformat()}.json")
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save a checkpoint", suggested, ENDING)
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Take a checkpoint and write it to a file."""
        self._runner.run(
            lambda _: checkpoint.save(self._register, path),
            done=lambda _: self._say(
                f"Saved {path.name}. Keep it somewhere other than this register.", "good"
            ),
            failed=lambda error: self._say(str(error), "error"),
            title="Taking a checkpoint",
            owner=self._parent,
            must_finish=True,
        )

    def print_one(self) -> None:
        """Take a checkpoint and show its page before it is printed."""

        def show(made: Checkpoint) -> None:
            page = papers.checkpoint_page(self._register, made)
            what = "Checkpoint of the record"
            papers.preview(page, what, self._register, self._runner, self._parent)

        self._runner.run(
            lambda _: checkpoint.take(self._register, "taken to be printed"),
            done=show,
            failed=lambda error: self._say(str(error), "error"),
            title="Taking a checkpoint",
            owner=self._parent,
            must_finish=True,
        )

    def compare(self) -> None:
        """Ask for a checkpoint and hold it against the record."""
        CompareDialog(self._register, self._runner, self._parent).show()


class CompareDialog(FittingDialog):
    """A checkpoint's file, or its hash typed from paper; then what became of the record since."""

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare with a checkpoint")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(540)
        self._register = register
        self._runner = runner
        self.path, self.hash = QLineEdit(), QLineEdit()
        self.hash.setPlaceholderText("At least the first line, as printed")
        self._hash_field = Field("or the hash on its page", self.hash)
        self.browse = QPushButton("Choose…")
        self.browse.clicked.connect(lambda _: self._choose())
        self.message = MessageBar()
        self.message.dismiss.hide()
        self.close_button = QPushButton("Close")
        self.close_button.clicked.connect(lambda _: self.reject())
        self.compare_button = QPushButton("Compare")
        self.compare_button.setProperty("kind", "primary")
        self.compare_button.setDefault(True)
        self.compare_button.clicked.connect(lambda _: self.compare())
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        beside.setFocusProxy(self.path)
        self._path_field = Field("A checkpoint’s file", beside)
        self.path.setAccessibleName("A checkpoint’s file")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.compare_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(WHY, "muted"))
        column.addWidget(self._path_field)
        column.addWidget(self._hash_field)
        column.addWidget(self.message)
        column.addStretch(1)
        column.addLayout(buttons)

    def compare(self) -> None:
        """Read the checkpoint and hold it against the record, in the background."""
        name, typed = self.path.text().strip(), self.hash.text().strip()
        self._path_field.set_error(None)
        self._hash_field.set_error(None)
        self.message.hide()
        if bool(name) == bool(typed):
            self._path_field.set_error("Give either a file or a hash.")
            return

        def work(job: Job) -> Comparison:
            kept = checkpoint.read(Path(name)) if name else None
            with job.reading(self._register) as connection:
                if kept is None:
                    return checkpoint.compare_typed(connection, typed)
                return checkpoint.compare(connection, kept, self._register.identity)

        self.compare_button.setEnabled(False)
        self._runner.run(
            work, done=self._show, failed=self._fail, title="Comparing the record", owner=self
        )

    def _show(self, found: Comparison) -> None:
        self.compare_button.setEnabled(True)
        kinds = {"same": "good", "grown": "good", "other": "warning", "unknown": "warning"}
        self.message.show_message(found.sentence, kinds.get(found.outcome, "error"))

    def _fail(self, error: ProbityError) -> None:
        self.compare_button.setEnabled(True)
        if isinstance(error, InvalidError):
            self._hash_field.set_error(error.problems.get("hash") or str(error))
        else:
            self._path_field.set_error(str(error))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a checkpoint", "", ENDING)
        if name:
            self.path.setText(name)

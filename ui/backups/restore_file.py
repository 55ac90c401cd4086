"""Restoring where no register is open: one is lost, damaged, or to be made from a backup."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import InvalidError, ProbityError, SignInError
from models.keeping import restoring
from ui.background import Job, Runner
from ui.widgets.choosing_line import ChoosingLine
from ui.widgets.fields.field import Field
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.progress_strip import ProgressStrip

SUFFIX = ".probity"


class RestoreFile(FittingDialog):
    """Ends with a register restored at ``target``, or is dismissed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Restore from a backup")
        self.setMinimumWidth(560)
        self.target: Path | None = None
        self.kept: Path | None = None
        self._runner = Runner(self)
        self._job: Job | None = None
        self.backup = ChoosingLine(self._chosen_backup, name="the backup")
        self.place = ChoosingLine(self._chosen_place, name="where to put it")
        self.name, self.passphrase = QLineEdit(), QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields = {
            "backup": Field("Backup", self.backup, required=True),
            "place": Field("Restore it as", self.place, required=True),
            "name": Field("Your name in it", self.name),
            "passphrase": Field("Passphrase at that time, or the recovery key", self.passphrase),
        }
        self.message = MessageBar()
        self.agree = QPushButton("Restore")
        self.agree.setProperty("kind", "primary")
        self.agree.setDefault(True)
        self.agree.clicked.connect(lambda _: self.try_it())
        self.cancel = QPushButton("Cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(lambda _: self.reject())
        self._lay_out()
        self.backup.textChanged.connect(lambda _: self._backup_named())
        self._backup_named()

    def try_it(self) -> None:
        """Restore with what is typed, in the background."""
        backup, target = (Path(one.text().strip()) for one in (self.backup, self.place))
        self.fields["backup"].set_error(None if backup.is_file() else "Choose a backup.")
        named = bool(target.name) and target.parent.is_dir()
        self.fields["place"].set_error(None if named else "Name a file in a folder that exists.")
        self.fields["passphrase"].set_error(None)
        if not backup.is_file() or not named:
            return
        name, passphrase = self.name.text().strip(), self.passphrase.text()

        def work(job: Job) -> Path | None:
            keys, user = restoring.unlock(backup, name, passphrase)
            prepared = restoring.prepare(backup, target, keys, user, job.progress, job.check)
            try:
                job.check()
                return prepared.put_in_place()
            finally:
                prepared.drop()

        self._busy(True)
        self._job = self._runner.run(
            work,
            done=lambda kept: self._restored(target, kept),
            failed=self._refused,
            title="Restoring",
        )

    def done(self, result: int) -> None:
        """What is under way is stopped, and leaves nothing half done."""
        self._runner.shutdown()
        super().done(result)

    def _restored(self, target: Path, kept: Path | None) -> None:
        self.target, self.kept = target, kept
        self.accept()

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        if isinstance(error, SignInError | InvalidError):
            self.fields["passphrase"].set_error(str(error))
        else:
            self.message.show_message(str(error), "error")

    def _busy(self, busy: bool) -> None:
        self.message.hide()
        self.agree.setEnabled(not busy)

    def _backup_named(self) -> None:
        """Ask for a name and a passphrase only where the backup has any."""
        backup = Path(self.backup.text().strip())
        try:
            asked = backup.is_file() and not restoring.asks_nothing(backup)
        except ProbityError:
            asked = False
        self.fields["name"].setVisible(asked)
        self.fields["passphrase"].setVisible(asked)
        if backup.is_file() and not self.place.text():
            stem, dot, kind = backup.stem.rpartition(".")
            is_ours = bool(dot) and kind.startswith(("backup-", "before-"))
            folder = backup.parent.parent if backup.parent.name == "Backups" else backup.parent
            if is_ours:
                self.place.setText(str(folder / f"{stem}{backup.suffix}"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Restore from a backup", "title"))
        column.addWidget(
            plain_label(
                "The backup is checked first. Nothing is overwritten: a register already there "
                "is kept under another name.",
                "muted",
            )
        )
        column.addWidget(self.message)
        for field in self.fields.values():
            column.addWidget(field)
        foot = QHBoxLayout()
        foot.addWidget(ProgressStrip(self._runner))
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.agree)
        column.addLayout(foot)

    def _chosen_backup(self, now: str) -> str:
        return QFileDialog.getOpenFileName(
            self, "The backup", now, f"Backups (*{SUFFIX});;All files (*)"
        )[0]

    def _chosen_place(self, now: str) -> str:
        return QFileDialog.getSaveFileName(
            self,
            "Where to put it",
            now,
            f"Registers (*{SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )[0]

"""A new passphrase for an administrator who holds the printed recovery key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from models.changes import users
from models.errors import InvalidError, ProbityError
from models.register import Register
from models.storage.secrets import recovery_secret
from ui.background import Runner
from ui.widgets.fields.field import Field
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fields.text_area import TextArea
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

NOTE = (
    "The recovery key was printed when the register was made. It gives an administrator a new "
    "passphrase, who can then reset those of others."
)


class RecoverDialog(FittingDialog):
    """Ends with ``register`` open for that administrator, or is dismissed."""

    def __init__(self, path: Path, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recovery key")
        self.setMinimumWidth(560)
        self.register: Register | None = None
        self._path = path
        self._runner = Runner(self)
        self.message = MessageBar()
        self.name = QLineEdit(name)
        self.key = TextArea(lines=2)
        self.new = NewPassphrase("New passphrase")
        self.fields = {
            "name": Field("Administrator", self.name),
            "recovery": Field("Recovery key, 14 groups of 4", self.key),
        }
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("Set passphrase", QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        self.cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.try_it)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Use the recovery key", "title"))
        column.addWidget(plain_label(NOTE, "muted"))
        column.addWidget(self.message)
        for field in self.fields.values():
            column.addWidget(field)
        column.addWidget(self.new)
        column.addWidget(buttons)
        (self.key if name else self.name).setFocus()

    def try_it(self) -> None:
        """Open the register with the key, or say beside the field what is wrong."""
        name, key = self.name.text().strip(), self.key.toPlainText()
        self.message.hide()
        self.fields["name"].set_error(None if name else "Say which administrator you are.")
        try:
            recovery_secret(key)
            self.fields["recovery"].set_error(None)
        except InvalidError as error:
            self.fields["recovery"].set_error(str(error))
        self.new.name = name
        new = self.new.value()
        if any(field.error_text() for field in self.fields.values()) or new is None:
            return
        self._busy(True)
        path = self._path
        self._runner.run(
            lambda _: users.recover(path, key, name, new),
            done=self._opened,
            failed=self._refused,
            must_finish=True,
        )

    def done(self, result: int) -> None:
        """Nothing is left running when it is gone."""
        self._runner.shutdown()
        super().done(result)

    def reject(self) -> None:
        """Not while the key is being tried."""
        if not self._runner.busy:
            super().reject()

    def _opened(self, register: Register) -> None:
        self.register = register
        self.key.clear()
        self.new.clear()
        self.accept()

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        self.message.show_message(str(error), "error")

    def _busy(self, busy: bool) -> None:
        self.agree.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

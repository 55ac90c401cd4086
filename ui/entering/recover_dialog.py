"""A new passphrase for an administrator who holds the printed recovery key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget

from models.changes import users
from models.errors import InvalidError
from models.storage.secrets import recovery_secret
from ui.entering.opening_dialog import OpeningDialog
from ui.widgets.fields.field import Field
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fields.text_area import TextArea

NOTE = (
    "The recovery key was printed when the register was made. It gives an administrator a new "
    "passphrase, who can then reset those of others."
)


class RecoverDialog(OpeningDialog):
    """Ends with ``register`` open for that administrator, or is dismissed."""

    def __init__(self, path: Path, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(path, parent)
        self.setWindowTitle("Recovery key")
        self.setMinimumWidth(560)
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
        column = self._lay_out("Use the recovery key", NOTE)
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
        path = self._path
        self._try(lambda: users.recover(path, key, name, new))

    def _forget_secrets(self) -> None:
        self.key.clear()
        self.new.clear()

    def _busy(self, busy: bool) -> None:
        self.agree.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

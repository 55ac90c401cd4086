"""Signing in to a register: a name and a passphrase, or the recovery key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from models.entering.open import open_register
from models.errors import InvalidError, ProbityError, SignInError
from models.register import Register
from ui.entering.opening_dialog import OpeningDialog
from ui.settings import Settings
from ui.users.waiting import Waiting
from ui.widgets.fields.field import Field
from ui.widgets.fields.passphrase_edit import PassphraseEdit


class SignIn(OpeningDialog):
    """Ends with ``register`` open, or is dismissed. Of names it remembers the last one used."""

    def __init__(
        self, path: Path, settings: Settings, user: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(path, parent)
        self.setWindowTitle("Probity")
        self.setMinimumWidth(440)
        self._settings = settings
        self.name = QLineEdit(user or str(settings.get("user", "")))
        self.passphrase = PassphraseEdit()
        self.fields = {
            "name": Field("Name", self.name),
            "passphrase": Field("Passphrase", self.passphrase),
        }
        self.recover = QPushButton("Use the recovery key…")
        self.recover.setProperty("kind", "link")
        self.recover.setAutoDefault(False)
        self.cancel = QPushButton("Cancel")
        self.cancel.setAutoDefault(False)
        self.agree = QPushButton("Sign in")
        self.agree.setProperty("kind", "primary")
        self.agree.setDefault(True)
        self.waiting = Waiting(self.agree)
        where = f"{self._path.name}  ·  {self._path.absolute().parent}"
        column = self._lay_out("Sign in", where)
        column.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.recover, 0, Qt.AlignmentFlag.AlignLeft)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.agree)
        column.addLayout(buttons)
        self.agree.clicked.connect(lambda _: self.try_it())
        self.cancel.clicked.connect(lambda _: self.reject())
        self.recover.clicked.connect(lambda _: self._recover())
        self.waiting.over.connect(lambda: self.fields["passphrase"].set_error(None))
        (self.passphrase if self.name.text() else self.name).setFocus()

    def try_it(self) -> None:
        """Sign in with what is typed, in the background."""
        name, passphrase = self.name.text().strip(), self.passphrase.text()
        self.fields["name"].set_error(None if name else "Say who you are.")
        self.fields["passphrase"].set_error(None if passphrase else "Type your passphrase.")
        if not name or not passphrase or self.waiting.is_on:
            return
        self.message.hide()
        path = self._path
        self._try(lambda: open_register(path, user=name, passphrase=passphrase))

    def _opened(self, register: Register) -> None:
        self._settings.set("user", register.user.name)
        super()._opened(register)

    def _forget_secrets(self) -> None:
        self.passphrase.clear()

    def _refused(self, error: ProbityError) -> None:
        if not isinstance(error, SignInError | InvalidError):
            super()._refused(error)
            return
        self._busy(False)
        self.fields["passphrase"].set_error(str(error))
        self.passphrase.setFocus()
        if isinstance(error, SignInError) and error.wait:
            self.fields["passphrase"].set_error(
                "Too many wrong attempts. Wait before you try again."
            )
            self.waiting.begin(error.wait)  # what is typed may be right, and stays
        else:
            self.passphrase.clear()

    def _recover(self) -> None:
        from ui.entering.recover_dialog import RecoverDialog  # when shown

        dialog = RecoverDialog(self._path, self.name.text().strip(), self)
        dialog.accepted.connect(lambda: self._recovered(dialog.register))
        dialog.open()

    def _recovered(self, register: Register | None) -> None:
        if register is not None:
            self._opened(register)

    def _busy(self, busy: bool) -> None:
        for part in (self.agree, self.cancel, self.recover, self.name, self.passphrase):
            part.setEnabled(not busy)
        self.agree.setText("Signing in…" if busy else "Sign in")

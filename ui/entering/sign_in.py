"""Signing in to a register: a name and a passphrase, or the recovery key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from models.entering.open import open_register
from models.errors import InvalidError, ProbityError, SignInError
from models.register import Register
from ui.background import Runner
from ui.settings import Settings
from ui.users.waiting import Waiting
from ui.widgets.fields.field import Field
from ui.widgets.fields.passphrase_edit import PassphraseEdit
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label


class SignIn(FittingDialog):
    """Ends with ``register`` open, or is dismissed. Of names it remembers the last one used."""

    def __init__(
        self, path: Path, settings: Settings, user: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Probity")
        self.setMinimumWidth(440)
        self.register: Register | None = None
        self._path = path
        self._settings = settings
        self._runner = Runner(self)
        self.message = MessageBar()
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
        self._lay_out()
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
        self._busy(True)
        path = self._path
        self._runner.run(
            lambda _: open_register(path, user=name, passphrase=passphrase),
            done=self._signed_in,
            failed=self._refused,
            must_finish=True,
        )

    def done(self, result: int) -> None:
        """Nothing is left running when it is gone."""
        self._runner.shutdown()
        super().done(result)

    def reject(self) -> None:
        """Not while a passphrase is being tried: it may be the right one."""
        if not self._runner.busy:
            super().reject()

    def _signed_in(self, register: Register) -> None:
        self.register = register
        self._settings.set("user", register.user.name)
        self.passphrase.clear()
        self.accept()

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        if not isinstance(error, SignInError | InvalidError):
            self.message.show_message(str(error), "error")
            return
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
        from ui.entering.recover_dialog import RecoverDialog

        dialog = RecoverDialog(self._path, self.name.text().strip(), self)
        dialog.accepted.connect(lambda: self._recovered(dialog.register))
        dialog.open()

    def _recovered(self, register: Register | None) -> None:
        if register is not None:
            self._signed_in(register)

    def _busy(self, busy: bool) -> None:
        for part in (self.agree, self.cancel, self.recover, self.name, self.passphrase):
            part.setEnabled(not busy)
        self.agree.setText("Signing in…" if busy else "Sign in")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Sign in", "title"))
        where = plain_label(f"{self._path.name}  ·  {self._path.absolute().parent}", "muted")
        column.addWidget(where)
        column.addWidget(self.message)
        for field in self.fields.values():
            column.addWidget(field)
        column.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.recover, 0, Qt.AlignmentFlag.AlignLeft)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.agree)
        column.addLayout(buttons)

"""A register of a release that did not encrypt: encrypted now, by one of its administrators."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from models.entering.encrypting import Plain, encrypt, look_into
from models.entering.open import open_register
from models.errors import ProbityError
from models.register import Register
from ui.background import Job, Runner
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

NOTE = (
    "{name} was made by a release that did not encrypt: whoever has the file can read it. It is "
    "now encrypted in its place, under a passphrase of yours; others are let in afterwards, under "
    "“Users”. Take copies of it that lie elsewhere out of reach."
)
DEMO = (
    "{name} is a demonstration by an earlier release. It is encrypted in its place and goes on "
    "opening without a passphrase."
)
NOBODY = "No administrator is named in this register, so nobody could let others in."


class EncryptDialog(FittingDialog):
    """Ends with ``register`` open and ``recovery_key`` to be shown, or is dismissed.

    :raises RegisterError: the register cannot be read.
    """

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Probity")
        self.setMinimumWidth(560)
        self.register: Register | None = None
        self.recovery_key = ""
        self._path = path
        self._plain: Plain = look_into(path)
        self._runner = Runner(self)
        self.message = MessageBar()
        self.who = Choice(self._plain.people, empty="Choose who you are")
        if len(self._plain.people) == 1:
            self.who.set_value(self._plain.people[0][0])
        self.who_field = Field("You are", self.who)
        self.new = NewPassphrase()
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("Encrypt", QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        self.cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.try_it)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Encrypt this register", "title"))
        said = DEMO if self._plain.is_demo else NOTE
        column.addWidget(plain_label(said.format(name=path.name), "muted"))
        column.addWidget(self.message)
        if not self._plain.is_demo:
            column.addWidget(self.who_field)
            column.addWidget(self.new)
            if not self._plain.people:
                self.message.show_message(NOBODY, "error")
                self.agree.setEnabled(False)
        column.addWidget(buttons)

    def try_it(self) -> None:
        """Encrypt it in the background, then open it."""
        passphrase: str | None = None
        name: str | None = None
        if not self._plain.is_demo:
            name = self.who.value()
            self.who_field.set_error(None if name else "Choose who you are.")
            self.new.name = name or ""
            passphrase = self.new.value()
            if name is None or passphrase is None:
                return
        path = self._path

        def work(_: Job) -> tuple[str, Register]:
            made = encrypt(path, name or "", passphrase)
            return made, open_register(path, user=name, passphrase=passphrase)

        self._busy(True)
        self._runner.run(work, done=self._encrypted, failed=self._refused, must_finish=True)

    def done(self, result: int) -> None:
        """Nothing is left running when it is gone."""
        self._runner.shutdown()
        super().done(result)

    def reject(self) -> None:
        """Not while it is being encrypted."""
        if not self._runner.busy:
            super().reject()

    def _encrypted(self, answer: tuple[str, Register]) -> None:
        self.recovery_key, self.register = answer
        self.new.clear()
        self.accept()

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        self.message.show_message(str(error), "error")

    def _busy(self, busy: bool) -> None:
        self.agree.setEnabled(not busy)
        self.cancel.setEnabled(not busy)
        self.agree.setText("Encrypting…" if busy else "Encrypt")

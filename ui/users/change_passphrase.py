"""Choosing another passphrase of one's own: at will, or because somebody else set this one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from models.changes import users
from models.errors import InvalidError, ProbityError, SignInError
from models.register import Register
from ui.background import Job, Runner
from ui.users.waiting import Waiting
from ui.widgets.fields.field import Field
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fields.passphrase_edit import PassphraseEdit
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

MUST = (
    "An administrator set your passphrase, and so knows it. Choose one that only you know; "
    "until then nothing can be done in the register."
)


class ChangePassphrase(FittingDialog):
    """Accepted when the new passphrase holds.

    :param must: without one, the person cannot go on.
    """

    def __init__(
        self,
        register: Register,
        runner: Runner,
        *,
        must: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        title = "Choose a passphrase of your own" if must else "Change your passphrase"
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self._register = register
        self._runner = runner
        self.message = MessageBar()
        self.old = PassphraseEdit("Current passphrase")
        self.old_field = Field("Current passphrase", self.old)
        self.new = NewPassphrase("New passphrase")
        self.new.name = register.user.name
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("Set passphrase", QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        self.waiting = Waiting(self.agree)
        self.cancel = buttons.addButton(
            "Sign out" if must else "Cancel", QDialogButtonBox.ButtonRole.RejectRole
        )
        buttons.accepted.connect(self.try_it)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label(title, "title"))
        if must:
            column.addWidget(plain_label(MUST, "muted"))
        column.addWidget(self.message)
        column.addWidget(self.old_field)
        column.addWidget(self.new)
        column.addWidget(buttons)
        self.old.setFocus()

    def try_it(self) -> None:
        """Change it, or say beside the field what is wrong."""
        old, new = self.old.text(), self.new.value()
        self.old_field.set_error(None if old else "Type the passphrase that you have now.")
        if new is None or not old or self.waiting.is_on:
            return
        register = self._register

        def work(_: Job) -> None:
            users.change_passphrase(register, old, new)

        self.agree.setEnabled(False)
        self._runner.run(
            work, done=lambda _: self.accept(), failed=self._refused, owner=self, must_finish=True
        )

    def done(self, result: int) -> None:
        """What was typed is forgotten."""
        self.old.clear()
        self.new.clear()
        super().done(result)

    def _refused(self, error: ProbityError) -> None:
        self.agree.setEnabled(True)
        if isinstance(error, SignInError):
            self.old_field.set_error(str(error))
            self.old.setFocus()
            if error.wait:
                self.waiting.begin(error.wait)
        elif isinstance(error, InvalidError):
            self.new.refuse(str(error))
        else:
            self.message.show_message(str(error), "error")

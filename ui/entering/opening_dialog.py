"""What the dialogs that open a register share: they try it in the background, and end with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import ProbityError
from models.register import Register
from ui.background import Runner
from ui.widgets.fields.field import Field
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label


class OpeningDialog(FittingDialog):
    """Ends with ``register`` open, or is dismissed; not while what was typed is being tried."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.register: Register | None = None
        self._path = path
        self._runner = Runner(self)
        self.message = MessageBar()
        self.fields: dict[str, Field] = {}

    def done(self, result: int) -> None:
        """Nothing is left running when it is gone."""
        self._runner.shutdown()
        super().done(result)

    def reject(self) -> None:
        """Not while a secret is being tried: it may be the right one."""
        if not self._runner.busy:
            super().reject()

    def _try(self, opened: Callable[[], Register]) -> None:
        """Open the register in the background."""
        self._busy(True)
        self._runner.run(
            lambda _: opened(), done=self._opened, failed=self._refused, must_finish=True
        )

    def _opened(self, register: Register) -> None:
        self.register = register
        self._forget_secrets()
        self.accept()

    def _forget_secrets(self) -> None:
        """Leave nothing secret in a field."""
        raise NotImplementedError

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        self.message.show_message(str(error), "error")

    def _busy(self, busy: bool) -> None:
        """While it is tried, nothing can be pressed."""
        raise NotImplementedError

    def _lay_out(self, title: str, about: str) -> QVBoxLayout:
        """What every one begins with: a title, a line about it, the message and the fields."""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label(title, "title"))
        column.addWidget(plain_label(about, "muted"))
        column.addWidget(self.message)
        for field in self.fields.values():
            column.addWidget(field)
        return column

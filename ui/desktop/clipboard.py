"""Words copied out of Probity: another program can have them, so it goes on record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from models.changes.noting import disclosed
from models.register import Register
from models.rules import roles
from ui.background import Runner

NOT_YOURS = "Your role may not copy out of the register, so nothing was copied."


class ClipboardWatch(QObject):
    """Follows the clipboard while a register is open.

    Pictures are not looked at here: charts put their own on record before they are copied.

    :param case_in_front: the case whose window is in front, if one is.
    :param say: tells the person a sentence.
    """

    def __init__(
        self,
        register: Register,
        runner: Runner,
        case_in_front: Callable[[], int | None],
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._case_in_front = case_in_front
        self._say = say
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def _changed(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self._register.is_closed or not _is_ours() or not clipboard.text():
            return
        if not roles.may(self._register.user.role, "disclose"):
            clipboard.clear()
            self._say(NOT_YOURS)
            return
        many, case_id = len(clipboard.text()), self._case_in_front()

        def work(_: object) -> None:
            disclosed(self._register, f"Copied {many} characters", case_id=case_id)

        self._runner.run(
            work,
            failed=lambda error: self._take_back(str(error)),
            must_finish=True,
            owner=self,
        )

    def _take_back(self, sentence: str) -> None:
        """What could not be put on record does not leave."""
        QGuiApplication.clipboard().clear()
        self._say(sentence)


def _is_ours() -> bool:
    """Whether it was Probity that filled the clipboard; without a screen nobody else can."""
    without_a_screen = QGuiApplication.platformName() == "offscreen"
    return without_a_screen or QGuiApplication.clipboard().ownsClipboard()

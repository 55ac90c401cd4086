"""What somebody's role may not do stands there disabled, and says why when it is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget


def forbid(what: QWidget | QAction, why: str) -> None:
    """Disable a part for good, with ``why`` as its tooltip; an empty ``why`` leaves it as it is.

    The register refuses the act whatever stands on the screen; this only tells a person beforehand.
    """
    if not why:
        return
    what.setEnabled(False)
    what.setToolTip(why)
    if isinstance(what, QWidget):
        what.setAccessibleDescription(why)
        what.installEventFilter(_Guard(what, why))


class _Guard(QObject):
    """Keeps a part disabled though its page would enable it with what is chosen there."""

    def __init__(self, part: QWidget, why: str) -> None:
        super().__init__(part)
        self._part = part
        self._why = why

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and self._part.isEnabled():
            self._part.setEnabled(False)
        elif event.type() == QEvent.Type.ToolTipChange and self._part.toolTip() != self._why:
            self._part.setToolTip(self._why)
        return False

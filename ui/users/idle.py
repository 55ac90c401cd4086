"""Noticing that nobody has touched the program for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

#: What a person does to a window.
TOUCHED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
    }
)
LOOK_EVERY = 1000  # milliseconds


class IdleWatch(QObject):
    """Emits ``idle`` once the program was left alone for ``minutes()``; asked anew each time.

    It listens to the windows that people work in, not to every event of the program. A machine
    that slept is idle for as long as it slept.
    """

    idle = Signal()

    def __init__(self, minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._touched = (0.0, 0.0)
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        QGuiApplication.instance().focusWindowChanged.connect(self._follow)  # type: ignore[union-attr]

    def start(self) -> None:
        """Begin to count now."""
        self.touch()
        self._follow(QGuiApplication.focusWindow())
        self._timer.start()

    def stop(self) -> None:
        """Count no longer."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = (time.monotonic(), time.time())

    def look(self) -> None:
        """Say so if it has been too long; by whichever clock went further, for one stops asleep."""
        passed = max(time.monotonic() - self._touched[0], time.time() - self._touched[1])
        if passed >= self._minutes() * 60:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHED:
            self.touch()
        return False

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once only, however often it is asked

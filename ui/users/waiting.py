"""A button that must wait, with the seconds counted down on it."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton


class Waiting(QObject):
    """Keeps ``button`` from being pressed for a while after too many failures."""

    over = Signal()

    def __init__(self, button: QPushButton) -> None:
        super().__init__(button)
        self._button = button
        self._words = button.text()
        self._until = 0.0
        self._timer = QTimer(self, interval=250)
        self._timer.timeout.connect(self.tick)

    @property
    def is_on(self) -> bool:
        """Whether it is still being waited."""
        return self._timer.isActive()

    def begin(self, seconds: float) -> None:
        """Wait so long."""
        self._until = time.monotonic() + seconds
        self._button.setEnabled(False)
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Say how long it still is, or that it is over."""
        left = self._until - time.monotonic()
        if left > 0:
            self._button.setText(f"Wait {math.ceil(left)} s")
            return
        self._timer.stop()
        self._button.setText(self._words)
        self._button.setEnabled(True)
        self.over.emit()

"""A line that names a file or folder, with a button inside it that chooses one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton


class ChoosingLine(QLineEdit):
    """``choose`` is called with what stands there and returns what is chosen, "" for nothing."""

    def __init__(self, choose: Callable[[str], str], text: str = "", name: str = "") -> None:
        super().__init__(text)
        self._choose = choose
        self.button = QPushButton("Choose…", self)
        self.button.setProperty("kind", "link")
        self.button.setAccessibleName(f"Choose: {name}" if name else "Choose")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda _: self._ask())
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addStretch(1)
        inside.addWidget(self.button)
        self.setTextMargins(0, 0, self.button.sizeHint().width() + 8, 0)

    def _ask(self) -> None:
        chosen = self._choose(self.text())
        if chosen:
            self.setText(chosen)

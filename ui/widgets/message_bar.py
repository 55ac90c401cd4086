"""A sentence across the top of a page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.looks import icons


class MessageBar(QFrame):
    """Hidden until :meth:`show_message`; kinds ``info``, ``good``, ``warning``, ``error``."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.action = QPushButton()
        self.action.clicked.connect(lambda _: self.acted.emit())
        self.dismiss = QPushButton()
        self.dismiss.setProperty("kind", "icon")
        self.dismiss.setAccessibleName("Dismiss this message")
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.dismiss)
        self.hide()

    def show_message(self, sentence: str, kind: str = "info", action: str = "") -> None:
        """Say ``sentence``; with ``action``, offer a button that emits ``acted``."""
        self.dismiss.setIcon(icons.icon("x", "muted"))
        sign = "▲ " if kind in ("error", "warning") else ""
        self.label.setText(f"{sign}{sentence}")
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setProperty("kind", kind)
        for part in (self, self.label):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show()

    def text(self) -> str:
        """What is being said."""
        return self.label.text().removeprefix("▲ ")

"""A titled surface that groups what belongs together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Card(QFrame):
    """A surface with an optional heading; put things in ``body``, buttons in ``buttons``."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 16)
        outer.setSpacing(10)
        self.heading = QLabel(title)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty("kind", "heading")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addLayout(self.buttons)
        outer.addLayout(top)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        outer.addLayout(self.body)
        # Only now: shown without a parent it would be a window of its own for a moment.
        self.heading.setVisible(bool(title))

    def wrap_title(self) -> None:
        """Let a long heading break over lines, as wide as the card."""
        self.heading.setWordWrap(True)
        policy = self.heading.sizePolicy()
        policy.setHorizontalStretch(100)
        self.heading.setSizePolicy(policy)

    def set_title(self, title: str) -> None:
        """Change the heading; empty hides it."""
        self.heading.setText(title)
        self.heading.setVisible(bool(title))

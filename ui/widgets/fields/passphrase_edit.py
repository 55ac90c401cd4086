"""A passphrase, hidden while it is typed unless somebody asks to see it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

LONGEST = 1000  # characters


class PassphraseEdit(QWidget):
    """A line of dots with a button that shows what they stand for."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str = "Passphrase", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.returnPressed.connect(self.entered)
        self.eye = QPushButton("Show")
        self.eye.setCheckable(True)
        self.eye.setProperty("kind", "link")
        self.eye.setAutoDefault(False)
        self.eye.setAccessibleName(f"Show what is typed: {name}")
        self.eye.toggled.connect(self._show)
        self.setFocusProxy(self.line)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.line, 1)
        across.addWidget(self.eye)

    def text(self) -> str:
        """What is typed, exactly."""
        return self.line.text()

    def clear(self) -> None:
        """Begin anew, hidden."""
        self.line.clear()
        self.eye.setChecked(False)

    def _show(self, shown: bool) -> None:
        echo = QLineEdit.EchoMode
        self.line.setEchoMode(echo.Normal if shown else echo.Password)
        self.eye.setText("Hide" if shown else "Show")

"""A field for longer text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models.rules.validation import TEXT_LIMIT


class TextArea(QPlainTextEdit):
    """Plain text; Tab leaves it, it grows with its text, and too long a paste is refused whole."""

    refused = Signal(str)
    left = Signal()

    def __init__(
        self, *, limit: int = TEXT_LIMIT, lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._limit = limit
        self._lines = lines
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self._grow()

    def value(self) -> str:
        """The text as typed."""
        return self.toPlainText()

    def set_value(self, text: str) -> None:
        """Show ``text`` without emitting ``textChanged``; the cursor stays if it is the same."""
        if text == self.toPlainText():
            return
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A paste that would pass the limit changes nothing and is said to."""
        pasted = len(source.text())
        chosen = len(self.textCursor().selectedText())
        length = self.document().characterCount() - 1 - chosen + pasted
        if length > self._limit:
            self.refused.emit(
                f"That is {pasted:,} characters; the field can hold {self._limit:,}. Nothing "
                "was pasted and what was here is kept."
            )
            return
        super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _grow(self) -> None:
        lines = min(max(self.document().blockCount(), self._lines), 12)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 20)

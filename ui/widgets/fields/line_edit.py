"""A field for one line of text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from models.rules.validation import TEXT_LIMIT


class LineEdit(QLineEdit):
    """One line; what would pass the limit is refused whole, where Qt would cut it unsaid.

    ``changed`` comes with the text of every edit that was taken.
    """

    changed = Signal(str)
    refused = Signal(str)

    def __init__(
        self, text: str = "", *, limit: int = TEXT_LIMIT, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setMaxLength(limit)
        self._kept = text
        self._cut = False
        self.inputRejected.connect(self._too_long)
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._keep)

    def set_value(self, text: str) -> None:
        """Show ``text``; the cursor stays if it is the same."""
        if self.text() != text:
            self.setText(text)

    def _too_long(self) -> None:
        self._cut = self.text() != self._kept
        if not self._cut:  # it was full already: nothing went in, and no edit follows
            self._say()

    def _edited(self, text: str) -> None:
        if not self._cut:
            self.changed.emit(text)
            return
        self._cut = False
        self.setText(self._kept)
        self._say()

    def _keep(self, text: str) -> None:
        if not self._cut:
            self._kept = text

    def _say(self) -> None:
        self.refused.emit(
            f"That is too long: the field can hold {self.maxLength():,} characters. Nothing was "
            "added and what was here is kept."
        )

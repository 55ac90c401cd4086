"""A label above an editor, and under it what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.widgets.plain import plain_tip


class Field(QWidget):
    """One labelled editor; :meth:`set_error` says beside it what cannot be kept.

    :param grows: the editor takes whatever height there is.
    :param about: what it means, in a sentence: said where the label is pointed at.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        required: bool = False,
        grows: bool = False,
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._required = required
        self._about = about
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.set_label(label)
        self.label.setProperty("kind", "label")
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label)
        self.label.setToolTip(plain_tip(about))
        editor.setAccessibleDescription(about)
        self.error = QLabel()
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setProperty("kind", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(editor, 1 if grows else 0)
        layout.addWidget(self.error)
        if not grows:
            layout.addStretch(1)

    def set_label(self, label: str) -> None:
        """Call the field something else."""
        self.label.setText(f"{label} (required)" if self._required else label)

    def set_error(self, sentence: str | None, *, warning: bool = False) -> None:
        """Show what is wrong, or nothing; a warning leaves the value as good as any."""
        text = f"▲ {sentence}" if sentence else ""
        kind = "warning" if warning else "error"
        if text == self.error.text() and kind == self.error.property("kind"):
            return
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.error.setProperty("kind", kind)
        self.error.style().unpolish(self.error)
        self.error.style().polish(self.error)
        self.editor.setAccessibleDescription(sentence or self._about)
        target = self.editor.focusProxy() or self.editor
        target.setAccessibleDescription(sentence or self._about)
        target.setProperty("invalid", "true" if sentence and not warning else "false")
        target.style().unpolish(target)
        target.style().polish(target)

    def error_text(self) -> str:
        """What is said to be wrong; empty for nothing."""
        return self.error.text().removeprefix("▲ ")

"""Words as they were typed, and layouts emptied to be filled anew."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout


def plain_label(words: str, kind: str = "") -> QLabel:
    """A label that wraps and takes no markup; ``kind`` is the style sheet's, such as ``muted``."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label


def plain_tip(words: str) -> str:
    """``words`` for a tool tip, which takes what looks like markup for markup."""
    if "<" not in words and "&" not in words:
        return words

    return f'<p style="white-space: pre-wrap">{escape(words)}</p>'


def clear(layout: QLayout) -> None:
    """Take out everything; its widgets go when nothing is under way with them."""
    while item := layout.takeAt(0):
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

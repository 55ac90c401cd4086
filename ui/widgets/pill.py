"""Words on a coloured ground: a stage, a filter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from ui.looks import theme

#: The ground on which each stage stands.
STAGE_KINDS = {
    "assessed": "accent",
    "investigation": "accent",
    "decision": "warning",
    "proceedings": "warning",
    "outcome": "good",
}
HEIGHT, PADDING = 20, 9


def paint_pill(
    painter: QPainter,
    left: float,
    middle: float,
    text: str,
    kind: str,
    *,
    raised: bool = False,
) -> None:
    """Draw a pill that begins at ``left`` and is centred on ``middle`` (both in pixels).

    :param raised: on a ground of its own colour, such as a chosen row's.
    """
    font = theme.font(theme.LABEL, painter.font().Weight.Medium)
    width = QFontMetrics(font).horizontalAdvance(text) + 2 * theme.px(PADDING)
    height = theme.px(HEIGHT)
    box = QRectF(left, middle - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind == "neutral":
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("background"))
        box.adjust(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface" if raised else f"{kind}_ground"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(theme.colour("muted" if kind == "neutral" else kind))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Pill(QWidget):
    """A word or two on a ground: ``neutral``, ``accent``, ``warning``, ``good``, ``danger``."""

    def __init__(
        self, text: str = "", kind: str = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.set(text, kind)

    def set(self, text: str, kind: str = "neutral") -> None:
        """Change words and ground."""
        self._text, self._kind = text, kind
        self.setAccessibleName(text)
        self.setFixedSize(self.sizeHint())
        if self.parentWidget() is not None or not text:  # never a window of its own
            self.setVisible(bool(text))
        self.update()

    def text(self) -> str:
        """The words."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.LABEL))
        width = metrics.horizontalAdvance(self._text) + 2 * theme.px(PADDING) + 6
        return QSize(width, theme.px(HEIGHT) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, 0, self.height() / 2, self._text, self._kind)
        painter.end()


class Chip(QPushButton):
    """A condition that a click, or Enter, takes away."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{text}  ✕", parent)
        self.setObjectName("chip")
        self.setAccessibleName(f"{text}: remove this filter")
        self.setToolTip("Remove this filter")
        self.clicked.connect(lambda _: self.removed.emit())

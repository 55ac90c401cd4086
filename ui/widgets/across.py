"""A part that scrolls from side to side where the window is narrow, and is as high as it needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Across(QScrollArea):
    """Holds what has a least width, such as a table of many columns, in a column that scrolls."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        inside.installEventFilter(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        inside = self.widget()
        assert inside is not None
        least = inside.minimumSizeHint().width()
        width = max(self.viewport().width(), least)
        height = inside.heightForWidth(width)
        if height < 0:
            height = inside.sizeHint().height()
        bar = self.horizontalScrollBar().sizeHint().height() if self.width() < least else 0
        self.setFixedHeight(height + bar)

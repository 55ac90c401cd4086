"""What the case window's pages share: a column of cards that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.scrolling_column import ScrollingColumn

#: Wider than this a line of form is tiring to read.
WIDEST = 1280
MARGIN = 20


class Page(ScrollingColumn):
    """A page of cards under one another, as wide as is comfortable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner.setMaximumWidth(WIDEST)
        self.inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        self.column.addStretch(1)
        self.verticalScrollBar().rangeChanged.connect(lambda _, most: self._keep_edge(most > 0))

    def _keep_edge(self, scrolls: bool) -> None:
        """The cards end where the window's buttons do, with a scroll bar beside them or without."""
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        self.column.setContentsMargins(MARGIN, 12, MARGIN - bar, MARGIN)

    def add(self, block: QWidget) -> None:
        """Put a block under those already there."""
        self.column.insertWidget(self.column.count() - 1, block)

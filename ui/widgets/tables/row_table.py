"""A table of rows, one chosen at a time: Enter opens it, as a double click does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.looks import theme
from ui.widgets.tables.row_delegate import RowDelegate

LEAST = 110  # pixels at 100% text


class RowTable(QTableView):
    """Rows of one height; Tab leaves it.

    :param row_height: pixels at 100% text.
    """

    opened = Signal(int)
    resized = Signal()

    def __init__(self, name: str, row_height: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setItemDelegate(RowDelegate(self))
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(row_height))
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def set_widths(self, widths: Sequence[int]) -> None:
        """The columns' widths in pixels at 100% text; 0 for one that takes what is left.

        It keeps at least a name's width: where that is not left, the table is scrolled instead.
        """
        least = min(LEAST, *(width for width in widths if width))
        self.horizontalHeader().setMinimumSectionSize(theme.px(least))
        for place, width in enumerate(widths):
            if width:
                self.setColumnWidth(place, theme.px(width))
            else:
                mode = QHeaderView.ResizeMode.Stretch
                self.horizontalHeader().setSectionResizeMode(place, mode)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

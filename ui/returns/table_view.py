"""A table of a return on the screen: each figure leads to the cases behind it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.rules.publishing.returns import TOTAL, Cell, ReturnTable, shown
from ui.looks import theme
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label, plain_tip
from ui.widgets.tables.row_delegate import PADDING, RowDelegate

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW, NUMBER, LABEL = 30, 78, 236  # pixels at 100% text
LINE, AROUND = 17, 16  # of a line of text, and what is above and below it


class CellsModel(QAbstractTableModel):
    """Labels in the first column, figures in the others."""

    def __init__(self, table: ReturnTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = table

    def cell(self, index: Index) -> Cell | None:
        """The figure of an index; none for a label."""
        if not index.isValid() or index.column() == 0:
            return None
        return self.table.rows[index.row()].cells[index.column() - 1]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        words = self.table.columns[section - 1] if section else self.table.heading
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            said = dict(self.table.notes).get(words, "")
            return plain_tip(f"{words}: {said}" if said else words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, cell = self.table.rows[index.row()], self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label if cell is None else shown(cell.value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if cell is None else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            if cell is None:
                return theme.colour("text")
            return theme.colour("accent" if cell.cases else "muted")
        if role == Qt.ItemDataRole.FontRole and row.code == TOTAL:
            return theme.font(weight=QFont.Weight.DemiBold)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_tip(self._said(index))
        return None

    def _said(self, index: Index) -> str:
        row, cell = self.table.rows[index.row()], self.cell(index)
        if cell is None:
            return row.label
        said = f"{row.label}, {self.table.columns[index.column() - 1]}: {shown(cell.value)}"
        cases = len(cell.cases)
        return f"{said}. Click to list {cases:,} case{'s' * (cases != 1)}." if cases else said


class CellsView(QTableView):
    """One figure is chosen at a time; a click or Enter asks for the cases behind it."""

    wanted = Signal(object)  # Cell

    def __init__(self, table: ReturnTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = CellsModel(table, self)
        self.setModel(self.cells)
        self.setAccessibleName(table.definition.title)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setItemDelegate(RowDelegate(self, wrap=True))
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(ROW))
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(theme.px(NUMBER))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(0, theme.px(LABEL))
        self.clicked.connect(self._ask)
        self.entered.connect(self._point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As high as all its rows, each as high as its label breaks over lines."""
        header, rows = self.horizontalHeader(), self.cells.table.rows
        model = self.cells
        across = Qt.Orientation.Horizontal
        heads = [str(model.headerData(at, across)) for at in range(header.count())]
        lines = max(self._lines(words, header.sectionSize(at)) for at, words in enumerate(heads))
        high = theme.px(LINE) * lines + theme.px(AROUND)
        header.setFixedHeight(high)
        for at, row in enumerate(rows):
            broken = self._lines(row.label, header.sectionSize(0), bold=row.code == TOTAL) - 1
            self.setRowHeight(at, theme.px(ROW) + theme.px(LINE) * broken)
            high += self.rowHeight(at)
        self.setFixedHeight(high + self.horizontalScrollBar().sizeHint().height())

    def _lines(self, words: str, width: int, *, bold: bool = True) -> int:
        """Over how many lines words break in a cell so wide."""
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        metrics = QFontMetrics(theme.font(weight=weight))
        inside = QRect(0, 0, width - 2 * theme.px(PADDING), 10_000)
        high = metrics.boundingRect(inside, Qt.TextFlag.TextWordWrap, words).height()
        return max(1, round(high / metrics.lineSpacing()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _ask(self, index: QModelIndex) -> None:
        cell = self.cells.cell(index)
        if cell is not None and cell.cases:
            self.wanted.emit(cell)

    def _point(self, index: QModelIndex) -> None:
        cell = self.cells.cell(index)
        hand = cell is not None and bool(cell.cases)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)


class TableView(QScrollArea):
    """One table at a time, with its definition above and what its columns hold below."""

    wanted = Signal(object)  # Cell

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: CellsView | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 12)
        self._column.setSpacing(12)
        self.setWidget(inside)

    def show_table(self, table: ReturnTable) -> None:
        """Show a table."""
        clear(self._column)
        what = table.definition
        card = Card(what.title)
        day = f"{what.day[:1].lower()}{what.day[1:]}"
        card.body.addWidget(plain_label(f"{what.unit}  ·  by the {day}", "muted"))
        card.body.addWidget(plain_label(what.definition))
        self.cells = CellsView(table)
        self.cells.wanted.connect(self.wanted)
        card.body.addWidget(self.cells)
        for name, words in table.notes:
            card.body.addWidget(plain_label(f"{name}: {words}", "muted"))
        if what.source:
            card.body.addWidget(plain_label(f"Source: {what.source}", "muted"))
        self._column.addWidget(card)
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)

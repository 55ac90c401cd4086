"""The rows of the record, fetched a page at a time as they are scrolled to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from models.queries.cases.history import Event
from models.record.records import PAGE
from models.rules.dates import format_moment
from ui.looks import theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADINGS = ("When", "Who", "Act", "What", "Case")
MUTED = (0, 4)


class RecordModel(QAbstractTableModel):
    """Newest first; asks with ``wanted`` for what is older than a record."""

    wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[Event] = []
        self._more = False

    @property
    def has_more(self) -> bool:
        """Whether older records may be there that were not fetched yet."""
        return self._more

    def show_first(self, items: list[Event]) -> None:
        """Show these, the newest, instead."""
        self.beginResetModel()
        self.items = list(items)
        self._more = len(items) == PAGE
        self.endResetModel()

    def add(self, items: list[Event]) -> None:
        """Show these, which are older, below."""
        self._more = len(items) == PAGE
        if items:
            first = len(self.items)
            self.beginInsertRows(QModelIndex(), first, first + len(items) - 1)
            self.items += items
            self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and bool(self.items)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._more = False  # until these have come
            self.wanted.emit(self.items[-1].number)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        event = self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cells(event)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("muted" if index.column() in MUTED else "text")
        return None


def _cells(event: Event) -> tuple[str, ...]:
    return format_moment(event.at), event.user_name, event.act, event.what, event.reference

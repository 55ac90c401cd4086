"""The rows of the record, fetched a page at a time as they are scrolled to."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Signal

from models.queries.cases.history import Event
from models.record.records import PAGE
from models.rules.dates import format_moment
from ui.widgets.tables.rows_model import Index, RowsModel

HEADINGS = ("When", "Who", "Act", "What", "Case")
MUTED = (0, 4)


class RecordModel(RowsModel[Event]):
    """Newest first; asks with ``wanted`` for what is older than a record."""

    wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(HEADINGS, _cells, muted=MUTED, parent=parent)
        self._more = False

    @property
    def has_more(self) -> bool:
        """Whether older records may be there that were not fetched yet."""
        return self._more

    def show_first(self, items: list[Event]) -> None:
        """Show these, the newest, instead."""
        self._more = len(items) == PAGE
        self.show_items(list(items))

    def add(self, items: list[Event]) -> None:
        """Show these, which are older, below."""
        self._more = len(items) == PAGE
        if items:
            first = len(self.items)
            self.beginInsertRows(QModelIndex(), first, first + len(items) - 1)
            self.items += items
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and bool(self.items)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._more = False  # until these have come
            self.wanted.emit(self.items[-1].number)


def _cells(event: Event) -> tuple[str, ...]:
    return format_moment(event.at), event.user_name, event.act, event.what, event.reference

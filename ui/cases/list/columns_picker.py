"""Choosing the list's columns and their order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.queries.cases.columns import column, columns, default


class _Ordered(QListWidget):
    """A list whose chosen line Alt+Up and Alt+Down move."""

    moved = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        at = self.currentRow()
        if 0 <= at + step < self.count():
            self.insertItem(at + step, self.takeItem(at))
            self.setCurrentRow(at + step)
            self.moved.emit()


class ColumnsPicker(QFrame):
    """Tick to show, drag (or Alt+Up, Alt+Down) to order; every change applies at once."""

    def __init__(
        self, shown: tuple[str, ...], apply: Callable[[tuple[str, ...]], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._apply = apply
        self.list = _Ordered()
        self.list.moved.connect(self._tell)
        self.list.setAccessibleName("Columns")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        note = QLabel(
            "Tick the columns to show. To reorder them, drag, or press Alt and an arrow key. "
            "Exports and printouts use the same columns."
        )
        note.setProperty("kind", "muted")
        note.setWordWrap(True)
        self.reset = QPushButton("Restore the default columns")
        self.reset.setProperty("kind", "link")
        self.reset.clicked.connect(lambda _: self._fill(default(), tell=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(note)
        layout.addWidget(self.list)
        layout.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.resize(280, 460)
        self._fill(shown)
        self.list.itemChanged.connect(lambda _: self._tell())
        self.list.model().rowsMoved.connect(lambda *_: self._tell())

    def open_under(self, button: QWidget) -> None:
        """Show the popup under ``button``, right-aligned with it."""
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4))
        self.move(corner)
        self.show()
        self.list.setFocus()

    def _fill(self, shown: tuple[str, ...], *, tell: bool = False) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        rest = [item.code for item in columns() if item.code not in shown]
        for code in (*shown, *rest):
            item = QListWidgetItem(column(code).title)
            item.setData(Qt.ItemDataRole.UserRole, code)
            ticked = Qt.CheckState.Checked if code in shown else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        if tell:
            self._tell()

    def _tell(self) -> None:
        items = [self.list.item(at) for at in range(self.list.count())]
        chosen = tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )
        if chosen:
            self._apply(chosen)

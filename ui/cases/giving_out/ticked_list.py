"""A list of things to be ticked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.widgets.plain import plain_tip

KEY = Qt.ItemDataRole.UserRole


class TickedList(QListWidget):
    """Each line has a key; Space ticks the chosen one."""

    ticked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.ticked.emit())

    def show_items(self, items: Iterable[tuple[str, str, str]], ticked: Iterable[str]) -> None:
        """Show these instead: key, words, and what is said when it is pointed at."""
        chosen = set(ticked)
        self.blockSignals(True)
        self.clear()
        for key, words, tip in items:
            item = QListWidgetItem(words)
            item.setData(KEY, key)
            item.setToolTip(plain_tip(tip))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.addItem(item)
        self.blockSignals(False)

    def keys(self) -> frozenset[str]:
        """The keys of what is ticked."""
        items = (self.item(place) for place in range(self.count()))
        return frozenset(
            str(item.data(KEY)) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def tick(self, key: str, *, on: bool = True) -> None:
        """Tick the line with this key, or take its tick away."""
        for place in range(self.count()):
            item = self.item(place)
            if item.data(KEY) == key:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

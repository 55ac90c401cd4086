"""A popup to tick several values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.looks import icons
from ui.widgets.plain import plain_tip


class ValuePicker(QFrame):
    """A popup to tick several values; typing narrows them. Every tick applies at once."""

    def __init__(
        self,
        items: list[tuple[Any, str]],
        chosen: tuple[Any, ...],
        apply: Callable[[tuple[Any, ...]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._apply = apply
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type to find")
        self.search.addAction(
            icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName("Values")
        for code, name in items:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            item.setToolTip(plain_tip(name))
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self._tell())
        self.list.itemActivated.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.resize(340, 360)

    def open_under(self, button: QWidget) -> None:
        """Show the popup under ``button``."""
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        self.search.setFocus()

    def _toggle(self, item: QListWidgetItem) -> None:
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _narrow(self, text: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _tell(self) -> None:
        chosen = []
        for at in range(self.list.count()):
            item = self.list.item(at)
            if item.checkState() == Qt.CheckState.Checked:
                chosen.append(item.data(Qt.ItemDataRole.UserRole))
        self._apply(tuple(chosen))

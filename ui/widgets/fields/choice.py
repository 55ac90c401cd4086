"""A choice among named values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from ui.widgets.plain import plain_tip


class Choice(QComboBox):
    """A drop-down of ``(code, label)`` pairs with an empty first line; type to find.

    A value that is no longer offered stays, and is shown as it is called.
    """

    changed = Signal()

    def __init__(
        self,
        items: Iterable[tuple[Any, str]] = (),
        *,
        empty: str = "—",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._empty = empty
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.set_items(items)
        self.currentIndexChanged.connect(lambda _: self.changed.emit())
        editor = self.lineEdit()
        if editor is not None:
            editor.editingFinished.connect(self._settle)

    def set_items(self, items: Iterable[tuple[Any, str]]) -> None:
        """Offer these, keeping the present value."""
        kept, label = self.value(), self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItem(self._empty, None)
        for code, name in items:
            self.addItem(name, code)
            self.setItemData(self.count() - 1, plain_tip(name), Qt.ItemDataRole.ToolTipRole)
        self.blockSignals(False)
        if kept is not None:
            self.set_value(kept, label)
        else:
            self._select(0)

    def value(self) -> Any:
        """The chosen code, or ``None``."""
        return self.itemData(self.currentIndex()) if self.count() else None

    def set_value(self, code: Any, label: str = "") -> None:
        """Choose ``code`` without emitting ``changed``; one not offered is added as ``label``."""
        at = self.findData(code) if code is not None else 0
        self.blockSignals(True)
        if at < 0:
            self.addItem(label or str(code), code)
            at = self.count() - 1
        self._select(at)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form, never the value."""
        event.ignore()

    def _select(self, at: int) -> None:
        self.setCurrentIndex(at)
        editor = self.lineEdit()
        if editor is not None:
            editor.setText(self.itemText(at))
            editor.setCursorPosition(0)

    def _settle(self) -> None:
        """What was typed becomes the choice it names, or goes back to what was chosen."""
        at = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        if at < 0:
            at = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchContains)
        if at < 0 or not self.currentText().strip():
            at = self.currentIndex() if self.currentText().strip() else 0
        self._select(at)

"""A dialog as tall as its words are when they are wrapped."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


class FittingDialog(QDialog):
    """Takes its height from its width when it is first shown, and grows with what is said later.

    Qt reckons a dialog's height before it knows where its labels break, and would cut or stretch
    what stands below them.
    """

    _fitted = False

    def showEvent(self, event: QShowEvent) -> None:
        if self.layout() is not None and not self._fitted:
            self._fitted = True  # shown again after a lock, it stands as somebody left it
            self._fit(max(self.minimumWidth(), self.sizeHint().width()), 0)
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._fitted:  # such as an error that came
            self._fit(self.width(), self.height())
        return done

    def _fit(self, width: int, least: int) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        height = layout.totalHeightForWidth(width)
        if least and height < 0:  # nothing in it wraps, but what scrolls may have grown
            height = layout.totalSizeHint().height()
        height = max(least, height)
        if height > 0 and (width, height) != (self.width(), self.height()):
            self.resize(width, height)

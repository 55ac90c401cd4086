"""A dialog as tall as its words are when they are wrapped."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


class FittingDialog(QDialog):
    """Takes its height from its width when it is first shown.

    Qt reckons a dialog's height before it knows where its labels break, and would cut or stretch
    what stands below them.
    """

    _fitted = False

    def showEvent(self, event: QShowEvent) -> None:
        layout = self.layout()
        if layout is not None and not self._fitted:
            self._fitted = True  # shown again after a lock, it stands as somebody left it
            width = max(self.minimumWidth(), self.sizeHint().width())
            layout.activate()
            height = layout.totalHeightForWidth(width)
            if height > 0:
                self.resize(width, height)
        super().showEvent(event)

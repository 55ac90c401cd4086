"""A question asked before something is done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

#: What keeps things as they are where nothing is being edited.
CANCEL = "Cancel"


def agrees(window: QWidget, title: str, question: str, yes: str, no: str = "Keep editing") -> bool:
    """Ask before something is done; Esc and the other button keep things as they are."""
    box = QMessageBox(window)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is agreed

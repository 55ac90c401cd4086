"""What is asked before a case is closed that has changes which are not saved."""

from __future__ import annotations

import enum

from PySide6.QtWidgets import QMessageBox, QWidget


class Answer(enum.Enum):
    """What somebody does with their changes."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


def ask_before_leaving(window: QWidget) -> Answer:
    """Save them, drop them, or go on editing; Esc goes on."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Unsaved changes")
    box.setText("This case has changes that are not saved.")
    keep = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    drop = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("Keep editing", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(stay)
    box.exec()
    chosen = box.clickedButton()
    if chosen is drop:
        return Answer.DISCARD
    return Answer.SAVE if chosen is keep else Answer.STAY

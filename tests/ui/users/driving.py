"""Typing and pressing as a person does, in dialogs about who somebody is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fields.passphrase_edit import PassphraseEdit


def press(qtbot: Any, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def type_in(qtbot: Any, editor: Any, words: str) -> None:
    target = editor.line if isinstance(editor, PassphraseEdit) else editor
    target.setFocus()
    target.selectAll()
    qtbot.keyClick(target, Qt.Key.Key_Backspace)
    qtbot.keyClicks(target, words)


def type_twice(qtbot: Any, new: NewPassphrase, words: str, again: str | None = None) -> None:
    type_in(qtbot, new.first, words)
    type_in(qtbot, new.second, words if again is None else again)


def meanwhile(kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do ``act`` with the dialog of this kind as soon as it stands there, however it was opened."""

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, kind) and window.isVisible():
                try:
                    act(window)
                except BaseException:
                    QDialog.done(window, 0)  # else the test would wait for ever
                    raise
                return
        QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def cut(window: QWidget) -> list[str]:
    """The words and editors that are not shown at their full height."""
    found = []
    for label in window.findChildren(QLabel):
        if (
            label.isVisible()
            and label.text()
            and label.height() < label.heightForWidth(label.width())
        ):
            found.append(label.text())
    for line in window.findChildren(QLineEdit):
        if line.isVisible() and line.height() < line.sizeHint().height():
            found.append(line.accessibleName())
    return found

"""Buttons, and what each does when it is pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def connect_buttons(*buttons: tuple[QPushButton, Callable[[], object]]) -> None:
    """Let each button do its act; Enter in a field beside one does not press it."""
    for button, act in buttons:
        button.setAutoDefault(False)
        button.clicked.connect(lambda _, act=act: act())

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.across import Across
from ui.widgets.plain import plain_label


def wide() -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    for place in range(6):
        label = QLabel(f"Column {place}")
        label.setMinimumWidth(100)
        grid.addWidget(label, 0, place)
    grid.addWidget(plain_label("What it counts, in a long sentence. " * 6), 1, 0, 1, 6)
    return made


def test_it_is_as_high_as_what_it_holds_and_scrolls_only_sideways(qtbot: Any, app: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    across = Across(wide())
    column = QVBoxLayout(page)
    column.addWidget(across)
    column.addStretch(1)
    page.resize(1400, 600)
    page.show()
    bar = across.horizontalScrollBar()
    qtbot.waitUntil(lambda: across.width() > 1300)
    assert bar.maximum() == 0
    broad = across.height()
    page.resize(400, 600)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    inside = across.widget()
    assert inside is not None
    assert inside.width() >= 600
    qtbot.waitUntil(lambda: across.viewport().height() >= inside.heightForWidth(inside.width()))
    assert across.height() > broad
    assert across.verticalScrollBar().maximum() == 0

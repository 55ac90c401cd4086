from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.across import Across
from ui.widgets.plain import plain_label


def wide() -> QWidget:
    """Lines of numbers, each with words under it that wrap."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setVerticalSpacing(3)
    for row in range(0, 12, 2):
        for place in range(6):
            label = QLabel(f"Column {place}")
            label.setMinimumWidth(100)
            grid.addWidget(label, row, place)
        grid.addWidget(plain_label("What it counts, in a long sentence. " * 4), row + 1, 0, 1, 6)
    return made


@pytest.mark.parametrize("width", [400, 700, 1400])
def test_it_is_as_high_as_what_it_holds_and_scrolls_only_sideways(
    qtbot: Any, app: Any, width: int
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    held = wide()
    across = Across(held)
    column = QVBoxLayout(page)
    column.addWidget(across)
    column.addStretch(1)
    page.resize(900, 900)
    page.show()
    page.resize(width, 900)
    last = held.findChildren(QLabel)[-1]

    def fits() -> bool:
        bottom = last.mapTo(across.viewport(), last.rect().bottomLeft()).y()
        return 0 < across.viewport().height() - bottom < 14 and bottom > 100

    qtbot.waitUntil(lambda: abs(across.width() - width) < 40 and fits())
    assert (across.horizontalScrollBar().maximum() > 0) is (width < 640)
    assert across.verticalScrollBar().maximum() == 0

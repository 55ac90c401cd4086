"""A table of rows: cells in line with their headings, colours that a choice does not take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from ui.looks import theme
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel


@pytest.fixture(params=["light", "dark"])
def table(request: pytest.FixtureRequest, qtbot: Any, app: QApplication) -> Iterator[RowTable]:
    theme.apply_theme(app, request.param)
    made = RowTable("People", 36)
    qtbot.addWidget(made)
    model: RowsModel[tuple[str, str]] = RowsModel(
        ("Hn", "Hn"), lambda row: row, muted=(1,), numeric=(1,), parent=made
    )
    model.show_items([("Hn", "Hn"), ("Hn", "Hn")])
    made.setModel(model)
    made.resize(400, 200)
    made.show()
    made.selectRow(0)
    yield made
    theme.apply_theme(app, "light")


def written(image: QImage, box: QRect) -> tuple[int, int]:
    """The first and the last column of pixels in ``box`` that are not its ground's colour."""
    middle = range(box.top() + 8, box.bottom() - 8)
    ground = image.pixelColor(box.left() + 5, box.top() + 4)
    inked = [
        x
        for x in range(box.left() + 4, box.right() - 1)
        if any(_far(image.pixelColor(x, y), ground) for y in middle)
    ]
    return inked[0], inked[-1]


def _far(one: QColor, other: QColor) -> bool:
    return abs(one.lightness() - other.lightness()) > 60


def test_a_cell_stands_under_its_heading(table: RowTable) -> None:
    head = table.horizontalHeader()
    above = head.viewport().grab().toImage()
    below = table.viewport().grab().toImage()
    for column, end in ((0, 0), (1, 1)):  # to the left, and to the right
        left, width = head.sectionViewportPosition(column), head.sectionSize(column)
        heading = written(above, QRect(left, 0, width, head.height()))
        cell = written(below, table.visualRect(table.model().index(1, column)))
        assert abs(heading[end] - cell[end]) <= 2


def test_each_row_has_a_rule_under_it(table: RowTable) -> None:
    image = table.viewport().grab().toImage()
    for row in range(2):
        box = table.visualRect(table.model().index(row, 0))
        assert image.pixelColor(box.center().x(), box.bottom()) == theme.colour("line")


def test_a_chosen_row_keeps_the_colours_that_say_something(qtbot: Any, table: RowTable) -> None:
    class Late(RowsModel[tuple[str, str]]):
        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme.colour("danger")
            return super().data(index, role)

    late = Late(("When", "What"), lambda row: row, parent=table)
    late.show_items([("████", "x")])
    table.setModel(late)
    table.selectRow(0)
    image = table.viewport().grab().toImage()
    box = table.visualRect(late.index(0, 0))
    colours = {image.pixelColor(x, box.center().y()).name() for x in range(box.left(), box.right())}
    assert theme.colour("danger").name() in colours
    assert theme.colour("accent_ground").name() in colours

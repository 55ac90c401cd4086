"""How a cell of a table of rows is painted: in line with its heading, with a rule under the row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ui.looks import theme

PADDING = 10  # as the style sheet pads a heading


def paint_ground(painter: QPainter, box: QRect, column: int, *, selected: bool) -> None:
    """The ground of a cell, the rule under it, and a bar at the head of a row that is chosen."""
    painter.setPen(Qt.PenStyle.NoPen)
    # fillRect would have Qt for Python make its gradients first
    painter.setBrush(theme.colour("accent_ground" if selected else "surface"))
    painter.drawRect(box)
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    if selected and column == 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRect(box.left(), box.top(), 3, box.height())


class RowDelegate(QStyledItemDelegate):
    """Paints what the model says: words, colour, font and side; a chosen row keeps its colours.

    :param wrap: words too long for one line break over as many as the row has room for.
    """

    def __init__(self, view: QAbstractItemView, *, wrap: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self._wrap = wrap

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        box: QRect = option.rect
        painter.save()
        selected = self._view.selectionModel().isSelected(index)
        paint_ground(painter, box, index.column(), selected=selected)
        font = index.data(Qt.ItemDataRole.FontRole)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        painter.setFont(font if isinstance(font, QFont) else theme.font())
        painter.setPen(colour if isinstance(colour, QColor) else theme.colour("text"))
        inside = box.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        words = str(index.data() or "")
        where = Qt.AlignmentFlag(side) | Qt.AlignmentFlag.AlignVCenter
        if self._wrap:
            painter.drawText(inside, where | Qt.TextFlag.TextWordWrap, words)
        else:
            mode = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(words, mode, inside.width())
            painter.drawText(inside, where, shown)
        painter.restore()

"""How a row of the case list is painted: two lines, pills, what is late."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from models.queries.cases.case_list import ListRow
from models.queries.cases.columns import Column, column
from models.queries.cases.hits import HIT_END, HIT_START
from models.rules import vocabularies
from models.rules.dates import format_date
from ui.cases.list.list_model import ROW_ROLE, ListModel, shown_text
from ui.looks import theme
from ui.looks.tokens import LATER, OVERDUE, SOON
from ui.widgets.pill import STAGE_KINDS, paint_pill
from ui.widgets.tables.row_delegate import PADDING, paint_ground

SOON_DAYS = 7
ROW_HEIGHT = 52


def due_words(due: datetime.date | None, today: datetime.date) -> tuple[str, str]:
    """When something is due, in words, and the token to write it in."""
    if due is None:
        return "—", LATER
    days = (due - today).days
    if days < 0:
        late = -days
        return f"▲ {late} day{'s' * (late > 1)} overdue", OVERDUE
    if days == 0:
        return "▲ Due today", OVERDUE
    if days == 1:
        return "Due tomorrow", SOON
    if days <= SOON_DAYS:
        return f"Due in {days} days", SOON
    if due.year == today.year:
        return f"Due {format_date(due).rsplit(' ', 1)[0]}", LATER
    return f"Due {format_date(due)}", LATER


class ListDelegate(QStyledItemDelegate):
    """Paints from the model's row; no widget, no layout a row."""

    def __init__(self, today: datetime.date, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._today = today
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        box: QRect = option.rect
        selected = self._view.selectionModel().isSelected(index)
        painter.save()
        paint_ground(painter, box, index.column(), selected=selected)
        row = index.data(ROW_ROLE)
        model = index.model()
        if isinstance(row, ListRow) and isinstance(model, ListModel):
            item = column(model.columns[index.column()])
            inside = box.adjusted(theme.px(PADDING), 0, -theme.px(PADDING) // 2, -1)
            self._paint_cell(painter, inside, item, row, selected=selected)
        elif row is None:
            self._paint_waiting(painter, box)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, box: QRect, item: Column, row: ListRow, *, selected: bool
    ) -> None:
        if item.kind == "pill":
            code = row.values.get(item.code)
            middle = box.top() + box.height() / 2
            name = vocabularies.name("stage", code)
            kind = STAGE_KINDS.get(str(code), "neutral")
            paint_pill(painter, box.left(), middle, name, kind, raised=selected)
            return
        if item.kind == "due":
            due = row.values.get(item.code)
            words, token = due_words(due, self._today)
            weight = QFont.Weight.Normal if token == "muted" else QFont.Weight.DemiBold  # noqa: S105
            self._line(painter, box, words, token, theme.font(weight=weight))
            return
        text = shown_text(item.code, row)
        if item.second:
            self._paint_two_lines(painter, box, text, row.second.get(item.code, ""), row.hit)
            return
        token = "text" if item.code in ("reference", "who") else "muted"
        align = Qt.AlignmentFlag.AlignRight if item.numeric else Qt.AlignmentFlag.AlignLeft
        self._line(painter, box, text, token, theme.font(), align, elide=item.code != "reference")

    def _paint_two_lines(
        self, painter: QPainter, box: QRect, first: str, second: str, hit: str
    ) -> None:
        if not (second or hit):
            self._line(painter, box, first, "text", theme.font(weight=QFont.Weight.Medium))
            return
        half = box.height() // 2
        upper = QRect(box.left(), box.top() + theme.px(5), box.width(), half - theme.px(3))
        lower = QRect(box.left(), box.top() + half, box.width(), half - theme.px(4))
        self._line(painter, upper, first, "text", theme.font(weight=QFont.Weight.Medium))
        if hit:
            self._paint_hit(painter, lower, hit)
        else:
            self._line(painter, lower, second, "muted", theme.font(theme.LABEL))

    def _paint_hit(self, painter: QPainter, box: QRect, hit: str) -> None:
        """The words that the search found, in bold among those around them."""
        text, spans = _marked(hit)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        bold.setForeground(theme.colour("accent"))
        ranges = []
        for start, length in spans:
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = start, length, bold
            ranges.append(found)
        layout = QTextLayout(text, theme.font(theme.LABEL))
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        line.setNumColumns(len(text))  # one line: what does not fit is cut at the edge
        layout.endLayout()
        painter.save()
        painter.setClipRect(box)
        painter.setPen(theme.colour("muted"))
        top = box.top() + (box.height() - line.height()) / 2
        shift = 0.0
        if spans:  # far to the right, the words found are what must be seen
            far = line.cursorToX(sum(spans[0]))
            shift = max(0.0, _x(far) + PADDING - box.width())
        layout.draw(painter, QPointF(box.left() - shift, top))
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        token: str,
        font: QFont,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        elide: bool = True,
    ) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(token))
        if elide:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_waiting(self, painter: QPainter, box: QRect) -> None:
        """A quiet bar where a row will be."""
        colour = QColor(theme.colour("line"))
        height = theme.px(8)
        middle = box.top() + (box.height() - height) // 2
        width = min(box.width() - 2 * PADDING, theme.px(90))
        painter.fillRect(box.left() + PADDING, middle, width, height, colour)


def _marked(hit: str) -> tuple[str, list[tuple[int, int]]]:
    """The words without their marks, and where each that was found begins and how long it is.

    Places are counted as Qt counts them, in UTF-16: a picture letter is two.
    """
    text, spans = "", []
    for place, part in enumerate(hit.replace(HIT_END, HIT_START).split(HIT_START)):
        if place % 2:
            spans.append((_length(text), _length(part)))
        text += part
    return text, spans


def _x(found: object) -> float:
    """Qt for Python gives the place of a cursor alone or with the cursor, by release."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

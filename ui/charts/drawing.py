"""Drawing a series of bars: on screen, on paper and in files by the same lines of code."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from models.queries.figures.figures import Series
from ui.looks import theme
from ui.looks.tokens import Tokens

ROW, BAR = 30.0, 16.0  # a horizontal bar's line and its thickness, pixels at 100%
UPRIGHT_HEIGHT = 190.0
LONGEST_LABEL = 0.46  # of the width


@dataclass(frozen=True)
class Placed:
    """Where a bar was drawn, and the whole line that answers to a click."""

    bar: QRectF
    line: QRectF


def height_of(series: Series) -> int:
    """How high a series wants to be, in pixels at the present text scale."""
    if series.upright:
        return round(UPRIGHT_HEIGHT * theme.scale())
    return round(max(len(series.bars), 1) * ROW * theme.scale()) + 4


def draw(
    painter: QPainter, area: QRectF, series: Series, tokens: Tokens, chosen: int | None = None
) -> list[Placed]:
    """Draw the bars in ``area`` and return where each stands; ``chosen`` has a focus ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(theme.LABEL))
    drawn = (
        _upright(painter, area, series, tokens)
        if series.upright
        else _lying(painter, area, series, tokens)
    )
    if chosen is not None and 0 <= chosen < len(drawn):
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(drawn[chosen].line.adjusted(1, 1, -1, -1), 4, 4)
    return drawn


def _lying(painter: QPainter, area: QRectF, series: Series, tokens: Tokens) -> list[Placed]:
    metrics = QFontMetricsF(painter.font())
    most = max((bar.value for bar in series.bars), default=0) or 1
    widest = max((metrics.horizontalAdvance(bar.label) for bar in series.bars), default=0)
    label = min(widest + 4, area.width() * LONGEST_LABEL)
    value = metrics.horizontalAdvance(f"{most:,}") + 10
    room = max(area.width() - label - value - 14, 10)
    row = ROW * theme.scale()
    found = []
    for at, bar in enumerate(series.bars):
        line = QRectF(area.left(), area.top() + at * row, area.width(), row)
        thick = BAR * theme.scale()
        length = room * bar.value / most
        box = QRectF(line.left() + label + 10, line.center().y() - thick / 2, length, thick)
        painter.setPen(QColor(tokens.muted))
        words = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label)
        where = QRectF(line.left(), line.top(), label, row)
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        _bar(painter, box, tokens)
        painter.setPen(QColor(tokens.text))
        after = QRectF(box.right() + 6, line.top(), value, row)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(after, side, f"{bar.value:,}")
        found.append(Placed(box, line))
    return found


def _upright(painter: QPainter, area: QRectF, series: Series, tokens: Tokens) -> list[Placed]:
    if not series.bars:
        return []
    metrics = QFontMetricsF(painter.font())
    most = max(bar.value for bar in series.bars) or 1
    line = metrics.height()
    floor = area.bottom() - line - 6
    room = floor - area.top() - line - 4
    step = area.width() / len(series.bars)
    widest = max(metrics.horizontalAdvance(bar.label) for bar in series.bars) + 8
    aside = max(0.0, (widest - step) / 2)  # by which the last label is moved, to stay inside
    every = max(1, -(-int(widest + aside) // max(int(step), 1)))
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.drawLine(int(area.left()), int(floor), int(area.right()), int(floor))
    found = []
    for at, bar in enumerate(series.bars):
        left = area.left() + at * step
        thick = min(step * 0.64, 44 * theme.scale())
        height = room * bar.value / most
        box = QRectF(left + (step - thick) / 2, floor - height, thick, height)
        _bar(painter, box, tokens)
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(tokens.text))
        if metrics.horizontalAdvance(f"{bar.value}") < step + 2:
            painter.drawText(
                QRectF(left - 6, box.top() - line - 2, step + 12, line), centre, f"{bar.value:,}"
            )
        if (len(series.bars) - 1 - at) % every == 0:
            painter.setPen(QColor(tokens.muted))
            under = QRectF(left + step / 2 - widest / 2, floor + 4, widest, line)
            under.moveRight(min(under.right(), area.right()))
            painter.drawText(under, centre, bar.label)
        found.append(Placed(box, QRectF(left, area.top(), step, area.height())))
    return found


def _bar(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    if box.width() > 0 and box.height() > 0:
        painter.drawRoundedRect(box, 2, 2)

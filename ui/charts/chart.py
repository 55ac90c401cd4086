"""One chart: bars that a click or Enter opens, saved, copied, printed, or read as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPagedPaintDevice,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from models.errors import ProbityError
from models.queries.figures.figures import Series
from models.storage.files import replacing
from ui.charts import drawing
from ui.looks import theme
from ui.looks.tokens import LIGHT, Tokens
from ui.widgets.plain import plain_tip

PICTURE_WIDTH = 720


class Chart(QWidget):
    """Draws one series; arrow keys choose a bar, Enter or a click opens it."""

    opened = Signal(object)

    def __init__(self, series: Series, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = series
        self.placed: list[drawing.Placed] = []
        self._chosen: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_series(series)

    def set_series(self, series: Series) -> None:
        """Show other figures."""
        self.series = series
        self._chosen = None
        said = "; ".join(f"{bar.label}: {bar.value}" for bar in series.bars)
        self.setAccessibleName(f"{series.title}, {series.unit}")
        self.setAccessibleDescription(said)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, drawing.height_of(self.series))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self._chosen if self.hasFocus() else None
        self.placed = drawing.draw(
            painter, QRectF(self.rect()), self.series, theme.current(), chosen
        )
        painter.end()

    def bar_at(self, point: QPointF) -> int | None:
        """Which bar's line is under a point."""
        return next((n for n, one in enumerate(self.placed) if one.line.contains(point)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.bar_at(event.position())
        over = at is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if at is not None:
            bar = self.series.bars[at]
            words = plain_tip(f"{bar.label}: {bar.value:,}")
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.bar_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.opened.emit(self.series.bars[at].where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        key = Qt.Key(event.key())
        if key in steps and self.series.bars:
            now = self._chosen if self._chosen is not None else -1
            self._chosen = (now + steps[key]) % len(self.series.bars)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.opened.emit(self.series.bars[self._chosen].where)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._chosen is None and self.series.bars:
            self._chosen = 0

    def save(self, path: Path) -> None:
        """Save as PNG (at twice the pixels) or SVG, by the name's ending.

        :raises ProbityError: another ending, or the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending not in (".png", ".svg"):
            raise ProbityError(f"{path.name} should end in .png or .svg. Nothing was saved.")
        with replacing(path) as temporary:
            if ending == ".png":
                drawn = self.picture().save(str(temporary), "PNG")
            else:
                drawn = self._save_svg(temporary)
            if not drawn:
                raise ProbityError(f"{path.name} could not be written. Nothing was saved.")

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.picture())

    def picture(self) -> QPixmap:
        """The chart with its title, on the light theme's ground, at twice the pixels."""
        size = self._picture_size()
        made = QPixmap(size * 2)
        made.setDevicePixelRatio(2)
        made.fill(LIGHT.surface)
        painter = QPainter(made)
        self._draw_titled(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return made

    def print_to(self, device: QPagedPaintDevice) -> bool:
        """Draw the chart across a page; whether the device took it."""
        painter = QPainter()
        if not painter.begin(device):
            return False
        size = self._picture_size()
        scale = device.width() / size.width()
        painter.scale(scale, scale)
        self._draw_titled(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return True

    def _save_svg(self, path: Path) -> bool:
        size = self._picture_size()
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(self.series.title)
        generator.setDescription(self.accessibleDescription())
        painter = QPainter()
        if not painter.begin(generator):
            return False
        self._draw_titled(painter, QRectF(0, 0, size.width(), size.height()))
        return painter.end()

    def _picture_size(self) -> QSize:
        return QSize(PICTURE_WIDTH, self.sizeHint().height() + 76)

    def _draw_titled(self, painter: QPainter, area: QRectF) -> None:
        tokens: Tokens = LIGHT
        inside = area.adjusted(20, 16, -20, -16)
        painter.setPen(tokens.text)
        painter.setFont(theme.font(theme.HEADING, QFont.Weight.DemiBold))
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.series.title
        )
        painter.setFont(theme.font(theme.LABEL))
        painter.setPen(tokens.muted)
        under = inside.adjusted(0, 21, 0, 0)
        words = "  ·  ".join(part for part in (self.series.unit, self.series.note) if part)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        drawing.draw(painter, inside.adjusted(0, 44, 0, 0), self.series, tokens)

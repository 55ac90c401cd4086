"""Pages as they will be on paper, drawn without a printer.

Qt's own preview makes a printer, and a printer asks the machine's print system, which may be on
another machine. Nobody who only looks at a page has asked for that.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from ui.looks import theme
from ui.looks.tokens import LIGHT
from ui.printing.paper import RESOLUTION, Pages, Paper

#: Between pages and round them, in dots of the paper; how much one step of zooming is.
GAP, STEP = 90.0, 1.25


class PagesView(QGraphicsView):
    """Shows every page of a paper, one under the other."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self.setScene(QGraphicsScene(self))
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setBackgroundBrush(theme.colour("line"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setAccessibleName("Pages")

    def show_paper(self, paper: Paper) -> None:
        """Show the pages of this paper from the first on."""
        sheet, area = paper.sheet()
        pages = paper.laid_out(area.size())
        scene = self.scene()
        scene.clear()
        for number in range(1, pages.count + 1):
            item = _Page(pages, number, sheet, area)
            item.setPos(0, (number - 1) * (sheet.height() + GAP))
            scene.addItem(item)
        scene.setSceneRect(scene.itemsBoundingRect().adjusted(-GAP, -GAP, GAP, GAP))
        self.count = pages.count
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())
        self.changed.emit()

    def fit_width(self) -> None:
        """A page as wide as the view."""
        self._fit(self.viewport().width() / max(self.sceneRect().width(), 1.0))

    def fit_page(self) -> None:
        """A whole page in the view."""
        whole = self._page_size()
        across = self.viewport().width() / whole.width()
        self._fit(min(across, self.viewport().height() / whole.height()))

    def zoom_in(self) -> None:
        """Larger by one step."""
        self.scale(STEP, STEP)

    def zoom_out(self) -> None:
        """Smaller by one step."""
        self.scale(1 / STEP, 1 / STEP)

    def _fit(self, scale: float) -> None:
        middle = self.mapToScene(QPointF(0, 0).toPoint())
        self.resetTransform()
        self.scale(scale, scale)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().minimum())
        self.verticalScrollBar().setValue(round(middle.y() * scale))

    def _page_size(self) -> QRectF:
        first = next((item for item in self.items() if isinstance(item, _Page)), None)
        whole = first.boundingRect() if first is not None else QRectF(0, 0, 1, 1)
        return whole.adjusted(-GAP, -GAP, GAP, GAP)


class _Page(QGraphicsItem):
    def __init__(self, pages: Pages, number: int, sheet: QRectF, area: QRectF) -> None:
        super().__init__()
        self._pages = pages
        self._number = number
        self._sheet = sheet
        self._area = area
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def boundingRect(self) -> QRectF:
        return self._sheet

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.fillRect(self._sheet, QColor("white"))
        painter.setPen(QPen(QColor(LIGHT.line), 0))
        painter.drawRect(self._sheet)
        painter.translate(self._area.topLeft())
        inside = QRectF(QPointF(0, 0), self._area.size())
        self._pages.draw(painter, self._number, inside, RESOLUTION)

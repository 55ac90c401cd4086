"""Text laid out on pages: marking and reference above, page n of m below."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from models.errors import ProbityError
from models.rules.dates import format_date
from models.storage.files import replacing
from ui.looks import theme
from ui.looks.tokens import LIGHT

LONG = 30  # pages: what is longer is not looked through for rows to be kept whole
LESS_THAN_A_LINE = 40.0  # dots at RESOLUTION
MARGIN, BAND = 15.0, 10.0  # millimetres: page margin, height of header and footer
RESOLUTION = 300


IMAGE = QTextDocument.ResourceType.ImageResource.value


class _Document(QTextDocument):
    """Loads nothing: no markup can reach a file or a network."""

    fineness: _Dots  # kept here: the layout does not own the device that it measures by

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: A002 - Qt's name
        # Something, not nothing: for an image of which it has nothing Qt reads the file itself.
        return QImage(1, 1, QImage.Format.Format_Mono) if type == IMAGE else QByteArray()


@dataclass(frozen=True)
class Paper:
    """What is printed: HTML sections laid out one after another, and what stands round them.

    :ivar sections: each begins a page; a long list comes as many short ones.
    :ivar marking: the handling marking, at head and foot of every page.
    :ivar printed_by: who printed it; empty where no name may stand on it.
    """

    title: str
    sections: Sequence[str]
    marking: str
    reference: str
    printed_by: str
    printed_at: datetime.datetime
    landscape: bool = False

    def save_pdf(
        self,
        path: Path,
        check: Callable[[], None] | None = None,
        record: Callable[[], None] | None = None,
    ) -> int:
        """Write an A4 PDF and return its pages; a half-written one never stands at ``path``.

        :param record: puts it on record before it stands there; where it raises, nothing does.
        :raises ProbityError: it could not be written.
        """
        with replacing(path) as temporary:
            writer = QPdfWriter(str(temporary))
            writer.setTitle(self.title)
            writer.setCreator("Probity")
            writer.setResolution(RESOLUTION)
            self.set_up(writer)
            pages = self.paint(writer, check)
            del writer
            if pages == 0 or not _is_whole(temporary):
                raise ProbityError(
                    f"{path.name} could not be written in full. What was there before is "
                    "unchanged; free some space or choose another folder."
                )
            if record is not None:
                record()
        return pages

    def pdf(self, check: Callable[[], None] | None = None) -> tuple[bytes, int]:
        """The paper as an A4 PDF, and how many pages it has."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setCreator("Probity")
        writer.setResolution(RESOLUTION)
        self.set_up(writer)
        pages = self.paint(writer, check)
        del writer
        return bytes(buffer.data().data()), pages

    def set_up(self, device: QPagedPaintDevice) -> None:
        """A4, the way this paper is held."""
        way = QPageLayout.Orientation.Landscape if self.landscape else None
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            way or QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN),
            QPageLayout.Unit.Millimeter,
        )
        device.setPageLayout(layout)

    def paint(self, device: QPagedPaintDevice, check: Callable[[], None] | None = None) -> int:
        """Draw every page on a printer or PDF; return how many there are."""
        painter = QPainter()
        if not painter.begin(device):
            return 0
        try:
            return self._pages(painter, device, check)
        finally:
            painter.end()  # also when cancelled: a device must not go while it is painted on

    def _pages(
        self, painter: QPainter, device: QPagedPaintDevice, check: Callable[[], None] | None
    ) -> int:
        dots = device.logicalDpiX()
        area = QRectF(0, 0, device.width(), device.height())
        scale = dots / RESOLUTION
        pages = self.laid_out(QSizeF(area.width() / scale, area.height() / scale))
        for number in range(1, pages.count + 1):
            if check is not None:
                check()
            if number > 1:
                device.newPage()
            pages.draw(painter, number, area, dots)
        return pages.count

    def sheet(self) -> tuple[QRectF, QRectF]:
        """The sheet, and where on it there is print, in dots at ``RESOLUTION``."""
        dots = _Dots(RESOLUTION)
        self.set_up(dots)
        layout = dots.pageLayout()
        return (
            QRectF(layout.fullRectPixels(RESOLUTION)),
            QRectF(layout.paintRectPixels(RESOLUTION)),
        )

    def laid_out(self, size: QSizeF) -> Pages:
        """The pages, each ``size`` within its margins in dots at ``RESOLUTION``."""
        band = BAND / 25.4 * RESOLUTION
        body = QSizeF(size.width(), size.height() - 2 * band)
        return Pages(self, body, [self._lay_out(html, body) for html in self.sections])

    def _lay_out(self, html: str, size: QSizeF) -> QTextDocument:
        """Lay out at one fineness whatever the printer, so that pages break alike everywhere."""
        document = _Document()
        document.fineness = _Dots(RESOLUTION)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(_font(9))
        document.setDocumentMargin(0)
        layout = document.documentLayout()
        layout.setPaintDevice(document.fineness)
        document.setHtml(html)
        document.setPageSize(size)
        if document.pageCount() <= LONG:
            _keep_rows(document, size.height())
        _keep_headings(document, size.height())
        return document

    def draw_frame(
        self, painter: QPainter, area: QRectF, dots: int, number: int, total: int
    ) -> None:
        """The marking at head and foot, the reference, the page, who printed it and when."""
        band = BAND / 25.4 * dots
        head = QRectF(0, 0, area.width(), band * 0.6)
        foot = QRectF(0, area.height() - band * 0.6, area.width(), band * 0.6)
        bold, plain = _font(8, QFont.Weight.Bold), _font(7)
        for font, points in ((bold, 8), (plain, 7)):  # whatever the painter's device makes of them
            font.setPixelSize(max(round(points * dots / 72), 1))
        side = Qt.AlignmentFlag
        when = f"{format_date(self.printed_at.date())} at {self.printed_at:%H:%M}"
        by = f" by {self.printed_by}" if self.printed_by else ""
        for box, left, right in (
            (head, self.reference, self.title if self.title != self.reference else ""),
            (foot, f"Printed{by} on {when}", f"Page {number} of {total}"),
        ):
            painter.setPen(QColor(LIGHT.text))
            painter.setFont(bold)
            painter.drawText(box, side.AlignCenter, self.marking)
            painter.setFont(plain)
            painter.setPen(QColor(LIGHT.muted))
            third = QRectF(box.left(), box.top(), box.width() * 0.36, box.height())
            metrics = painter.fontMetrics()
            mode = Qt.TextElideMode.ElideRight
            words = metrics.elidedText(left, mode, int(third.width()))
            painter.drawText(third, side.AlignLeft | side.AlignVCenter, words)
            third.moveRight(box.right())
            words = metrics.elidedText(right, mode, int(third.width()))
            painter.drawText(third, side.AlignRight | side.AlignVCenter, words)


class Pages:
    """A paper laid out."""

    def __init__(self, paper: Paper, body: QSizeF, documents: Sequence[QTextDocument]) -> None:
        self._paper = paper
        self._body = body
        self._places = [
            (document, page) for document in documents for page in range(document.pageCount())
        ]
        self.count = len(self._places)

    def draw(self, painter: QPainter, number: int, area: QRectF, dots: int) -> None:
        """Draw page ``number`` (from 1) in ``area``, of which ``dots`` are an inch."""
        document, page = self._places[number - 1]
        self._paper.draw_frame(painter, area, dots, number, self.count)
        height, scale = self._body.height(), dots / RESOLUTION
        painter.save()
        painter.translate(0, BAND / 25.4 * dots)
        painter.scale(scale, scale)
        painter.translate(0, -page * height)
        context = QAbstractTextDocumentLayout.PaintContext()
        # A hair short: what only touches the edge would be drawn unseen on both pages.
        context.clip = QRectF(0, page * height, self._body.width(), height - 0.5)
        context.palette.setColor(QPalette.ColorRole.Text, QColor(LIGHT.text))
        painter.setClipRect(context.clip, Qt.ClipOperation.IntersectClip)
        document.documentLayout().draw(painter, context)
        painter.restore()


def _keep_rows(document: QTextDocument, page: float) -> None:
    """Fill a page before a short row of a table that would stand half on it, half on the next.

    Qt moves a row only as a whole where not even its first line fits, so that is brought about. A
    table whose first row would go takes its heading along.
    """
    for table in document.rootFrame().childFrames():
        if not isinstance(table, QTextTable):
            continue
        row = 0
        while row < table.rows():
            top, bottom = _edges(document, table, row)
            rest = page - top % page
            if rest < bottom - top < page / 3:
                above = table.firstCursorPosition().block().previous()
                if row <= table.format().headerRowCount() and above.blockFormat().headingLevel():
                    _break_before(document, above)
                else:
                    _fill(document, table, row, rest - LESS_THAN_A_LINE)
                    row += 1
            row += 1


def _edges(document: QTextDocument, table: QTextTable, row: int) -> tuple[float, float]:
    """Where the text of a row begins and ends, down the whole document."""
    layout = document.documentLayout()
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    tops = [layout.blockBoundingRect(cell.firstCursorPosition().block()).top() for cell in cells]
    ends = [layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom() for cell in cells]
    return min(tops), max(ends)


def _fill(document: QTextDocument, table: QTextTable, row: int, height: float) -> None:
    """Put an empty row of so many dots before ``row``."""
    layout = document.documentLayout()
    proportion = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    line = QFontMetricsF(document.defaultFont(), layout.paintDevice()).height()
    table.insertRows(row, 1)
    for column in range(table.columns()):
        cursor = table.cellAt(row, column).firstCursorPosition()
        shape = cursor.blockFormat()
        shape.setLineHeight(100 * max(height, 1.0) / line, proportion)
        cursor.setBlockFormat(shape)
    document.markContentsDirty(0, document.characterCount())


def _keep_headings(document: QTextDocument, page: float) -> None:
    """Begin a page before a heading that would stand alone at the foot of the one before.

    What stands under the last heading, such as the signatures of a sheet, is kept on one page where
    it is no longer than half of one.
    """
    layout = document.documentLayout()
    block, last = document.begin(), QTextBlock()
    while block.isValid():
        below = block.next()
        if block.blockFormat().headingLevel() and block.text().strip() and below.isValid():
            top = layout.blockBoundingRect(block).top()
            start = layout.blockBoundingRect(below)
            last = block
            if int(top // page) != int((start.top() + start.height() / 2) // page):
                _break_before(document, block)
        block = below
    if last.isValid():
        top = layout.blockBoundingRect(last).top()
        bottom = layout.blockBoundingRect(document.lastBlock()).bottom()
        if int(top // page) != int((bottom - 1) // page) and bottom - top < page / 2:
            _break_before(document, last)


def _break_before(document: QTextDocument, block: QTextBlock) -> None:
    shape = block.blockFormat()
    shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(shape)
    # Laid out anew as a whole: what Qt lays out from the change on loses text after tables.
    document.markContentsDirty(0, document.characterCount())


def _is_whole(path: Path) -> bool:
    """Whether the PDF has its end: Qt does not say when the disk was full."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 32))
        return b"%%EOF" in file.read()


def _font(points: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter for paper, without the alternates that a PDF cannot give back as the same letters."""
    made = QFont(theme.FAMILY, points, weight)
    for feature in ("tnum", "calt", "case", "ccmp"):
        made.setFeature(QFont.Tag(feature), 0)
    return made


class _Dots(QPdfWriter):
    """A paint device that only tells the layout how fine the paper is."""

    def __init__(self, dots: int) -> None:
        self._nowhere = QBuffer()
        super().__init__(self._nowhere)
        self.setResolution(dots)

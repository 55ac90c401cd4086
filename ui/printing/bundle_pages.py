"""The pages of a case file, drawn: texts as any paper, a picture on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from models.errors import ProbityError
from models.exchange.apart import Hold
from models.exchange.bundle.plan import Shown
from models.rules import vocabularies
from ui.previews.drawing_apart import CannotDrawError, draw
from ui.printing.paper import BAND, RESOLUTION, Paper


@dataclass(frozen=True)
class Pages:
    """Draws the pages of one case file, each with its marking, reference and number."""

    shown: Shown
    check: Callable[[], None] | None = None

    def paper(self, title: str, sections: Sequence[str]) -> Paper:
        """A part as a paper, for the screen too."""
        found = self.shown.material
        return Paper(
            title=title if len(title) < 60 else f"{title[:59]}…",
            sections=sections,
            marking=vocabularies.name("marking", found.file.case["marking"]),
            reference=self.shown.said(found.reference),
            printed_by=self.shown.said(found.made_by),
            printed_at=found.made_at,
        )

    def pages(self, title: str, sections: Sequence[str]) -> tuple[bytes, int]:
        """HTML sections on pages as a PDF, and how many pages those are."""
        return self.paper(title, sections).pdf(self.check)

    def picture(self, title: str, kind: str, data: bytes, hold: Hold | None) -> bytes:
        """A picture on a page, as large as it fits.

        :raises ProbityError: it is damaged, or no such picture.
        """
        try:
            drawn = draw(kind, data, 0, *([hold] if hold else []))
        except (CannotDrawError, KeyError) as error:
            raise ProbityError("It cannot be shown.") from error
        return _on_a_page(self.paper(title, []), drawn.image)


def _on_a_page(paper: Paper, image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("Probity")
    writer.setResolution(RESOLUTION)
    paper.set_up(writer)
    painter = QPainter(writer)
    try:
        area = QRectF(0, 0, writer.width(), writer.height())
        paper.draw_frame(painter, area, RESOLUTION, 1, 1)
        band = BAND / 25.4 * RESOLUTION
        room = area.adjusted(0, band, 0, -band)
        size = image.size().scaled(
            int(room.width()), int(room.height()), Qt.AspectRatioMode.KeepAspectRatio
        )
        most = image.size() * 4  # a small picture is not blown up until nothing can be seen
        if size.width() > most.width():
            size = most
        place = QRectF(room.left(), room.top(), size.width(), size.height())
        painter.drawImage(place, image)
    finally:
        painter.end()
    del writer
    return bytes(buffer.data().data())

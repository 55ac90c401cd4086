"""What draws a picture or a page of a PDF for :mod:`ui.previews.drawing_apart`, in a process apart.

The file may be meant to harm. So this process is given its bytes and nothing else, and before it
looks at them it gives up what it could do harm with: to open any file or connection, to write one,
to start a program, to take more memory or time than a page needs. (Windows knows no such limits;
there it is a process apart, ended when it takes too long.)
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from models.exchange.apart import give_up

#: The word on the command line that makes this of a start of Probity.
WORD = "--draw-apart"
#: Pictures that are shown, and Qt's reader of each; no other reader sees them, whatever they hold.
PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/tiff": "tiff",
}
PDF = "application/pdf"
#: Pixels on the longer side of what is drawn, and in a picture that is opened at all.
WIDEST, MOST_PIXELS = 1600, 300_000_000
SECONDS, MEMORY = 20, 2 << 30  # of the processor, and bytes


def main() -> int:
    """Draw what standard input holds on standard output; 1 if it cannot be shown.

    In: a line of JSON (``kind``, ``page``, ``size``), then the file. Out: a line of JSON
    (``width``, ``height``, ``page``, ``pages``), then the picture, four bytes a pixel.
    """
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(asked["size"])
    _make_ready(asked["kind"])
    give_up(SECONDS, MEMORY)
    if asked["kind"] == PDF:
        image, page, pages = _page(data, asked["page"])
    else:
        image, page, pages = _picture(data, PICTURES[asked["kind"]]), 0, 1
    if image.isNull():
        return 1
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    said = {"width": image.width(), "height": image.height(), "page": page, "pages": pages}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    sys.stdout.buffer.write(image.constBits())
    sys.stdout.buffer.flush()
    return 0


def _make_ready(kind: str) -> None:
    """Load what the drawing needs while files can still be opened."""
    if kind == PDF:
        import pypdfium2  # heavy: only where a PDF is drawn

        pypdfium2.PdfDocument.new().close()
    else:
        nothing = QBuffer()  # kept: a reader does not own what it reads
        nothing.open(QIODevice.OpenModeFlag.ReadOnly)
        _reader(nothing, PICTURES[kind]).canRead()


def _reader(buffer: QBuffer, kind: str) -> QImageReader:
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader


def _picture(data: bytes, kind: str) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, kind)


def _read(buffer: QBuffer, kind: str) -> QImage:
    """What ``buffer`` holds; the reader, which looks into it once more as it goes, goes first."""
    reader = _reader(buffer, kind)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        return QImage()
    if size.isValid() and max(size.width(), size.height()) > WIDEST:
        reader.setScaledSize(size.scaled(_most(), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if max(image.width(), image.height()) > WIDEST:  # a reader that cannot scale, or lied
        image = image.scaled(_most(), Qt.AspectRatioMode.KeepAspectRatio)
    return image


def _most() -> QSize:
    return QSize(WIDEST, WIDEST)


def _page(data: bytes, page: int) -> tuple[QImage, int, int]:
    import pypdfium2  # heavy: only where a PDF is drawn

    document = pypdfium2.PdfDocument(data)
    pages = len(document)
    at = max(0, min(page, pages - 1))
    sheet = document[at]
    scale = min(WIDEST / max(*sheet.get_size(), 1.0), 2.0)
    bitmap = sheet.render(scale=scale, rev_byteorder=True)
    kind = {
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBX8888,
        1: QImage.Format.Format_Grayscale8,
    }[bitmap.n_channels]
    drawn = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind)
    return drawn.copy(), at, pages

"""A file of the register shown inside Probity: pictures, text and PDF; nothing else runs on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.errors import ProbityError
from models.exchange.exhibit_files import Stored, read_head
from models.register import Register
from models.rules.media_types import size_words
from ui.background import Job, Runner
from ui.widgets.message_bar import MessageBar

#: Bytes of text that are shown, and the largest picture or PDF that is opened here.
TEXT_SHOWN, LARGEST = 1_000_000, 100_000_000
#: Pixels on the longer side of what is drawn.
WIDEST = 1600
_pdfium = threading.Lock()  # PDFium is used by one thread at a time


@dataclass(frozen=True)
class Shown:
    """What there is to see: words, or a picture that is page ``page`` of ``pages``."""

    text: str = ""
    image: QImage | None = None
    page: int = 0
    pages: int = 1


def can_show(row: Stored) -> str:
    """Why a file cannot be shown inside Probity; empty where it can."""
    picture = row.media_type.startswith("image/") or row.media_type == "application/pdf"
    if not picture and not row.media_type.startswith("text/"):
        return f"A file of this kind ({row.media_type}) is not shown inside Probity."
    if picture and row.size > LARGEST:
        return f"It is too large to be shown here ({size_words(row.size)})."
    return ""


def drawn(row: Stored, data: bytes, page: int = 0) -> Shown:
    """What is shown of a file that holds ``data``.

    :raises ProbityError: it is damaged, or no such picture or document.
    """
    if row.media_type == "application/pdf":
        return _pdf(row, data, page)
    if row.media_type.startswith("image/"):
        return Shown(image=_picture(row, data))
    text = data[:TEXT_SHOWN].decode("utf-8", errors="replace")
    more = row.size - TEXT_SHOWN
    return Shown(text + (f"\n\n… and {size_words(more)} more" if more > 0 else ""))


class ExhibitPreview(QDialog):
    """Loads in the background, a page at a time, once it is on record that it is shown.

    :param record: puts that on record.
    """

    seen = Signal()

    def __init__(
        self,
        register: Register,
        runner: Runner,
        row: Stored,
        parent: QWidget | None = None,
        *,
        record: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        called = row.called if row.file_name in row.called else f"{row.called}  ·  {row.file_name}"
        self.setWindowTitle(called)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 720)
        self._register = register
        self._runner = runner
        self._row = row
        self._record = record
        self._data: bytes | None = None
        self._page = 0
        self.message = MessageBar()
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(f"Text: {row.called}")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.picture)
        self._stack = QStackedWidget()
        self._stack.addWidget(scroll)
        self._stack.addWidget(self.text)
        self.previous = QPushButton("Previous page")
        self.next = QPushButton("Next page")
        self.where = QLabel()
        self.where.setProperty("kind", "muted")
        self.previous.clicked.connect(lambda _: self._go(self._page - 1))
        self.next.clicked.connect(lambda _: self._go(self._page + 1))
        bar = QHBoxLayout()
        bar.addWidget(self.where, 1)
        bar.addWidget(self.previous)
        bar.addWidget(self.next)
        column = QVBoxLayout(self)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        column.addLayout(bar)
        self.previous.hide()
        self.next.hide()
        self._go(0)

    def _go(self, page: int) -> None:
        row = self._row
        held = self._data

        def work(job: Job) -> tuple[bytes, Shown]:
            data = held
            if data is None:
                self._record()
                limit = TEXT_SHOWN if row.media_type.startswith("text/") else LARGEST
                with job.reading(self._register) as connection:
                    data = read_head(connection, row, limit)
            return data, drawn(row, data, page)

        self._runner.run(
            work, done=self._show, failed=self._fail, title="Opening a file", owner=self
        )

    def _show(self, answer: tuple[bytes, Shown]) -> None:
        if self._data is None:
            self.seen.emit()
        self._data, shown = answer
        self._page = shown.page
        self._stack.setCurrentIndex(0 if shown.image is not None else 1)
        if shown.image is not None:
            self.picture.setPixmap(QPixmap.fromImage(shown.image))
            self.picture.setAccessibleName(f"{self._row.called}, page {shown.page + 1}")
        else:
            self.text.setPlainText(shown.text)
        many = shown.pages > 1
        self.where.setText(f"Page {shown.page + 1} of {shown.pages}" if many else "")
        for button, possible in (
            (self.previous, shown.page > 0),
            (self.next, shown.page + 1 < shown.pages),
        ):
            button.setVisible(many)
            button.setEnabled(possible)

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def _picture(row: Stored, data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > WIDEST:
        reader.setScaledSize(size.scaled(QSize(WIDEST, WIDEST), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise _not_shown(row)
    return image


def _pdf(row: Stored, data: bytes, page: int) -> Shown:
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _not_shown(row) from error
        try:
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
            image = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind
            ).copy()
            return Shown(image=image, page=at, pages=pages)
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise _not_shown(row) from error
        finally:
            document.close()


def _not_shown(row: Stored) -> ProbityError:
    return ProbityError(
        f"{row.file_name} cannot be shown: it is damaged or not what it claims to be. "
        "It can still be exported."
    )

"""A file of the register shown inside Probity: pictures, text and PDF; nothing else runs on it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
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
from models.register import Register
from models.rules.media_types import size_words
from models.storage.stored_files import Stored, read_head
from ui.background import Job, Runner
from ui.previews.drawing import PDF, PICTURES
from ui.previews.drawing_apart import CannotDrawError, Hold, draw
from ui.widgets.message_bar import MessageBar

#: Bytes of text that are shown, and the largest picture or PDF that is opened here.
TEXT_SHOWN, LARGEST = 300_000, 100_000_000
#: Letters of a line that are shown on one: Qt lays out a very long one for minutes.
LONGEST_LINE = 500
#: What has no sign of its own gets one: a text shows all that it holds.
_UNSEEN = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


@dataclass(frozen=True)
class Shown:
    """What there is to see: words, or a picture that is page ``page`` of ``pages``."""

    text: str = ""
    image: QImage | None = None
    page: int = 0
    pages: int = 1


def can_show(row: Stored) -> str:
    """Why a file cannot be shown inside Probity; empty where it can."""
    picture = row.media_type in PICTURES or row.media_type == PDF
    if not picture and not row.media_type.startswith("text/"):
        return f"A file of this kind ({row.media_type}) is not shown inside Probity."
    if picture and row.size > LARGEST:
        return f"It is too large to be shown here ({size_words(row.size)})."
    return ""


def drawn(row: Stored, data: bytes, page: int = 0, hold: Hold = lambda _: nullcontext()) -> Shown:
    """What is shown of a file that holds ``data``.

    :param hold: as :func:`ui.previews.drawing_apart.draw` takes it.
    :raises ProbityError: it is damaged, or no such picture or document.
    """
    if row.media_type.startswith("text/"):
        return Shown(_words(data, row.size))
    try:
        found = draw(row.media_type, data, page, hold)
    except CannotDrawError as error:
        raise _not_shown(row) from error
    return Shown(image=found.image, page=found.page, pages=found.pages)


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
            return data, drawn(row, data, page, job.interruptible)

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


def _words(data: bytes, size: int) -> str:
    """The beginning of a text as it can be shown: every line short, every sign visible."""
    text = _decoded(data[:TEXT_SHOWN]).replace("\r\n", "\n").translate(_UNSEEN)
    lines = [
        line[at : at + LONGEST_LINE]
        for line in text.split("\n")
        for at in range(0, max(len(line), 1), LONGEST_LINE)
    ]
    more = size - TEXT_SHOWN
    return "\n".join(lines) + (f"\n\n… and {size_words(more)} more" if more > 0 else "")


def _decoded(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start > len(data) - 4  # a letter cut through at the end
        return data.decode("utf-8" if cut else "cp1252", errors="replace")


def _not_shown(row: Stored) -> ProbityError:
    return ProbityError(
        f"{row.file_name} cannot be shown: it is damaged or not what it claims to be. "
        "It can still be exported."
    )

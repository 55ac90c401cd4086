"""A form, and beside it the pages that it makes."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from models.register import Register
from ui.background import Runner
from ui.looks import theme
from ui.printing.pages_view import PagesView
from ui.printing.paper import Paper
from ui.widgets.message_bar import MessageBar


class BesidePages(QDialog):
    """Shows what is asked for as it will be; changed, it is made anew once nobody changes more."""

    #: Milliseconds without a change, after which the pages are made anew.
    settled = 400

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._later = QTimer(self, singleShot=True, interval=self.settled)
        self._later.timeout.connect(self.preview)
        self.message = MessageBar()
        self.pages = PagesView()

    def preview(self) -> None:
        """Make the pages as they are asked for, and show them."""
        raise NotImplementedError

    def _allow(self, ready: bool) -> None:
        """What is shown is what is asked for, and may leave or be kept; or not yet."""
        raise NotImplementedError

    def _changed(self) -> None:
        self._allow(False)
        self._later.start()

    def _is_stale(self) -> bool:
        """Whether it was changed since the pages were asked for, and is made anew."""
        return self._later.isActive()

    def _show_pages(self, paper: Paper) -> None:
        self.pages.show_paper(paper)
        self.pages.fit_width()

    def _lay_out(self, form: QLayout, width: int, *foot: QPushButton | None) -> None:
        """Lay it out: the form, ``width`` pixels wide at 100% text, the pages and the buttons.

        :param foot: the buttons; ``None`` is the room between two of them.
        """
        form.setContentsMargins(0, 0, 0, 0)
        side = QWidget()
        side.setLayout(form)
        side.setFixedWidth(theme.px(width))
        across = QHBoxLayout()
        across.setSpacing(20)
        across.addWidget(side)
        across.addWidget(self.pages, 1)
        buttons = QHBoxLayout()
        for button in foot:
            if button is None:
                buttons.addStretch(1)
            else:
                buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(across, 1)
        column.addLayout(buttons)

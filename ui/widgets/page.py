"""What the pages over a register share: they ask it, hear of its changes and say what failed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLayout, QSplitter, QVBoxLayout, QWidget

from models.change import Changed
from models.errors import ProbityError
from models.register import Register
from ui.background import Asking, Runner
from ui.looks import theme
from ui.widgets.message_bar import MessageBar

#: Milliseconds in which changes that come one after the other are read once.
SOON = 150


class Page(Asking, QWidget):
    """A page of what a register holds; what goes wrong is said in its ``message``."""

    open_case = Signal(int)
    status_changed = Signal(str)
    _register_changed = Signal(object)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self.message = MessageBar()
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self.reload)
        # By a signal: a change is told on the thread that made it.
        self._register_changed.connect(self._told)
        stop = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: stop())

    def reload(self) -> None:
        """Read anew what is shown."""
        raise NotImplementedError

    def _told(self, changed: Changed) -> None:
        """Something was changed in the register, here or elsewhere."""
        self._soon.start()

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")

    def _unanswered(self, error: ProbityError) -> None:
        self._fail(error)

    def _fill(
        self, above: Sequence[QWidget | QLayout], body: QWidget, below: Sequence[QWidget] = ()
    ) -> None:
        """Lay the page out: what is ``above``, the message, the body and what is ``below``."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in above:
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part)
        column.addWidget(self.message)
        column.addWidget(body, 1)
        for part in below:
            column.addWidget(part)


def side_by_side(left: QWidget, right: QWidget, sizes: tuple[int, int]) -> QSplitter:
    """A list and what is chosen in it, with a handle between them.

    :param sizes: the widths in pixels at 100% text.
    """
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.addWidget(left)
    split.addWidget(right)
    split.setSizes([theme.px(size) for size in sizes])
    split.setHandleWidth(12)
    return split

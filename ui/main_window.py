"""The window: navigation, header, menus, status line. It owns no data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.looks import theme
from ui.settings import Settings
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar

RAIL, MARGIN, GAP = 184, 20, 12


@dataclass(frozen=True)
class Page:
    """An entry of the navigation; the page itself is made when it is first shown."""

    title: str
    make: Callable[[], QWidget]
    shortcut: str = ""


@dataclass
class Menu:
    """A menu of the bar with its commands; ``None`` is a separator."""

    title: str
    actions: list[QAction | None] = field(default_factory=list)


class MainWindow(QMainWindow):
    """The shell around the pages.

    A page may have ``status_changed = Signal(str)`` for the status line, ``can_leave() -> bool``
    and ``shown()``, called each time it comes to the front.
    """

    jumped = Signal(str)
    page_shown = Signal(str)
    about_to_close = Signal()

    def __init__(
        self,
        pages: Sequence[Page],
        settings: Settings,
        *,
        who: str,
        where: str,
        marking: str = "OFFICIAL-SENSITIVE",
        primary: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages = list(pages)
        self._settings = settings
        self._made: dict[int, QWidget] = {}
        self._statuses: dict[int, str] = {}
        self._may_close: list[Callable[[], bool]] = []
        self.setWindowTitle("Probity")
        self.resize(theme.px(1280), theme.px(800))
        self.setMinimumSize(960, 600)
        centre = QWidget()
        centre.setObjectName("window")
        outer = QHBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_rail(who))
        outer.addWidget(self._make_body(where, marking, primary), 1)
        self.setCentralWidget(centre)
        geometry = settings.get_bytes("window")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def add_menus(self, menus: Sequence[Menu]) -> None:
        """Fill the menu bar."""
        for menu in menus:
            made = self.menuBar().addMenu(menu.title)
            made.setToolTipsVisible(True)
            for action in menu.actions:
                if action is None:
                    made.addSeparator()
                else:
                    made.addAction(action)

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """Have ``may_close`` asked before the window closes; ``False`` keeps it open."""
        self._may_close.append(may_close)

    def add_to_foot(self, part: QWidget) -> None:
        """Put a part at the end of the status line."""
        self._foot.addWidget(part)

    def show_page(self, title: str) -> QWidget:
        """Bring a page to the front, making it if need be, and return it."""
        at = next(i for i, page in enumerate(self._pages) if page.title == title)
        leaving = self._stack.currentWidget()
        if leaving is not None and leaving is not self._made.get(at):
            can_leave = getattr(leaving, "can_leave", None)
            if can_leave is not None and not can_leave():
                self._check_button(leaving)
                return leaving
        page = self._page(at)
        self._stack.setCurrentWidget(page)
        self._buttons.button(at).setChecked(True)
        self.title.setText(title)
        self.status.setText(self._statuses.get(at, ""))
        shown = getattr(page, "shown", None)
        if shown is not None:
            shown()
        if page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(title)
        return page

    def current_page(self) -> QWidget | None:
        """The page in front."""
        return self._stack.currentWidget()

    def page(self, title: str) -> QWidget | None:
        """The page of that title if it was made already."""
        for at, item in enumerate(self._pages):
            if item.title == title:
                return self._made.get(at)
        return None

    def set_where(self, text: str) -> None:
        """What the status line says of the register."""
        self.where.setText(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(ask() for ask in self._may_close):
            event.ignore()
            return
        self._settings.set_bytes("window", self.saveGeometry())
        self.about_to_close.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.jump.setFixedWidth(max(180, min(theme.px(300), event.size().width() // 4)))

    def _page(self, at: int) -> QWidget:
        if at not in self._made:
            page = self._pages[at].make()
            self._made[at] = page
            self._stack.addWidget(page)
            status = getattr(page, "status_changed", None)
            if status is not None:
                status.connect(lambda text, at=at: self._set_status(at, text))
        return self._made[at]

    def _set_status(self, at: int, text: str) -> None:
        self._statuses[at] = text
        if self._stack.currentWidget() is self._made.get(at):
            self.status.setText(text)

    def _check_button(self, page: QWidget) -> None:
        for at, made in self._made.items():
            if made is page:
                self._buttons.button(at).setChecked(True)

    def _make_rail(self, who: str) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(theme.px(RAIL))
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(12, 14, 12, 20)
        layout.setSpacing(2)
        wordmark = QLabel("Probity")
        wordmark.setObjectName("wordmark")
        wordmark.setContentsMargins(14, 4, 0, 10)
        layout.addWidget(wordmark)
        self._buttons = QButtonGroup(self)
        for at, page in enumerate(self._pages):
            button = QPushButton(page.title)
            button.setCheckable(True)
            if page.shortcut:
                QShortcut(QKeySequence(page.shortcut), self, button.click)
                keys = QKeySequence(page.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
                button.setToolTip(keys)
            button.clicked.connect(lambda _, title=page.title: self.show_page(title))
            self._buttons.addButton(button, at)
            layout.addWidget(button)
        layout.addStretch(1)
        self.who = QLabel(who)
        self.who.setTextFormat(Qt.TextFormat.PlainText)
        self.who.setProperty("kind", "label")
        self.who.setContentsMargins(14, 0, 0, 0)
        layout.addWidget(self.who)
        return rail

    def _make_body(self, where: str, marking: str, primary: QAction | None) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 8)
        layout.setSpacing(GAP)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.marking = QLabel(marking)
        self.marking.setProperty("kind", "marking")
        self.jump = QLineEdit()
        self.jump.setPlaceholderText("Go to a case…   Ctrl+K")
        self.jump.setAccessibleName("Go to a case by reference or words")
        self.jump.returnPressed.connect(self._jump)
        QShortcut(QKeySequence("Ctrl+K"), self, self._focus_jump)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title)
        head.addSpacing(GAP)
        head.addWidget(self.marking)
        head.addStretch(1)
        head.addWidget(self.jump)
        if primary is not None:
            self.primary = QPushButton(primary.text().replace("&", "").rstrip("…"))
            self.primary.setProperty("kind", "primary")
            self.primary.clicked.connect(primary.trigger)
            forbid(self.primary, "" if primary.isEnabled() else primary.toolTip())
            head.addWidget(self.primary)
        self.message = MessageBar()
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.status, self.where = QLabel(), QLabel(where)
        foot = QHBoxLayout()
        foot.setSpacing(32)
        for label in (self.status, self.where):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("kind", "muted")
            foot.addWidget(label)
        foot.addStretch(1)
        self._foot = foot
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        return body

    def _jump(self) -> None:
        text = self.jump.text().strip()
        if text:
            self.jump.clear()
            self.jumped.emit(text)

    def _focus_jump(self) -> None:
        self.jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.jump.selectAll()


def set_theme(name: str, settings: Settings) -> None:
    """Apply a theme now and remember it on this workstation."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply_theme(app, name, theme.scale())
    settings.set("theme", name)


def set_text_scale(scale: float, settings: Settings) -> None:
    """Apply a text size now and remember it on this workstation."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply_theme(app, settings.get_text("theme", "system"), scale)
    settings.set("text_scale", scale)

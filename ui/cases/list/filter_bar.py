"""The filter bar: words to search for, a chip a condition, and a way to add one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.queries.cases.filters import CODED, PERIODS, Filter
from models.rules import vocabularies
from ui.cases.list.period_picker import PeriodPicker
from ui.looks import icons
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pill import Chip
from ui.widgets.plain import plain_tip

TYPING_PAUSE = 120  # milliseconds after the last key stroke
FLAGS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("overdue", "Overdue", {"overdue": True}),
    ("is_open", "Open cases", {"is_open": True}),
    ("is_open", "Closed cases", {"is_open": False}),
    ("consolidated", "Consolidated", {"consolidated": True}),
    ("consolidated", "Not consolidated", {"consolidated": False}),
    ("restricted", "Restricted", {"restricted": True}),
    ("restricted", "Not restricted", {"restricted": False}),
)


class FilterBar(QWidget):
    """Holds a :class:`Filter`; ``changed`` says that the person asked something else."""

    changed = Signal()

    def __init__(self, today: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._today = today
        self.owners: dict[int, str] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search everything in these cases")
        self.search.setAccessibleName("Search everything in these cases")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(240)
        self.search.setMaximumWidth(320)
        self.search.setMaxLength(500)
        self._pause = QTimer(self, interval=TYPING_PAUSE, singleShot=True)
        self._pause.timeout.connect(self._typed)
        self.search.textEdited.connect(lambda _: self._pause.start())
        self.search.textChanged.connect(self._cleared)
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_search)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.add = QPushButton("Add filter")
        self.menu = QMenu(self.add)
        self._fill_menu()
        self.add.setMenu(self.menu)
        self.clear = QPushButton("Clear filters")
        self.clear.setProperty("kind", "link")
        self.clear.clicked.connect(lambda _: self.set_filter(Filter(), tell=True))
        self._line = QHBoxLayout()
        self._line.setSpacing(12)
        self._line.addWidget(self.search)
        self._line.addWidget(self.add)
        self._line.addWidget(self.clear)
        self._line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._line)
        layout.addWidget(self._chips)
        self._show_chips()

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right end of the bar."""
        self._line.addWidget(button)

    def filter(self) -> Filter:
        """What is asked."""
        return self._filter

    def set_filter(self, where: Filter, *, tell: bool = False) -> None:
        """Show ``where``; with ``tell``, as if the person had asked it."""
        self._pause.stop()
        self._filter = where
        if self.search.text().strip() != where.text.strip():
            self.search.blockSignals(True)
            self.search.setText(where.text)
            self.search.blockSignals(False)
        self._show_chips()
        if tell:
            self.changed.emit()

    def chips(self) -> list[Chip]:
        """The chips shown now."""
        return [item for item in self._chips.findChildren(Chip) if not item.isHidden()]

    def _typed(self) -> None:
        self.set_filter(replace(self._filter, text=self.search.text()), tell=True)

    def _cleared(self, text: str) -> None:
        """The clear button does not count as typing."""
        if not text and self._filter.text:
            self._typed()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_chips(self) -> None:
        while item := self._flow.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, words in self._filter.describe(self.owners):
            if name == "text":
                continue
            chip = Chip(words)
            chip.removed.connect(lambda name=name: self._remove(name))
            self._flow.addWidget(chip)
            chip.show()
        asked = self._filter != Filter()
        self._chips.setVisible(self._flow.count() > 0)
        self.clear.setVisible(asked)

    def _remove(self, name: str) -> None:
        self.set_filter(self._filter.without(name), tell=True)

    def _fill_menu(self) -> None:
        self.menu.setToolTipsVisible(True)
        for field, heading, vocabulary, _ in CODED:
            action = QAction(f"{heading}…", self.menu)
            action.triggered.connect(
                lambda _=False, field=field, vocabulary=vocabulary: self._choose(
                    field,
                    [(term.code, term.name) for term in vocabularies.terms(vocabulary)],
                )
            )
            self.menu.addAction(action)
        owner = self.menu.addAction("Owner…")
        owner.triggered.connect(lambda _=False: self._choose("owners", list(self.owners.items())))
        self.menu.addSeparator()
        for name, heading in PERIODS:
            action = self.menu.addAction(f"{heading}…")
            action.triggered.connect(
                lambda _=False, name=name, heading=heading: self._choose_period(name, heading)
            )
        week = self.menu.addAction("Due this week")
        week.triggered.connect(lambda _=False: self._due_this_week())
        self.menu.addSeparator()
        for _, heading, values in FLAGS:
            action = self.menu.addAction(heading)
            action.triggered.connect(
                lambda _=False, values=values: self.set_filter(
                    replace(self._filter, **values), tell=True
                )
            )

    def _choose(self, field: str, items: list[tuple[Any, str]]) -> None:
        """Offer the values of a field, several at once, under the button."""

        def apply(codes: tuple[Any, ...]) -> None:
            values: dict[str, Any] = {field: codes}
            self.set_filter(replace(self._filter, **values), tell=True)

        panel = ValuePicker(items, getattr(self._filter, field), apply, self)
        panel.open_under(self.add)

    def _due_this_week(self) -> None:
        last = self._today + datetime.timedelta(days=6)
        self.set_filter(replace(self._filter, due_from=self._today, due_to=last), tell=True)

    def _choose_period(self, name: str, heading: str) -> None:
        def apply(start: Any, end: Any) -> None:
            values = {f"{name}_from": start, f"{name}_to": end}
            self.set_filter(replace(self._filter, **values), tell=True)

        start, end = getattr(self._filter, f"{name}_from"), getattr(self._filter, f"{name}_to")

        panel = PeriodPicker(heading, start, end, self._today, apply, self)
        panel.move(self.add.mapToGlobal(QPoint(0, self.add.height() + 4)))
        panel.show()
        panel.start.setFocus()


class ValuePicker(QFrame):
    """A popup to tick several values; typing narrows them. Every tick applies at once."""

    def __init__(
        self,
        items: list[tuple[Any, str]],
        chosen: tuple[Any, ...],
        apply: Callable[[tuple[Any, ...]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._apply = apply
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type to find")
        self.search.addAction(
            icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName("Values")
        for code, name in items:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            item.setToolTip(plain_tip(name))
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self._tell())
        self.list.itemActivated.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.resize(340, 360)

    def open_under(self, button: QWidget) -> None:
        """Show the popup under ``button``."""
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        self.search.setFocus()

    def _toggle(self, item: QListWidgetItem) -> None:
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _narrow(self, text: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _tell(self) -> None:
        chosen = []
        for at in range(self.list.count()):
            item = self.list.item(at)
            if item.checkState() == Qt.CheckState.Checked:
                chosen.append(item.data(Qt.ItemDataRole.UserRole))
        self._apply(tuple(chosen))

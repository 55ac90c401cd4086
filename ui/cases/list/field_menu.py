"""Conditions on the fields that the schema gives to the list: a menu, filled when it is opened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from models.queries.cases.field_filters import NO, YES, days
from models.queries.cases.filters import Filter
from models.rules import vocabularies
from models.schema.derived import Listed, listed
from ui.cases.list.period_picker import PeriodPicker
from ui.cases.list.value_picker import ValuePicker
from ui.widgets.fields.field import Field


class Bar(Protocol):
    """The bar whose filter the menu changes; pickers open under its button."""

    add: QPushButton

    def filter(self) -> Filter:
        """The filter as it stands."""

    def set_filter(self, where: Filter, *, tell: bool = False) -> None:
        """Show another filter."""


class FieldMenu(QMenu):
    """Offers each field by its label; what is chosen becomes a condition of the bar's filter."""

    def __init__(self, bar: Bar, today: datetime.date, parent: QWidget) -> None:
        super().__init__("More", parent)
        self._bar = bar
        self._today = today
        self.fill()

    def fill(self) -> None:
        """Offer the fields that there are now; nothing is offered where there are none."""
        self.clear()
        for code, one in listed().items():
            if one.entry.kind in ("flag", "yesno"):
                for words, value in (("yes", YES), ("no", NO)):
                    action = self.addAction(f"{one.entry.brief}: {words}")
                    action.triggered.connect(
                        lambda _=False, code=code, value=value: self._ask(code, (value,))
                    )
                continue
            action = self.addAction(f"{one.entry.brief}…")
            action.triggered.connect(lambda _=False, one=one: self._choose(one))
        self.menuAction().setVisible(bool(listed()))

    def _ask(self, code: str, values: tuple[str, ...]) -> None:
        self._bar.set_filter(self._bar.filter().asking(code, values), tell=True)

    def _choose(self, one: Listed) -> None:
        asked = self._bar.filter().asked(one.code)
        if one.entry.kind == "code":
            items = [(term.code, term.name) for term in vocabularies.terms(one.entry.vocabulary)]
            picker = ValuePicker(items, asked, lambda codes: self._ask(one.code, codes), self)
            picker.open_under(self._bar.add)
            return
        panel: QFrame
        if one.entry.kind == "day":
            start, end = days(asked) if asked else (None, None)

            def apply(first: datetime.date | None, last: datetime.date | None) -> None:
                ends = tuple(day.isoformat() if day else "" for day in (first, last))
                self._ask(one.code, ends if any(ends) else ())

            panel = PeriodPicker(one.entry.brief, start, end, self._today, apply, self)
        else:
            panel = WordsPicker(
                one.entry.brief,
                "".join(asked),
                lambda words: self._ask(one.code, (words,) if words else ()),
                self,
            )
        panel.move(self._bar.add.mapToGlobal(QPoint(0, self._bar.add.height() + 4)))
        panel.show()
        panel.setFocus()


class WordsPicker(QFrame):
    """A popup that asks what a field is to hold; nothing takes the condition away."""

    def __init__(
        self, title: str, words: str, apply: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._apply = apply
        self.words = QLineEdit(words)
        self.words.setMaxLength(200)
        self.words.returnPressed.connect(self._take)
        self.button = QPushButton("Apply")
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(lambda _: self._take())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(Field(f"{title} contains", self.words))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(320)
        self.setFocusProxy(self.words)

    def _take(self) -> None:
        self._apply(self.words.text().strip())
        self.close()

"""A day, typed as people write it or picked from a calendar."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from models.errors import InvalidError
from models.rules.dates import format_date, parse_date
from ui.looks import icons


class DateEdit(QLineEdit):
    """A line that reads days; empty is no day.

    ``changed`` comes with every key stroke and a day of the calendar, ``picked`` with that alone.
    """

    changed = Signal()
    picked = Signal()

    def __init__(self, today: datetime.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setPlaceholderText("day month year")
        self._picker = QAction(icons.icon("calendar", "muted"), "Choose from a calendar", self)
        self._picker.triggered.connect(self.open_calendar)
        self.addAction(self._picker, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(lambda _: self.changed.emit())
        self.editingFinished.connect(self._tidy)

    def value(self) -> datetime.date | None:
        """The day, or ``None`` while empty or unreadable."""
        try:
            return parse_date(self.text(), self._today) if self.text().strip() else None
        except InvalidError:
            return None

    def set_value(self, day: datetime.date | None) -> None:
        """Show ``day`` without emitting ``changed``; what is being typed is left alone."""
        if day is not None and self.hasFocus() and self.value() == day:
            return
        if day is None and self.problem():
            return
        self.setText(format_date(day))
        self.setCursorPosition(0)

    def problem(self) -> str | None:
        """Why what is typed is no day; ``None`` if it is one or empty."""
        try:
            if self.text().strip():
                parse_date(self.text(), self._today)
        except InvalidError as error:
            return str(error)
        return None

    def open_calendar(self) -> None:
        """Show a calendar under the field."""
        calendar = QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self.value() or self._today
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def choose(day: QDate) -> None:
            menu.close()
            self.setText(format_date(datetime.date(day.year(), day.month(), day.day())))
            self.changed.emit()
            self.picked.emit()

        calendar.activated.connect(choose)
        calendar.clicked.connect(choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.setFocus()

    def _tidy(self) -> None:
        day = self.value()
        if day is not None:
            self.setText(format_date(day))

"""A month with the days on which something is due; choosing one narrows the list to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLabel, QPushButton, QWidget

from ui.looks import theme
from ui.looks.tokens import OVERDUE
from ui.widgets.card import Card

WIDTH, HEIGHT = 322, 250


class CalendarPanel(Card):
    """Marks days by what is due on them; emits the day that is chosen, or ``None`` for all."""

    chosen = Signal(object)

    def __init__(self, today: datetime.date, parent: QWidget | None = None) -> None:
        super().__init__("Calendar", parent)
        self.setFixedWidth(theme.px(WIDTH))
        self._today = today
        self.day: datetime.date | None = None
        self._marked: set[datetime.date] = set()
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(
            QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames
        )
        self.calendar.setMinimumHeight(theme.px(HEIGHT))
        quiet = QTextCharFormat()
        quiet.setForeground(theme.colour("muted"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, quiet)
        self.calendar.setSelectedDate(_qdate(today))
        self.calendar.setAccessibleName("Days on which something is due")
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("kind", "muted")
        self.words.setWordWrap(True)
        self.every = QPushButton("Every day")
        self.every.setProperty("kind", "link")
        self.every.clicked.connect(lambda _: self.clear())
        self.buttons.addWidget(self.every)
        self.body.addWidget(self.calendar)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.clear()

    def mark(self, days: Iterable[datetime.date]) -> None:
        """Show on which days something is due: bold, in red where it is late."""
        for day in self._marked:
            self.calendar.setDateTextFormat(_qdate(day), QTextCharFormat())
        self._marked = set(days)
        for day in self._marked:
            shape = QTextCharFormat()
            shape.setFontWeight(QFont.Weight.Bold)
            late = day < self._today
            shape.setForeground(theme.colour(OVERDUE if late else "accent"))
            shape.setBackground(theme.colour(f"{OVERDUE}_ground" if late else "accent_ground"))
            shape.setToolTip("Something is overdue" if late else "Something is due")
            self.calendar.setDateTextFormat(_qdate(day), shape)

    def clear(self) -> None:
        """Every day again."""
        self._set(None)

    def _choose(self, day: QDate) -> None:
        self._set(datetime.date(day.year(), day.month(), day.day()))

    def _set(self, day: datetime.date | None) -> None:
        self.day = day
        said = f"Due on {day.day} {day:%B %Y}." if day else "Days in bold have something due."
        self.words.setText(said)
        self.every.setVisible(day is not None)
        self.chosen.emit(day)


def _qdate(day: datetime.date) -> QDate:
    return QDate(day.year, day.month, day.day)

"""Which quarter or year a return is for."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from models.rules.publishing.returns import QUARTERS, Period, year_name
from ui.widgets.fields.field import Field

YEARS = 40  # offered, back from the present one
BEGINS = ((True, "From 1 April"), (False, "From 1 January"))


class PeriodChooser(QWidget):
    """Three choices; ``changed`` comes with each that makes another period."""

    changed = Signal()

    def __init__(self, today: datetime.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.begins, self.year, self.part = QComboBox(), QComboBox(), QComboBox()
        for financial, words in BEGINS:
            self.begins.addItem(words, financial)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for label, box in (
            ("Years", self.begins),
            ("Year", self.year),
            ("Period", self.part),
        ):
            row.addWidget(Field(label, box))
        self.setFocusProxy(self.year)
        self.show_period(Period.around(today))
        self.begins.currentIndexChanged.connect(lambda _: self._follow())
        for box in (self.year, self.part):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())

    def period(self) -> Period:
        """The chosen period."""
        return Period(self.year.currentData(), self.part.currentData(), self.begins.currentData())

    def show_period(self, period: Period) -> None:
        """Choose a period, without telling of it."""
        for box in (self.begins, self.year, self.part):
            box.blockSignals(True)
        self.begins.setCurrentIndex(self.begins.findData(period.financial))
        latest = max(self._today.year, period.year)
        self.year.clear()
        for year in range(latest, latest - YEARS, -1):
            self.year.addItem(year_name(year, financial=period.financial), year)
        self.year.setCurrentIndex(self.year.findData(period.year))
        self.part.clear()
        self.part.addItem("Whole year", None)
        for number, months in enumerate(QUARTERS[period.financial], 1):
            self.part.addItem(f"Quarter {number}, {months}", number)
        self.part.setCurrentIndex(period.quarter or 0)
        for box in (self.begins, self.year, self.part):
            box.blockSignals(False)

    def _follow(self) -> None:
        """The same days as near as may be, in years that begin otherwise."""
        financial = self.begins.currentData()
        before = Period(self.year.currentData(), self.part.currentData(), not financial)
        at = before.start
        if before.quarter is None:
            chosen = Period(before.year, None, financial)
        else:
            quarter = Period(at.year, (at.month - 1) // 3 + 1, False)
            chosen = Period.around(at) if financial else quarter
        self.show_period(chosen)
        self.changed.emit()

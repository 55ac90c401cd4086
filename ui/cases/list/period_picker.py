"""A popup that asks for two days."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field

Apply = Callable[[datetime.date | None, datetime.date | None], None]


class PeriodPicker(QFrame):
    """From and to, both included; either may be empty. Applies only days in order."""

    def __init__(
        self,
        title: str,
        start: datetime.date | None,
        end: datetime.date | None,
        today: datetime.date,
        apply: Apply,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._apply = apply
        self.start, self.end = DateEdit(today), DateEdit(today)
        self.start.set_value(start)
        self.end.set_value(end)
        self._fields = (Field(f"{title} from", self.start), Field(f"{title} to", self.end))
        line = QHBoxLayout()
        for part in self._fields:
            line.addWidget(part)
        self.button = QPushButton("Apply")
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(lambda _: self._take())
        for edit in (self.start, self.end):
            edit.changed.connect(self._check)
            edit.returnPressed.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addLayout(line)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(360)

    def _check(self) -> bool:
        problems = [self.start.problem(), self.end.problem()]
        start, end = self.start.value(), self.end.value()
        if start and end and end < start:
            problems[1] = "The period cannot end before it begins."
        for field, problem in zip(self._fields, problems, strict=True):
            field.set_error(problem)
        self.adjustSize()
        return not any(problems)

    def _take(self) -> None:
        if self._check():
            self._apply(self.start.value(), self.end.value())
            self.close()

"""One audit record in full, beside the list."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from models.queries.cases.history import ERASED, Event
from models.rules.dates import format_date
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label
from ui.widgets.scrolling_column import ScrollingColumn


class RecordPanel(ScrollingColumn):
    """Who, when, what, and each field before and after."""

    open_case = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_event(None)

    def show_event(self, event: Event | None) -> None:
        """Show a record; ``None`` says that one is to be chosen."""
        clear(self.column)
        card = Card(event.act if event else "Nothing selected")
        self.column.addWidget(card)
        self.column.addStretch(1)
        if event is None:
            card.body.addWidget(plain_label("Choose a line to see it in full.", "muted"))
            return
        card.body.addWidget(plain_label(event.what, "strong"))
        card.body.addWidget(plain_label(f"{event.user_name}\n{_moments(event.at)}", "muted"))
        if event.reference and event.case_id is not None:
            button = QPushButton(event.reference)
            button.setProperty("kind", "link")
            case_id = event.case_id
            button.clicked.connect(lambda _: self.open_case.emit(case_id))
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if event.reason:
            card.body.addWidget(plain_label("Reason", "label"))
            card.body.addWidget(plain_label(event.reason))
        if event.erased:
            card.body.addWidget(plain_label(ERASED, "muted"))
        elif event.changes:
            card.body.addLayout(_changes(event))


def _changes(event: Event) -> QGridLayout:
    """Each field under its name: what it was and what it became, or what it is."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    row = 0
    for name, before, after in event.changes:
        heading = plain_label(name, "label")
        heading.setContentsMargins(0, 6, 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        altered = event.action == "alter"
        lines = (("was", before or "—"), ("now", after or "—"))
        for which, words in lines if altered else (("", after or before),):
            row += 1
            top = Qt.AlignmentFlag.AlignTop
            if which:
                grid.addWidget(plain_label(which, "muted"), row, 0, top)
            grid.addWidget(plain_label(words), row, 1 if which else 0, 1, 1 if which else 2, top)
        row += 1
    return grid


def _moments(at: datetime.datetime) -> str:
    """The moment on the wall clock, and in UTC to what it is recorded to."""
    local = at.replace(tzinfo=datetime.UTC).astimezone()
    return f"{format_date(local.date())}, {local:%H:%M:%S}\n{at:%Y-%m-%d %H:%M:%S.%f} UTC"

"""The dashboard: figures for a period and filter, and the charts behind them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.changes.noting import disclosed
from models.errors import ProbityError
from models.queries.cases import case_list
from models.queries.cases.filters import Filter
from models.queries.figures import statistics
from models.queries.figures.figures import Series, figures
from models.queries.figures.statistics import Statistics
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date
from models.storage.engine import sqlite3
from ui.background import Asking, Runner
from ui.charts.chart_card import ChartCard
from ui.widgets.card import Card
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.message_bar import MessageBar


class Dashboard(Asking, QWidget):
    """Counts what the period and the filter let through; a bar opens the list behind it."""

    page_title = "Dashboard"
    asking = "Counting"
    show_cases = Signal(object)
    status_changed = Signal(str)
    _register_changed = Signal(object)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self.cards: dict[str, ChartCard] = {}
        self.message = MessageBar()
        self.figures: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 12)
        column.setSpacing(12)
        column.addWidget(self._make_headline())
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._make_controls())
        layout.addWidget(self.message)
        layout.addWidget(scroll, 1)
        unsubscribe = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: unsubscribe())
        self._register_changed.connect(self._register_told)
        self.refresh()

    def period(self) -> tuple[datetime.date, datetime.date]:
        """The days from and to, both included."""
        today = self._register.today()
        return self.start.value() or datetime.date(1900, 1, 1), self.end.value() or today

    def filter(self) -> Filter:
        """What is counted."""
        start, end = self.period()

        def chosen(choice: Choice) -> tuple[Any, ...]:
            return (choice.value(),) if choice.value() else ()

        return Filter(
            received_from=start,
            received_to=end,
            factors=chosen(self.factor),
            kinds=chosen(self.kind),
            categories=chosen(self.category),
            roles=chosen(self.role),
        )

    def refresh(self) -> None:
        """Count anew, in the background; a newer question ends the older."""
        start, end = self.period()
        problem = self.start.problem() or self.end.problem()
        if not problem and end < start:
            problem = "The period cannot end before it begins."
        self._end_field.set_error(problem)
        if problem:
            return
        where, today = self.filter(), self._register.today()
        asked = {
            "factor": self.factor.value(),
            "kind": self.kind.value(),
            "category": self.category.value(),
            "role": self.role.value(),
        }

        def ask(connection: sqlite3.Connection) -> tuple[list[Series], Statistics, int]:
            owners = case_list.owners(connection)
            return (
                figures(connection, where, today, owners),
                statistics.stats(connection, start=start, end=end, **asked),
                case_list.count(connection, where, today),
            )

        self._ask(ask, lambda answer: self._show(*answer), "figures")

    def _unanswered(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")

    def _register_told(self, changed: Changed) -> None:
        if changed.tables:
            self.refresh()

    def _show(self, series: list[Series], counted: Statistics, cases: int) -> None:
        for at, item in enumerate(series):
            card = self.cards.get(item.code)
            if card is None:
                card = ChartCard(item, self._leave, self._register.why_not("disclose"))
                card.opened.connect(self.show_cases)
                self.cards[item.code] = card
                self._grid.addWidget(card, at // 2, at % 2)
            else:
                card.set_series(item)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        years = f"{counted.case_to_answer_per_year:g}"
        self.figures["investigated"].setText(f"{counted.investigated:,}")
        self.figures["case_to_answer"].setText(f"{counted.case_to_answer:,}")
        words = [
            f"{count:,} {statistics.outcome_name(code).lower()}"
            for code, count in counted.outcomes.items()
        ]
        self.figures["outcomes"].setText("\n".join(words) or "—")
        self.figures["per_year"].setText(years)
        self.status_changed.emit(
            f"{cases:,} cases received {format_date(counted.start)} to {format_date(counted.end)}"
        )

    def _leave(
        self, what: str, then: Callable[[], None], failed: Callable[[ProbityError], None]
    ) -> None:
        """Put on record that figures leave the register, and only then let them."""
        where = self.filter()
        self._runner.run(
            lambda _: disclosed(self._register, what, asked=where.in_words()),
            done=lambda _: then(),
            failed=failed,
            must_finish=True,
            owner=self,
        )

    def _make_controls(self) -> QHBoxLayout:
        today = self._register.today()
        self.start, self.end = DateEdit(today), DateEdit(today)
        self.setFocusProxy(self.start)
        self.start.set_value(datetime.date(today.year - 5, 1, 1))
        self.end.set_value(today)
        self.factor = self._choice("factor", "Any factor")
        self.kind = self._choice("kind", "Any kind")
        self.category = self._choice("category", "Any category")
        self.role = self._choice("role", "Any role")
        self._start_field = Field("Received from", self.start)
        self._end_field = Field("to", self.end)
        line = QHBoxLayout()
        line.setSpacing(12)
        for part in (
            self._start_field,
            self._end_field,
            Field("Factor", self.factor),
            Field("Kind", self.kind),
            Field("Category", self.category),
            Field("Role", self.role),
        ):
            line.addWidget(part, 1)
        self.list_button = QPushButton("Show the cases")
        self.list_button.clicked.connect(lambda _: self.show_cases.emit(self.filter()))
        line.addWidget(self.list_button, 0, Qt.AlignmentFlag.AlignBottom)
        for edit in (self.start, self.end):
            edit.changed.connect(self.refresh)
        for choice in (self.factor, self.kind, self.category, self.role):
            choice.changed.connect(self.refresh)
        return line

    def _choice(self, vocabulary: str, empty: str) -> Choice:
        items = [(term.code, term.name) for term in vocabularies.terms(vocabulary)]
        made = Choice(items, empty=empty)
        made.setMinimumContentsLength(6)
        return made

    def _make_headline(self) -> Card:
        card = Card("Subjects")
        unit = QLabel(
            "A person counted once a case. Investigated: a subject of a case received in the "
            "period with such an allegation; case to answer: by the investigation’s latest finding."
        )
        unit.setProperty("kind", "muted")
        unit.setWordWrap(True)
        card.body.addWidget(unit)
        line = QHBoxLayout()
        line.setSpacing(40)
        for name, words, kind in (
            ("investigated", "Investigated", "figure"),
            ("case_to_answer", "Case to answer", "figure"),
            ("per_year", "Case to answer, a year", "figure"),
            ("outcomes", "What happened to those with a case to answer", ""),
        ):
            label, value = QLabel(words), QLabel("…")
            label.setProperty("kind", "label")
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setProperty("kind", kind)
            value.setAccessibleName(words)
            value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            block = QVBoxLayout()
            block.setSpacing(4)
            block.addWidget(label)
            block.addWidget(value)
            block.setAlignment(Qt.AlignmentFlag.AlignTop)
            line.addLayout(block)
            self.figures[name] = value
        line.addStretch(1)
        card.body.addLayout(line)
        return card

"""The question: a period, what is counted and by which day, filters, and what is withheld."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.rules import vocabularies
from models.rules.publishing.questions import (
    FIGURES,
    FILTERS,
    FORCES,
    ROWS,
    THRESHOLD,
    THRESHOLDS,
    Question,
)
from ui.looks import theme
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.plain import plain_label
from ui.widgets.scrolling_column import ScrollingColumn

EMPTY = {"factor": "Any factor", "kind": "Any kind", "category": "Any category", "role": "Any role"}
LABELS = {"factor": "Factor", "kind": "Kind", "category": "Category", "role": "Role"}
ABOUT_ROWS = (
    "Anybody can count the rows. For one question, publish either rows or figures with small "
    "numbers withheld, not both."
)
WIDTH, NARROW = 288, 200


class QuestionForm(ScrollingColumn):
    """Fields that make a :class:`Question`; ``changed`` comes with each that makes another."""

    changed = Signal()

    def __init__(self, today: datetime.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(NARROW if theme.is_large() else WIDTH))
        self.start, self.end = DateEdit(today), DateEdit(today)
        self.start.set_value(datetime.date(today.year - 5, 1, 1))
        self.end.set_value(today)
        self.basis = _of(_terms("date_basis"))
        self.counts = _of([(code, name.partition(" (")[0]) for code, name in _terms("counted")])
        self.filters = {name: _choice(name) for name in FILTERS}
        self.threshold = _of(
            [(low, f"Numbers from 1 to {low - 1}" if low else "Nothing") for low in THRESHOLDS]
        )
        self.threshold.setCurrentIndex(self.threshold.findData(THRESHOLD))
        self.form = _of(
            [
                (FIGURES, "Figures"),
                (ROWS, "A row for each subject"),
                (FORCES, "Compared with other forces"),
            ]
        )
        self.about_rows = plain_label(ABOUT_ROWS, "warning")
        self.take_in = QPushButton("Import other forces’ figures…")
        self.fields: dict[str, Field] = {}
        self.setFocusProxy(self.start)
        self._lay_out()
        for edit in (self.start, self.end):
            edit.changed.connect(self.changed)
        for choice in self.filters.values():
            choice.changed.connect(self.changed)
        for box in (self.basis, self.counts, self.threshold, self.form):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.form.currentIndexChanged.connect(lambda _: self._follow())
        self._follow()

    def question(self) -> Question | None:
        """What is asked; ``None`` while a day cannot be read, which is said beside it."""
        for name, edit in (("start", self.start), ("end", self.end)):
            problem = edit.problem() or (None if edit.value() else "Choose a day.")
            self.fields[name].set_error(problem)
        start, end = self.start.value(), self.end.value()
        if start is None or end is None:
            return None
        return Question(
            start,
            end,
            basis=self.basis.currentData(),
            counts=self.counts.currentData(),
            threshold=self.threshold.currentData(),
            form=self.form.currentData(),
            **{name: choice.value() for name, choice in self.filters.items()},
        )

    def show_question(self, question: Question) -> None:
        """Show a question, as one that comes."""
        self.blockSignals(True)
        self.start.set_value(question.start)
        self.end.set_value(question.end)
        for name in ("basis", "counts", "threshold", "form"):
            box: QComboBox = getattr(self, name)
            box.setCurrentIndex(max(0, box.findData(getattr(question, name))))
        for name, choice in self.filters.items():
            choice.set_value(getattr(question, name))
        self.blockSignals(False)
        self.changed.emit()

    def say(self, problems: dict[str, str]) -> None:
        """Say beside each field why it cannot be asked so."""
        for name, field in self.fields.items():
            if name in problems or not field.error_text():
                field.set_error(problems.get(name))

    def _follow(self) -> None:
        form = self.form.currentData()
        rows = form == ROWS
        self.take_in.setVisible(form == FORCES)
        self.about_rows.setVisible(rows)
        self.fields["counts"].setEnabled(not rows)

    def _lay_out(self) -> None:
        column = self.column
        column.setSpacing(10)
        for name, words, editor in (
            ("start", "From", self.start),
            ("end", "To", self.end),
            ("basis", "Which day counts", self.basis),
            ("counts", "What is counted", self.counts),
            *((name, LABELS[name], choice) for name, choice in self.filters.items()),
            ("threshold", "Withhold", self.threshold),
            ("form", "Answer with", self.form),
        ):
            self.fields[name] = Field(words, editor)
        period = QVBoxLayout() if theme.is_large() else QHBoxLayout()
        period.setSpacing(8)
        period.addWidget(self.fields["start"], 1)
        period.addWidget(self.fields["end"], 1)
        column.addLayout(period)
        for name, field in self.fields.items():
            if name not in ("start", "end"):
                column.addWidget(field)
        column.addWidget(self.about_rows)
        column.addWidget(self.take_in)
        column.addStretch(1)


def _terms(vocabulary: str) -> list[tuple[Any, str]]:
    return [(term.code, term.name) for term in vocabularies.terms(vocabulary)]


def _of(items: Iterable[tuple[Any, str]]) -> QComboBox:
    """A box in which something is always chosen."""
    made = _Box()
    for code, name in items:
        made.addItem(name, code)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made


class _Box(QComboBox):
    def wheelEvent(self, event: Any) -> None:
        """The wheel scrolls the form, never the value."""
        event.ignore()


def _choice(vocabulary: str) -> Choice:
    made = Choice(_terms(vocabulary), empty=EMPTY[vocabulary])
    made.setMinimumContentsLength(6)
    return made

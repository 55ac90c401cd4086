"""What the checks of a return found: a sentence each, and the cases behind it a click away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.rules.publishing.returns import Problem, Return
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label

CHECKED = (
    "Rows and columns add up to their totals.",
    "Everything open at the start or received is finalised or open at the end.",
    "Tables that count the same things by the same date agree.",
    "Every case has a date of receipt, and nothing in it is dated earlier.",
    "Every case finalised in the period has an allegation and a finding on each, with its day.",
    "Every subject of such a case has an outcome, with its day.",
    "Every closed case has a closing date, and every case with a closing date is closed.",
    "Every subject has an allegation against them; without one, no table counts them.",
    "Steps left out on purpose, or decided in another case, are not checked.",
)


class ChecksView(QScrollArea):
    """Shows what it is given; ``wanted`` asks for the cases of a problem."""

    wanted = Signal(object)  # Problem

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 12)
        self._column.setSpacing(12)
        self.setWidget(inside)

    def show_return(self, made: Return) -> None:
        """Show the checks of a return."""
        clear(self._column)
        self.buttons = []
        card = Card(made.title)
        card.wrap_title()
        if made.problems:
            words = "A return with problems can be sent only after the reason is recorded."
            card.body.addWidget(plain_label(words, "muted"))
        else:
            card.body.addWidget(plain_label("All checks passed.", "strong"))
        for problem in made.problems:
            card.body.addWidget(self._line(problem))
        self._column.addWidget(card)
        about = Card("About this return")
        for name, words in made.about():
            if name not in ("Return", "Check", "Checks"):
                about.body.addWidget(plain_label(f"{name}: {words}"))
        self._column.addWidget(about)
        checked = Card("What is checked")
        for words in CHECKED:
            checked.body.addWidget(plain_label(words, "muted"))
        self._column.addWidget(checked)
        self._column.addStretch(1)

    def _line(self, problem: Problem) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(plain_label(f"▲ {problem.sentence}", "warning"), 1)
        if problem.cases:
            count = len(problem.cases)
            button = QPushButton(f"List {count:,} case{'s' * (count != 1)}")
            button.setAccessibleDescription(problem.sentence)
            button.clicked.connect(partial(self.wanted.emit, problem))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.buttons.append(button)
        return holder

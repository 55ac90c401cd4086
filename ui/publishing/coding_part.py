"""Coding after the fact: a case every few seconds, by the keys Y, N and U and by digits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.queries.figures.coding import NO, UNSURE, YES, Candidate
from models.register import Register
from models.rules import vocabularies
from models.rules.publishing.answers import nothing_uncoded
from models.rules.publishing.questions import Question
from models.rules.publishing.word_lists import factors, word_list
from ui.background import Runner
from ui.looks import theme
from ui.publishing.candidate_card import CandidateCard
from ui.publishing.coding_queue import CodingQueue
from ui.publishing.value_picker import DIGITS, ValuePicker
from ui.widgets.buttons import connect_buttons
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.scrolling_column import ScrollingColumn

WIDTH = 430  # of what may be decided, in pixels at 100% text
DECISIONS = ((YES, "Yes", "Y"), (NO, "No", "N"), (UNSURE, "Unsure", "U"))
KEYS = (
    "Press Y, N or U to decide. Number keys choose in the list marked ▸; arrow keys move "
    "it. B goes back."
)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class CodingPart(QWidget):
    """Reads what is proposed for the factor of a question, one after another.

    :param question: gives the question whose period and filters hold here too.
    """

    open_case = Signal(int)
    status_changed = Signal(str)

    def __init__(
        self,
        register: Register,
        runner: Runner,
        question: Callable[[], Question | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._question = question
        self._factor = ""
        self.queue = CodingQueue(register, runner, self)
        self.queue.came.connect(self._show)
        self.queue.ended.connect(self._end)
        self.queue.told.connect(self._tell)
        self.queue.failed.connect(self._fail)
        self.message = MessageBar()
        self.progress = plain_label("")
        self.card = CandidateCard()
        self.picker = ValuePicker(("duty",))
        self.buttons: dict[str, QPushButton] = {}
        self.back = QPushButton("Back")
        self.unsure = QPushButton("Read those left unsure")
        self.open = QPushButton("Open the case")
        self.empty = EmptyState("", icon="file-text")
        self._stack = QStackedWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    def shown(self) -> None:
        """Called each time it comes to the front."""
        self.reload()

    def reload(self, *, unsure: bool = False) -> None:
        """Ask anew what is to be read; with ``unsure`` what was left so."""
        asked = self._question()
        if asked is None:
            self._nothing("The period cannot be read", "Correct it under Question.")
            return
        if word_list(asked.factor) is None:
            names = ", ".join(vocabularies.name("factor", one) for one in factors())
            self._nothing("Choose a factor", f"Under Question, choose one of: {names}.")
            return
        self.queue.begin(asked, unsure=unsure)

    @property
    def current(self) -> Candidate | None:
        """The one that is shown."""
        return self.queue.current

    def decide(self, decision: str) -> None:
        """Decide on the one that is shown, and show the next at once."""
        if self.current is not None and not self._register.why_not("record"):
            self.queue.decide(decision, self.picker.values() if decision == YES else {})

    def go_back(self) -> None:
        """Show the one before again, with what was decided."""
        self.queue.go_back()

    # --- making ---

    def _lay_out(self) -> None:
        self._choices = Card()
        for decision, words, key in DECISIONS:
            button = QPushButton(f"{words}   {key}")
            button.setAccessibleName(f"{words}: key {key}")
            button.clicked.connect(lambda _, decision=decision: self.decide(decision))
            forbid(button, self._register.why_not("record"))
            self.buttons[decision] = button
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        self._choices.body.addLayout(row)
        self._place = QVBoxLayout()
        self._place.addWidget(self.picker)
        self._choices.body.addLayout(self._place)
        self._choices.body.addStretch(1)
        connect_buttons(
            (self.back, self.go_back),
            (self.unsure, lambda: self.reload(unsure=True)),
            (self.open, self._open),
        )
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._reading())
        top = QVBoxLayout() if theme.is_large() else QHBoxLayout()
        top.setSpacing(8)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.progress)
        said.addWidget(plain_label(KEYS, "muted"))
        top.addLayout(said, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.open, self.unsure, self.back):
            acts.addWidget(button)
        top.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._nothing("No factor is chosen yet", "")

    def _reading(self) -> QWidget:
        """The text, and beside it what may be decided; with large text under it."""
        scroll = ScrollingColumn()
        if theme.is_large():
            scroll.column.addWidget(self.card)
            scroll.column.addWidget(self._choices)
            return scroll
        scroll.column.addWidget(self._choices)
        scroll.setFixedWidth(theme.px(WIDTH))
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.card, 1)
        line.addWidget(scroll)
        return beside

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide, pick or go back; what has the focus hands on the keys that it does not use."""
        letters = {key: decision for decision, _, key in DECISIONS}
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        plain = event.modifiers() in PLAIN
        typed = event.text().upper()
        if plain and typed in letters:
            self.decide(letters[typed])
        elif plain and typed and typed in DIGITS and self.current is not None:
            self.picker.press(typed)
        elif plain and typed == "B":
            self.go_back()
        elif plain and Qt.Key(event.key()) in steps:
            self.picker.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # --- showing ---

    def _set_factor(self, factor: str) -> None:
        if factor == self._factor:
            return
        self._factor = factor
        words = word_list(factor)
        self._choices.set_title(f"{vocabularies.name('factor', factor)}?")
        self.picker.hide()
        self.picker.deleteLater()
        self.picker = ValuePicker(words.asks if words is not None else ())
        self._place.addWidget(self.picker)

    def _end(self) -> None:
        title = "Everything has been reviewed" if self.queue.ids else "Nothing to review"
        said = (
            "Your decisions are in the figures under Question."
            if self.queue.coding.reviewed
            else nothing_uncoded(self.queue.factor or None)
        )
        self._say(title, said)

    def _show(self, one: Candidate) -> None:
        self._set_factor(self.queue.factor)
        self._stack.setCurrentIndex(1)
        self.card.show_candidate(one)
        self.picker.show_values(one.values)
        decided = self.queue.decided(one)
        for decision, button in self.buttons.items():
            button.setProperty("kind", "primary" if decision == decided else "")
            button.style().unpolish(button)
            button.style().polish(button)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        coding = self.queue.coding
        self.progress.setText(
            f"{coding.reviewed:,} reviewed, {coding.waiting:,} waiting, {coding.unsure:,} unsure"
        )
        self.back.setEnabled(self.queue.may_go_back)
        self.open.setEnabled(self.current is not None)
        self.unsure.setEnabled(coding.unsure > 0)
        self.status_changed.emit(self.progress.text())

    def _nothing(self, title: str, sentence: str) -> None:
        self.queue.stop()
        self._say(title, sentence)
        self._tell()

    def _say(self, title: str, sentence: str) -> None:
        self.empty.say(title, sentence)
        self._stack.setCurrentIndex(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, sentence: str) -> None:
        self.message.show_message(sentence, "error")

    def _open(self) -> None:
        if self.current is not None:
            self.open_case.emit(self.current.case_id)

"""Coding after the fact: a case every few seconds, by the keys Y, N and U and by digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.changes.coding import decide
from models.changes.noting import consulted
from models.engine import sqlite3
from models.errors import NotFoundError, ProbityError
from models.queries.coding import NO, UNSURE, YES, Candidate, Queue, candidate, queue
from models.register import Register
from models.rules import vocabularies
from models.rules.answers import Coding
from models.rules.questions import Question
from models.rules.word_lists import factors, word_list
from ui import theme
from ui.background import Runner
from ui.publishing.candidate_card import CandidateCard
from ui.publishing.value_picker import DIGITS, ValuePicker
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

AHEAD = 4  # candidates read before they are asked for
DECISIONS = ((YES, "Yes", "Y"), (NO, "No", "N"), (UNSURE, "Unsure", "U"))
T = TypeVar("T")
KEYS = "Y, N and U decide. Digits pick in the list marked ▸, arrows move it. B goes back."
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
        self._ids: list[int] = []
        self._at = 0
        self._read: dict[int, Candidate] = {}
        self._told: set[Question] = set()
        self._decided: dict[int, str] = {}
        self._coding = Coding(0, 0, 0)
        self.current: Candidate | None = None
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
            self._nothing("The period cannot be read", "Put it right under Question.")
            return
        if word_list(asked.factor) is None:
            names = ", ".join(vocabularies.name("factor", one) for one in factors())
            self._nothing("Choose a factor", f"Under Question, choose one of: {names}.")
            return
        self._ask(
            lambda connection: queue(connection, asked),
            lambda found: self._begin(asked, found, unsure),
            "queue",
        )

    def decide(self, decision: str) -> None:
        """Decide on the one that is shown, and show the next at once."""
        one = self.current
        if one is None or self._register.why_not("record"):
            return
        factor, values = self._factor, self.picker.values() if decision == YES else {}

        def write(_job: object) -> None:
            with self._register.change("Coding after the fact") as change:
                decide(change, one.allegation_id, factor, decision, words=one.words, values=values)

        self._runner.run(
            write,
            failed=lambda error: self._not_written(one, error),
            title="Recording",
            owner=self,
            must_finish=True,
        )
        self._count(one, decision)
        self._read.pop(one.allegation_id, None)
        self._go(self._at + 1)

    def go_back(self) -> None:
        """Show the one before again, with what was decided."""
        if self._at > 0:
            self._go(self._at - 1)

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
        for button, act in (
            (self.back, self.go_back),
            (self.unsure, lambda: self.reload(unsure=True)),
            (self.open, self._open),
        ):
            button.clicked.connect(lambda _, act=act: act())
        right = QScrollArea()
        right.setWidgetResizable(True)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setWidget(self._choices)
        right.setFixedWidth(theme.px(430))
        reading = QWidget()
        line = QHBoxLayout(reading)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.card, 1)
        line.addWidget(right)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(reading)
        top = QHBoxLayout()
        top.setSpacing(8)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.progress)
        said.addWidget(plain_label(KEYS, "muted"))
        top.addLayout(said, 1)
        for button in (self.open, self.unsure, self.back):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._nothing("Nothing is asked yet", "")

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

    def _begin(self, asked: Question, found: Queue | None, unsure: bool) -> None:
        if found is None:
            return
        self._set_factor(found.factor)
        self._ids = list(found.unsure if unsure else found.waiting)
        self._read.clear()
        self._decided.clear()
        self._coding = found.coding
        if self._ids and asked not in self._told:
            self._told.add(asked)
            words = asked.in_words()
            self._runner.run(
                lambda _: consulted(self._register, "Cases read for coding", asked=words),
                owner=self,
                must_finish=True,
            )
        self._go(0)

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

    def _go(self, at: int) -> None:
        self._at = at
        self.current = None
        self._tell()
        if at >= len(self._ids):
            title = "All of it has been read" if self._ids else "Nothing waits"
            said = (
                "What was decided is in the figures under Question."
                if self._coding.reviewed
                else "No allegation without the factor holds a word that proposes it."
            )
            self._nothing(title, said)
            return
        one = self._read.get(self._ids[at])
        if one is not None:
            self._show(one)
        self._read_ahead()

    def _read_ahead(self) -> None:
        """Read the next few, so that each is there when the one before is decided."""
        wanted = [one for one in self._ids[self._at : self._at + AHEAD] if one not in self._read]
        factor = self._factor
        if not wanted:
            return

        def read(connection: sqlite3.Connection) -> list[Candidate]:
            found = []
            for one in wanted:
                try:
                    found.append(candidate(connection, one, factor))
                except NotFoundError:
                    continue  # gone since, or hidden
            return found

        def keep(found: list[Candidate]) -> None:
            there = {one.allegation_id: one for one in found}
            self._read |= there
            gone = [one for one in wanted if one not in there]
            self._ids = [one for one in self._ids if one not in gone]
            if self.current is None:
                self._go(self._at)

        self._ask(read, keep, "ahead")

    def _show(self, one: Candidate) -> None:
        self.current = one
        self._stack.setCurrentIndex(1)
        self.card.show_candidate(one)
        self.picker.show_values(one.values)
        decided = self._decided.get(one.allegation_id, one.decided)
        for decision, button in self.buttons.items():
            button.setProperty("kind", "primary" if decision == decided else "")
            button.style().unpolish(button)
            button.style().polish(button)
        self._tell()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        coding = self._coding
        self.progress.setText(
            f"{coding.reviewed:,} reviewed, {coding.waiting:,} wait, {coding.unsure:,} unsure"
        )
        self.back.setEnabled(self._at > 0)
        self.open.setEnabled(self.current is not None)
        self.unsure.setEnabled(coding.unsure > 0)
        self.status_changed.emit(self.progress.text())

    def _nothing(self, title: str, sentence: str) -> None:
        self.current = None
        self.empty.say(title, sentence)
        self._stack.setCurrentIndex(0)
        self._tell()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- deciding ---

    def _count(self, one: Candidate, decision: str) -> None:
        before = self._decided.get(one.allegation_id, one.decided)
        self._decided[one.allegation_id] = decision
        coding = self._coding
        self._coding = Coding(
            coding.proposed,
            coding.reviewed + (before is None),
            coding.unsure + (decision == UNSURE) - (before == UNSURE),
        )

    def _not_written(self, one: Candidate, error: ProbityError) -> None:
        self.message.show_message(f"{one.reference}: {error}", "error")
        self.reload()

    def _open(self) -> None:
        if self.current is not None:
            self.open_case.emit(self.current.case_id)

    def _ask(
        self, ask: Callable[[sqlite3.Connection], T], answer: Callable[[T], None], key: str
    ) -> None:
        self._runner.ask(
            self._register,
            ask,
            done=answer,
            failed=lambda error: self.message.show_message(str(error), "error"),
            key=f"coding {id(self)} {key}",
            title="Reading what is proposed",
            owner=self,
        )

"""Which part of the record is wanted: who, what kind of act, which case, which days, what words."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from models.record.records import Asked
from models.rules import acts
from ui.looks import theme
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field

LONGEST = 200  # characters of words to look for
WIDE = 150  # per cent of text size from which the fields stand in two lines


class RecordFilter(QWidget):
    """Six fields; ``changed`` when what they ask for is another thing than before.

    What is typed is asked for when the field is left, or with Enter: reading the record is itself
    put on record, and half a word is not what anybody wants to have looked for.
    """

    changed = Signal()

    def __init__(self, today: datetime.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = Choice(empty="Everybody")
        self.act = Choice(
            [(term.code, term.name) for term in acts.terms()],
            empty="Every act",
        )
        self.case = QLineEdit()
        self.case.setPlaceholderText("PS/2014/00036")
        self.start, self.end = DateEdit(today), DateEdit(today)
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST)
        self.words.setPlaceholderText("In what was recorded")
        self.words.setClearButtonEnabled(True)
        self.case_field = Field("Case", self.case)
        self.end_field = Field("To", self.end)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        who, act, words = Field("Who", self.who), Field("Act", self.act), Field("Words", self.words)
        parts = (who, act, self.case_field, Field("From", self.start), self.end_field, words)
        across = len(parts) if theme.px(100) < WIDE else len(parts) // 2
        for place, part in enumerate(parts):
            grid.addWidget(part, *divmod(place, across))
            grid.setColumnStretch(place % across, 6 if part is words else 4)
        for choice in (self.who, self.act):
            choice.changed.connect(self._tell)
        for edit in (self.start, self.end):
            edit.picked.connect(self._tell)
        for typed in (self.case, self.start, self.end, self.words):
            typed.editingFinished.connect(self._tell)
        self.words.textChanged.connect(lambda text: None if text else self._tell())
        self._told = self.asked()

    def asked(self) -> Asked:
        """What is asked for; the case by its reference, yet to be found."""
        return Asked(
            who=self.who.value() or "",
            who_called=self.who.currentText() if self.who.value() else "",
            act=self.act.value() or "",
            reference=self.case.text().strip().upper(),
            start=self.start.value(),
            end=self.end.value(),
            words=self.words.text().strip(),
        )

    def show_people(self, people: list[tuple[str, str]]) -> None:
        """Offer these, by what they sign in as and their name."""
        self.who.set_items(people)

    def _tell(self) -> None:
        asked = self.asked()
        problem = self.start.problem() or self.end.problem()
        if not problem and asked.start and asked.end and asked.end < asked.start:
            problem = "It cannot end before it begins."
        self.end_field.set_error(problem)
        if not problem and asked != self._told:
            self._told = asked
            self.changed.emit()

"""How it stands with each complainant: last told, what is due, the letter and the review."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.rules.process.clocks import clocks_of
from models.rules.process.complaints import Told, is_complaint, standing
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.widgets.card import Card
from ui.widgets.fields.forbid import forbid
from ui.widgets.plain import clear, plain_label

#: What is pressed to record that something followed.
WORDS = {
    "update": "Update sent",
    "outcome-letter": "Outcome letter sent",
    "review-requested": "Review requested",
    "review-decided": "Review decided",
}


class ToldCard(Card):
    """Follows the draft; each button puts the row it names into it and emits ``added``."""

    added = Signal(int)  # the row's id

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__("Complainants and interested persons", parent)
        self._draft = draft
        self._sources = sources
        self.shown: list[Told] | None = None
        draft.after_edits(self, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Work out how it stands and show it, unless it stands as it is shown."""
        file = self._draft.file
        found = standing(file, clocks_of(file, self._sources.nation))
        self.setVisible(bool(found) or is_complaint(file))
        if found == self.shown:
            return
        self.shown = found
        clear(self.body)
        if not found:
            words = "Record the complainant on the summary: updates are due from then on."
            self.body.addWidget(plain_label(words, "muted"))
        for one in found:
            self.body.addWidget(self._line(one))

    def _line(self, one: Told) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        who = " · ".join(part for part in (one.name, one.capacity) if part)
        words.addWidget(plain_label(who, "strong"))
        words.addWidget(plain_label(" ".join(one.words()), "muted"))
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 4)
        line.addLayout(words, 1)
        for kind in one.next:
            button = QPushButton(WORDS[kind])
            button.setProperty("kind", "link")
            button.setAccessibleName(f"{WORDS[kind]}: {one.name}")
            button.clicked.connect(partial(self._add, one.complainant_id, kind))
            forbid(button, self._draft.why_not)
            line.addWidget(button)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _add(self, complainant_id: int, kind: str, _: bool = False) -> None:
        row = self._draft.add(
            "updates", complainant_id=complainant_id, kind=kind, sent=self._draft.today
        )
        self.added.emit(row["id"])

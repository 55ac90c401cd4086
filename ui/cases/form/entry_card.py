"""One entry of a chronology, for reading."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from models.case.casefile import Row
from models.rules import vocabularies
from models.rules.dates import format_moment
from ui.widgets.card import Card
from ui.widgets.plain import plain_label


class EntryCard(Card):
    """Number, when, what, why, by whom; struck where it was corrected."""

    def __init__(self, row: Row, corrected_by: int | None, corrects: int | None) -> None:
        super().__init__()
        kind = vocabularies.name("chronology_kind", row["kind"])
        head = f"{row['number']} · {format_moment(row['occurred'])} · {kind}"
        if corrects is not None:
            head += f" of entry {corrects}"
        self._top = QHBoxLayout()
        self._top.addWidget(plain_label(head, "strong"), 1)
        if row["pinned"]:
            self._top.addWidget(plain_label("Pinned", "label"))
        self.text = _selectable(row["text"])
        self.body.addLayout(self._top)
        self.body.addWidget(self.text)
        if row["rationale"]:
            self.body.addWidget(plain_label("Rationale", "label"))
            self.body.addWidget(_selectable(row["rationale"]))
        if corrected_by is not None:
            font = self.text.font()
            font.setStrikeOut(True)
            self.text.setFont(font)
            self.body.addWidget(plain_label(f"↳ Corrected by entry {corrected_by}", "strong"))
        by = row.get("entered_by_name") or "not recorded"
        written = "not yet saved" if row["id"] < 0 else f"written {format_moment(row['entered'])}"
        self.body.addWidget(plain_label(f"{written} by {by}", "muted"))

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Put a button on the entry."""
        button = QPushButton(words)
        button.setProperty("kind", "link")
        button.clicked.connect(lambda _: act())
        self._top.addWidget(button)


def _selectable(words: str) -> QLabel:
    label = plain_label(words)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

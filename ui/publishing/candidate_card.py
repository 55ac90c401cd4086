"""One allegation to be decided on: its words, those that proposed it marked."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from models.queries.figures.coding import Candidate
from models.rules.dates import format_date
from ui.looks import theme
from ui.widgets.card import Card
from ui.widgets.plain import plain_label


class CandidateCard(Card):
    """Shows a candidate; its text is read, never edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.wrap_title()
        self.under = plain_label("", "muted")
        self.words = plain_label("", "muted")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(theme.px(120))
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the keys are the page's
        self.text.setAccessibleName("What is written, with the words that proposed it marked")
        for part in (self.under, self.words):
            self.body.addWidget(part)
        self.body.addWidget(self.text, 1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.setStretch(1, 1)

    def show_candidate(self, one: Candidate) -> None:
        """Show another."""
        self.set_title(f"{one.reference}   {one.title}")
        day = format_date(_day(one.received))
        self.under.setText("  ·  ".join(part for part in (f"Received {day}", one.kind) if part))
        self.words.setText(f"Proposed by: {', '.join(one.words) or 'words no longer there'}")
        self.text.setPlainText("\n\n".join(f"{p.where}\n{p.text}" for p in one.passages))
        self._mark(one)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def marked(self) -> list[str]:
        """The words that are marked, in order."""
        return [one.cursor.selectedText() for one in self.text.extraSelections()
                if one.format.hasProperty(MARK)]  # fmt: skip

    def _mark(self, one: Candidate) -> None:
        ground, ink = QColor(theme.current().warning_ground), QColor(theme.current().warning)
        found = []
        start = 0
        for passage in one.passages:
            heading = _selection(self.text, start, start + len(passage.where))
            heading.format.setForeground(QColor(theme.current().muted))
            found.append(heading)
            begins = start + len(passage.where) + 1
            for first, last in passage.marks:
                mark = _selection(self.text, begins + first, begins + last)
                mark.format.setBackground(ground)
                mark.format.setForeground(ink)
                mark.format.setFontWeight(QFont.Weight.Bold)
                mark.format.setFontUnderline(True)  # colour is never alone
                mark.format.setProperty(MARK, True)
                found.append(mark)
            start = begins + len(passage.text) + 2
        self.text.setExtraSelections(found)


#: What tells a marked word from a heading.
MARK = QTextCharFormat.Property.UserProperty.value + 1


def _selection(text: QPlainTextEdit, first: int, last: int) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    cursor = QTextCursor(text.document())
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    made.cursor = cursor
    made.format = QTextCharFormat()
    return made


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

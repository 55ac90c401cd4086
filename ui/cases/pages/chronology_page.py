"""The chronology: written once, put right only by a later entry that points at the earlier."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.casefile import Row
from models.rules import vocabularies
from models.rules.dates import format_moment
from ui.cases.draft import Draft
from ui.cases.forms import Sources
from ui.cases.page import Page
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.text_area import TextArea


class ChronologyPage(Page):
    """The form for the next entry, then every entry, latest number first."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._corrects: int | None = None
        self.column.insertWidget(0, self._make_form())
        self._entries = QVBoxLayout()
        self._entries.setSpacing(8)
        self.column.insertLayout(1, self._entries)
        self._empty = QLabel("Nothing has been written in this chronology yet.")
        self._empty.setProperty("kind", "muted")
        self._entries.addWidget(self._empty)
        self._cards: list[QWidget] = []
        draft.rows_changed.connect(self._rows_changed)
        draft.replaced.connect(self._show)
        self._show()

    def add_entry(self) -> None:
        """Put what is written in the form into the draft as the next entry."""
        text = self.text.toPlainText().strip()
        if not text:
            self._text_field.set_error("Write what happened.")
            self.text.setFocus()
            return
        local = self.occurred.dateTime().toPython()
        assert isinstance(local, datetime.datetime)
        occurred = local.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
        corrects = self._corrects
        kind = str(self.kind.value() or "event") if corrects is None else "correction"
        self._clear()
        self._draft.add(
            "chronology",
            text=text,
            kind=kind,
            occurred=occurred,
            corrects_id=corrects,
            entered_by_id=self._sources.user_id,
            entered_by_name=self._sources.user_name,
        )

    def is_written_in(self) -> bool:
        """Whether something stands in the form that is not yet an entry."""
        return bool(self.text.toPlainText().strip())

    def correct(self, row: Row) -> None:
        """Begin an entry that corrects ``row``."""
        self._corrects = row["id"]
        self._heading.setText(f"Correct entry {row['number']}")
        self.occurred.setDateTime(_local(row["occurred"]))
        self.text.setPlainText(row["text"])
        self._kind_field.hide()
        self.cancel.show()
        self.text.setFocus()
        self.ensureVisible(0, 0)

    def _make_form(self) -> QWidget:
        card = Card()
        self._heading = QLabel("New entry")
        self._heading.setProperty("kind", "heading")
        self.occurred = QDateTimeEdit(self._now())
        self.occurred.setDisplayFormat("d MMM yyyy HH:mm")
        self.occurred.setCalendarPopup(True)
        self.kind = Choice()
        self.text = TextArea()
        self.text.setAccessibleName("What happened")
        self._text_field = Field("What happened", self.text, required=True)
        self.text.refused.connect(self._text_field.set_error)
        self.text.textChanged.connect(lambda: self._text_field.set_error(""))
        self.add_button = QPushButton("Add entry")
        self.add_button.clicked.connect(self.add_entry)
        self.cancel = QPushButton("Do not correct")
        self.cancel.clicked.connect(self._clear)
        self.cancel.hide()
        self._kind_field = Field("Kind", self.kind)
        kinds = vocabularies.terms("chronology_kind")
        self.kind.set_items([(one.code, one.name) for one in kinds if one.code != "correction"])
        self.kind.set_value("event")
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(Field("When it happened", self.occurred), 1)
        top.addWidget(self._kind_field, 1)
        note = QLabel("An entry is never edited: it is corrected by a later one.")
        note.setProperty("kind", "muted")
        below = QHBoxLayout()
        below.addWidget(note, 1)
        below.addWidget(self.cancel)
        below.addWidget(self.add_button)
        card.body.addWidget(self._heading)
        card.body.addLayout(top)
        card.body.addWidget(self._text_field)
        card.body.addLayout(below)
        return card

    def _now(self) -> QDateTime:
        """The register's day, which in a demonstration stands still, at this hour."""
        day = self._draft.today
        now = datetime.datetime.now()
        return QDateTime(day.year, day.month, day.day, now.hour, now.minute, 0)

    def _clear(self) -> None:
        self._corrects = None
        self._heading.setText("New entry")
        self.text.clear()
        self.occurred.setDateTime(self._now())
        self._kind_field.show()
        self.cancel.hide()

    def _rows_changed(self, section: str) -> None:
        if section == "chronology":
            self._show()

    def _show(self) -> None:
        for card in self._cards:
            card.setParent(None)
            card.deleteLater()
        rows = self._draft.file.chronology
        corrected_by = {row["corrects_id"]: row["number"] for row in rows if row["corrects_id"]}
        numbers = {row["id"]: row["number"] for row in rows}
        self._cards = []
        for row in reversed(rows):
            corrects = numbers.get(row["corrects_id"])
            card = _EntryCard(self, row, corrected_by.get(row["id"]), corrects)
            if row["id"] < 0:
                card.offer("Remove", partial(self._draft.remove, "chronology", row["id"]))
            elif row["id"] not in corrected_by:
                card.offer("Correct this entry…", partial(self.correct, row))
            self._entries.addWidget(card)
            self._cards.append(card)
        self._empty.setVisible(not rows)


class _EntryCard(QWidget):
    """One entry for reading: number, when, what, by whom; struck where it was corrected."""

    def __init__(
        self, parent: QWidget, row: Row, corrected_by: int | None, corrects: int | None
    ) -> None:
        super().__init__(parent)
        kind = vocabularies.name("chronology_kind", row["kind"])
        head = f"{row['number']} · {format_moment(row['occurred'])} · {kind}"
        if corrects is not None:
            head += f" of entry {corrects}"
        heading = QLabel(head)
        heading.setProperty("kind", "strong")
        self.text = _plain(row["text"])
        by = row.get("entered_by_name") or "not recorded"
        written = "not yet saved" if row["id"] < 0 else f"written {format_moment(row['entered'])}"
        foot = _plain(f"{written} by {by}")
        foot.setProperty("kind", "muted")
        self._top = QHBoxLayout()
        self._top.addWidget(heading, 1)
        card = Card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        card.body.addLayout(self._top)
        card.body.addWidget(self.text)
        if corrected_by is not None:
            font = self.text.font()
            font.setStrikeOut(True)
            self.text.setFont(font)
            pointer = QLabel(f"↳ Corrected by entry {corrected_by}")
            pointer.setProperty("kind", "strong")
            card.body.addWidget(pointer)
        card.body.addWidget(foot)

    def offer(self, words: str, act: Callable[[], None]) -> None:
        """Put a button on the entry."""
        button = QPushButton(words)
        button.setProperty("kind", "link")
        button.clicked.connect(lambda _: act())
        self._top.addWidget(button)


def _plain(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    return label


def _local(moment: datetime.datetime) -> QDateTime:
    aware = moment.replace(tzinfo=datetime.UTC).astimezone()
    return QDateTime(aware.year, aware.month, aware.day, aware.hour, aware.minute, aware.second)

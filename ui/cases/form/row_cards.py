"""Rows of one section as cards, each with its form: added, removed, and kept in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.case.casefile import POINTERS, CaseFile, Row
from models.changes.case.cases import LASTING
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormCard, FormField, Sources, further, read_only_words
from ui.widgets.fields.forbid import forbid

#: Cards made at first, and again with each press of “Show more”: a page costs what it shows.
STEP = 6


class RowCards(QWidget):
    """The rows of ``section`` that ``wanted`` picks, a card each, under a heading with its button.

    :param name: a row's heading, of the row and the file.
    :param given: what a new row starts with.
    :param fixed: rows that stand as they are and are only read, but for the fields ``after``.
    :param revise: what a further row starts with that revises this one; ``None`` where it is
        revised already.
    :param made_of: what a card shows of its row beyond the fields; where that is something else
        after a save, the card is made anew.
    :param flat: cards inside a card, without a frame of their own.
    :param below: makes what stands under a row's form, such as an allegation's findings.
    """

    def __init__(
        self,
        draft: Draft,
        sources: Sources,
        *,
        section: str,
        fields: Sequence[FormField],
        heading: str,
        add_words: str,
        empty: str,
        name: Callable[[Row, CaseFile], str],
        wanted: Callable[[Row], bool] = lambda _: True,
        given: Callable[[], Row] = dict,
        below: Callable[[Row], Sequence[QWidget]] | None = None,
        needs_subject: bool = False,
        fixed: Callable[[Row], bool] = lambda _: False,
        after: Sequence[FormField] = (),
        revise: Callable[[Row], Row | None] | None = None,
        made_of: Callable[[Row], object] = lambda _: None,
        flat: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._section = section
        self._fields = (*fields, *further(section, fields))
        self._name = name
        self._wanted = wanted
        self._given = given
        self._below = below
        self._needs_subject = needs_subject
        self._fixed = fixed
        self._after = after
        self._revise = revise
        self._made_of = made_of
        self._flat = flat
        self._shown = STEP
        self._revealed: set[int] = set()
        self.cards: dict[int, FormCard] = {}
        self._showing: dict[int, object] = {}
        self._revisers: dict[int, QPushButton] = {}
        self.heading = QLabel(heading)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty("kind", "strong" if flat else "heading")
        self.add_button = QPushButton(add_words)
        self.add_button.clicked.connect(self._add)
        forbid(self.add_button, draft.why_not)
        self._empty = QLabel(empty)
        self._empty.setWordWrap(True)
        self._empty.setProperty("kind", "muted")
        self.more = QPushButton()
        self.more.clicked.connect(self._show_more)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0 if flat else 8)
        self._column.setSpacing(12)
        self._column.addLayout(top)
        self._column.addWidget(self._empty)
        self._column.addWidget(self.more)
        draft.rows_changed.connect(self._rows_changed)
        draft.replaced.connect(self._begin_again)
        draft.changed.connect(self._field_changed)
        self._show_rows()

    def reveal_about(self, section: str, row_id: int | None) -> None:
        """Show the card of a row, or the one that a row of another section stands under."""
        row = self._draft.file.row(section, row_id)
        if row_id is not None and row is not None and section != self._section:
            keys = [key for key, target in POINTERS.items() if target == self._section]
            row_id = next((row[key] for key in keys if row.get(key) is not None), None)
            row = self._draft.file.row(self._section, row_id)
        if row_id is not None and row_id not in self.cards and row and self._wanted(row):
            self._revealed.add(row_id)
            self._show_rows()

    def name_all(self) -> None:
        """Show every row's heading as it is now."""
        for row_id, card in self.cards.items():
            row = self._draft.file.row(self._section, row_id)
            if row is not None:
                card.set_heading(self._name(row, self._draft.file))
                if self._revise is not None and row_id in self._revisers:
                    self._revisers[row_id].setVisible(self._revise(row) is not None)

    def _add(self) -> None:
        self._focus(self._draft.add(self._section, **self._given())["id"])

    def _focus(self, row_id: int) -> None:
        card = self.cards.get(row_id)
        if card is not None:
            card.focus_first()

    def _rows_changed(self, section: str) -> None:
        if section == self._section or (section == "subjects" and self._needs_subject):
            self._show_rows()

    def _begin_again(self) -> None:
        """Another file: what the register has is itself again, but a new row may be another."""
        for row_id in list(self.cards):
            row = self._draft.file.row(self._section, row_id)
            if row_id < 0 or row is None or self._shown_of(row) != self._showing[row_id]:
                self._drop(row_id)
        self._revealed.clear()
        self._show_rows()

    def _show_rows(self) -> None:
        rows = [row for row in self._draft.file.rows(self._section) if self._wanted(row)]
        shown = [
            row
            for place, row in enumerate(rows)
            if place < self._shown or row["id"] < 0 or row["id"] in self._revealed
        ]
        standing = {row["id"] for row in shown}
        for row_id in [one for one in self.cards if one not in standing]:
            self._drop(row_id)
        for place, row in enumerate(shown):
            if row["id"] not in self.cards:
                self.cards[row["id"]] = self._card(row)
            card = self.cards[row["id"]]
            if self._column.indexOf(card) != place + 1:
                self._column.removeWidget(card)
                self._column.insertWidget(place + 1, card)
        hidden = len(rows) - len(shown)
        self.more.setText(f"Show {min(hidden, STEP)} more of {hidden:,}")
        self.more.setVisible(hidden > 0)
        self._empty.setVisible(not rows)
        lacking = self._needs_subject and not self._draft.file.subjects
        self.add_button.setEnabled(not lacking)
        self.add_button.setToolTip("Add a subject first." if lacking else "")
        self.name_all()

    def _show_more(self) -> None:
        self._shown += STEP
        self._show_rows()

    def _drop(self, row_id: int) -> None:
        self._revisers.pop(row_id, None)
        self._showing.pop(row_id)
        card = self.cards.pop(row_id)
        card.hide()
        self._column.removeWidget(card)
        card.setParent(None)
        card.deleteLater()

    def _shown_of(self, row: Row) -> tuple[str | None, object]:
        """What a card shows of its row otherwise than in fields that may be edited."""
        words = None
        if self._fixed(row):
            decided = [one for one in self._fields if one not in self._after]
            words = read_only_words(self._section, row, decided, self._sources)
        return words, self._made_of(row)

    def _card(self, row: Row) -> FormCard:
        fixed = self._fixed(row)
        self._showing[row["id"]] = words, _ = self._shown_of(row)
        card = FormCard(
            self._name(row, self._draft.file),
            self._draft,
            self._section,
            row["id"],
            self._after if fixed else self._fields,
            self._sources,
            flat=self._flat,
            parent=self,
        )
        row_id = row["id"]
        if words is not None:
            card.fix(words)
        elif not (self._section in LASTING and row_id > 0):
            card.add_remove(lambda: self._draft.remove(self._section, row_id))
        if fixed and self._revise is not None:
            self._revisers[row_id] = card.add_button("Revise…", lambda: self._begin(row_id))
        for block in self._below(row) if self._below else ():
            card.add_below(block)
        return card

    def _begin(self, row_id: int) -> None:
        """A further row that revises this one."""
        row = self._draft.file.row(self._section, row_id)
        given = self._revise(row) if self._revise is not None and row is not None else None
        if given is not None:
            self._focus(self._draft.add(self._section, **given)["id"])

    def _field_changed(self, section: str, row_id: Any, field: str) -> None:
        if section == self._section and field.endswith("_id"):
            row = self._draft.file.row(section, row_id)
            if row is not None and self._wanted(row) != (row_id in self.cards):
                if self._wanted(row):
                    self._revealed.add(row_id)
                self._show_rows()
                return
        self._rename(section, row_id)

    def _rename(self, section: str, row_id: Any) -> None:
        if section == self._section and row_id in self.cards:
            row = self._draft.file.row(section, row_id)
            if row is not None:
                self.cards[row_id].set_heading(self._name(row, self._draft.file))
        elif section == "subjects" and self._needs_subject:
            for one in self.cards:
                self._rename(self._section, one)

"""Rows of one section as cards, each with its form: added, removed, and kept in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.casefile import CaseFile, Row
from models.changes.cases import LASTING
from ui.cases.draft import Draft
from ui.cases.forms import FormCard, FormField, Sources, read_only_words


class RowCards(QWidget):
    """The rows of ``section`` that ``wanted`` picks, a card each, under a heading with its button.

    :param name: a row's heading, of the row and the file.
    :param given: what a new row starts with.
    :param fixed: rows that stand as they are and are only read.
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
        flat: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._section = section
        self._fields = fields
        self._name = name
        self._wanted = wanted
        self._given = given
        self._below = below
        self._needs_subject = needs_subject
        self._fixed = fixed
        self._flat = flat
        self.cards: dict[int, FormCard] = {}
        title = QLabel(heading)
        title.setProperty("kind", "strong" if flat else "heading")
        self.add_button = QPushButton(add_words)
        self.add_button.clicked.connect(self._add)
        self._empty = QLabel(empty)
        self._empty.setWordWrap(True)
        self._empty.setProperty("kind", "muted")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addLayout(top)
        self._column.addWidget(self._empty)
        draft.rows_changed.connect(self._rows_changed)
        draft.replaced.connect(self._begin_again)
        draft.changed.connect(self._rename)
        self._show_rows()

    def _add(self) -> None:
        row = self._draft.add(self._section, **self._given())
        card = self.cards.get(row["id"])
        if card is not None:
            card.focus_first()

    def _rows_changed(self, section: str) -> None:
        if section == self._section or (section == "subjects" and self._needs_subject):
            self._show_rows()

    def _begin_again(self) -> None:
        """Another file: an id may now mean another row, so every card is made anew."""
        for row_id in list(self.cards):
            self._drop(row_id)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = [row for row in self._draft.file.rows(self._section) if self._wanted(row)]
        standing = {row["id"] for row in rows}
        for row_id in [one for one in self.cards if one not in standing]:
            self._drop(row_id)
        for place, row in enumerate(rows):
            if row["id"] not in self.cards:
                self.cards[row["id"]] = self._card(row)
            self._column.removeWidget(self.cards[row["id"]])
            self._column.insertWidget(place + 1, self.cards[row["id"]])
        self._empty.setVisible(not rows)
        lacking = self._needs_subject and not self._draft.file.subjects
        self.add_button.setEnabled(not lacking)
        self.add_button.setToolTip("Add a subject first." if lacking else "")

    def _drop(self, row_id: int) -> None:
        card = self.cards.pop(row_id)
        card.hide()
        self._column.removeWidget(card)
        card.setParent(None)
        card.deleteLater()

    def _card(self, row: Row) -> FormCard:
        card = FormCard(
            self._name(row, self._draft.file),
            self._draft,
            self._section,
            row["id"],
            self._fields,
            self._sources,
            flat=self._flat,
        )
        row_id = row["id"]
        if self._fixed(row):
            card.fix(read_only_words(row, self._fields, self._sources))
            return card
        if not (self._section in LASTING and row_id > 0):
            card.add_remove(lambda: self._draft.remove(self._section, row_id))
        for block in self._below(row) if self._below else ():
            card.add_below(block)
        return card

    def _rename(self, section: str, row_id: Any, _field: str) -> None:
        if section == self._section and row_id in self.cards:
            row = self._draft.file.row(section, row_id)
            if row is not None:
                self.cards[row_id].set_heading(self._name(row, self._draft.file))
        elif section == "subjects" and self._needs_subject:
            for one in self.cards:
                self._rename(self._section, one, "")

"""The chronology: written once, put right only by a later entry that points at the earlier."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.case.casefile import Row
from models.queries.cases.chronology import Entries
from models.rules import vocabularies
from ui.cases.form.draft import Draft
from ui.cases.form.entry_card import EntryCard
from ui.cases.form.entry_form import EntryForm
from ui.cases.form.forms import Sources
from ui.cases.form.page import Page
from ui.widgets.fields.choice import Choice
from ui.widgets.plain import clear

#: Entries shown at first, and again with each press of “Show more”: a page costs what it shows.
STEP = 40


class ChronologyPage(Page):
    """The form for the next entry, a filter, then the entries: pinned first, latest first."""

    print_wanted = Signal(object)  # Entries

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._shown = STEP
        self.form = EntryForm(draft, sources)
        self.form.added.connect(self._show_all)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(8)
        self.cards: list[EntryCard] = []
        self.add(self.form)
        self.add(self._make_filter())
        self.column.insertLayout(self.column.count() - 1, self._entries)
        self.more = QPushButton()
        self.more.clicked.connect(self._show_more)
        self.add(self.more)
        draft.rows_changed.connect(self._rows_changed)
        draft.changed.connect(lambda section, *_: self._rows_changed(section))
        draft.replaced.connect(self.show_entries)
        self.show_entries()

    def wanted(self) -> Entries:
        """What the filter lets through."""
        return Entries(str(self.kind.value() or ""), self.words.text(), self.pinned.isChecked())

    def show_entries(self) -> None:
        """Show the first entries that are wanted; the rest are counted."""
        rows = self._draft.file.chronology
        found = self.wanted().of(rows)
        found = sorted(found, key=lambda row: (row["pinned"], row["number"]), reverse=True)
        corrected_by = {row["corrects_id"]: row["number"] for row in rows if row["corrects_id"]}
        numbers = {row["id"]: row["number"] for row in rows}
        clear(self._entries)
        self.cards = []
        for row in found[: self._shown]:
            corrects = numbers.get(row["corrects_id"])
            card = EntryCard(row, corrected_by.get(row["id"]), corrects)
            self._offer(card, row, corrected=row["id"] in corrected_by)
            self._entries.addWidget(card)
            self.cards.append(card)
        self._say(len(found), len(rows))

    def correct(self, row: Row) -> None:
        """Begin an entry that corrects ``row``."""
        self.form.correct(row)
        self.ensureVisible(0, 0)

    def _make_filter(self) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.kind = Choice(
            [
                (one.code, "Decisions (policy log)" if one.code == "decision" else one.name)
                for one in vocabularies.terms("chronology_kind")
            ],
            empty="All entries",
        )
        self.kind.setAccessibleName("Which entries")
        self.kind.setMinimumContentsLength(20)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Find words in the chronology")
        self.words.setAccessibleName("Find words in the chronology")
        self.words.setClearButtonEnabled(True)
        self.pinned = QCheckBox("Pinned only")
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self.print_button = QPushButton("Print…")
        self.print_button.clicked.connect(lambda _: self.print_wanted.emit(self.wanted()))
        self.kind.changed.connect(self._begin_again)
        self.words.textChanged.connect(lambda _: self._begin_again())
        self.pinned.toggled.connect(lambda _: self._begin_again())
        line.addWidget(self.kind)
        line.addWidget(self.words, 1)
        line.addWidget(self.pinned)
        line.addWidget(self.count)
        line.addWidget(self.print_button)
        return bar

    def _offer(self, card: EntryCard, row: Row, *, corrected: bool) -> None:
        row_id = row["id"]
        if self._draft.why_not:
            return
        if row_id < 0:
            card.offer("Remove", partial(self._draft.remove, "chronology", row_id))
            return
        set_pinned = partial(self._draft.set, "chronology", row_id, "pinned", not row["pinned"])
        card.offer("Unpin" if row["pinned"] else "Pin", set_pinned)
        if not corrected:
            card.offer("Correct this entry…", partial(self.correct, row))

    def _say(self, found: int, total: int) -> None:
        hidden = max(found - self._shown, 0)
        self.more.setText(f"Show {min(hidden, STEP)} more of {hidden:,}")
        self.more.setVisible(hidden > 0)
        entries = f"{total:,} {'entry' if total == 1 else 'entries'}"
        self.count.setText(entries if found == total else f"{found:,} of {entries}")
        self.print_button.setEnabled(self._draft.file.case["id"] is not None)
        if not total:
            self._entries.addWidget(_muted("Nothing has been written in this chronology yet."))
        elif not found:
            self._entries.addWidget(_muted("No entries match. Change the filters above."))

    def _show_more(self) -> None:
        self._shown += STEP
        self.show_entries()

    def _show_all(self) -> None:
        """An entry just added is seen, whatever was asked for."""
        self.kind.set_value(None)
        self.words.clear()
        self.pinned.setChecked(False)

    def _begin_again(self) -> None:
        self._shown = STEP
        self.show_entries()

    def _rows_changed(self, section: str) -> None:
        if section == "chronology":
            self.show_entries()


def _muted(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "muted")
    return label

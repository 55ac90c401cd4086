"""One version beside the list: what it is, its members, its text and clauses."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.queries.people.guidance import Document, Held, NamedBy
from models.register import Register
from models.rules import vocabularies
from models.rules.media_types import size_words
from models.rules.process.guidance import when_held
from ui.background import Runner
from ui.guidance.recipients_panel import RecipientsPanel
from ui.previews.file_preview import can_show
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import clear, plain_label, plain_tip
from ui.widgets.scrolling_column import ScrollingColumn

CASES_SHOWN = 60
#: The page's acts on what is shown; each is the name that ``wanted`` tells.
EDITS = (
    ("edit_document", "Edit the document…"),
    ("edit_version", "Edit this version…"),
    ("remove_version", "Remove this version…"),
    ("remove_document", "Remove the document…"),
)


class VersionPanel(QWidget):
    """Shows what it is given; what is pressed on it is told by ``wanted``."""

    wanted = Signal(str, object)  # what is to be done, and the clause it is about or None
    open_case = Signal(int)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._no_edits = register.why_not("guidance")
        self._no_copies = register.why_not("disclose")
        self.head = Card(" ")
        self.about = plain_label("", "muted")
        self.head.body.addWidget(self.about)
        self.new_version = self._button("New version…", "new_version")
        self.edit = QPushButton("Edit")
        self.menu = QMenu(self.edit)
        self.actions_by_name = {
            name: self.menu.addAction(words, partial(self.wanted.emit, name, None))
            for name, words in EDITS
        }
        self.edit.setMenu(self.menu)
        forbid(self.edit, self._no_edits)
        self.head.buttons.addWidget(self.new_version)
        self.head.buttons.addWidget(self.edit)
        self.members = RecipientsPanel(register, runner)
        self.text = ScrollingColumn()
        self.none = EmptyState(
            "No version yet", ("Add a version with the day it comes into force."), "Add the first"
        )
        self.none.clicked.connect(lambda: self.wanted.emit("new_version", None))
        forbid(self.none.button, self._no_edits)
        self._stack = QStackedWidget()
        for page in (self.members, self.text, self.none):
            self._stack.addWidget(page)
        self.show_members = self._toggle("Members", self.members)
        self.show_text = self._toggle("Text and clauses", self.text)
        self._lay_out()

    def show_version(self, document: Document, held: Held | None, cases: list[NamedBy]) -> None:
        """Show a version, or a document that has none yet."""
        self.head.set_title(held.version.called if held else document.title)
        factor = vocabularies.name("factor", document.factor)
        parts = [f"In force {when_held(held.version)}" if held else "", factor]
        lines = ["  ·  ".join(part for part in parts if part), document.notes]
        self.about.setText("\n".join(line for line in lines if line))
        self.about.setVisible(bool(self.about.text()))
        for name in ("edit_version", "remove_version"):
            self.actions_by_name[name].setVisible(held is not None)
        self.actions_by_name["remove_document"].setVisible(not document.versions)
        for button in (self.show_members, self.show_text):
            button.setVisible(held is not None)
        if held is None:
            self._stack.setCurrentWidget(self.none)
            return
        self.show_members.setText(f"Members ({held.acknowledged} of {held.given} acknowledged)")
        page = self.text if self.show_text.isChecked() else self.members
        self._stack.setCurrentWidget(page)
        self.members.show_version(held)
        self._fill(held, cases)

    # --- making ---

    def _lay_out(self) -> None:
        toggles = FlowLayout()
        group = QButtonGroup(self)
        for button in (self.show_members, self.show_text):
            group.addButton(button)
            toggles.addWidget(button)
        self.show_members.setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addLayout(toggles)
        column.addWidget(self._stack, 1)

    def _toggle(self, words: str, page: QWidget) -> QPushButton:
        made = QPushButton(words)
        made.setCheckable(True)
        made.clicked.connect(lambda _: self._stack.setCurrentWidget(page))
        return made

    def _button(self, words: str, name: str, about: object = None) -> QPushButton:
        made = QPushButton(words)
        made.clicked.connect(lambda _: self.wanted.emit(name, about))
        if name == "save_file":
            forbid(made, self._no_copies)
        elif name != "preview_file":
            forbid(made, self._no_edits)
        return made

    # --- the text ---

    def _fill(self, held: Held, cases: list[NamedBy]) -> None:
        clear(self.text.column)
        text = self._card("Text")
        words = held.notes or "No text has been written."
        text.body.addWidget(plain_label(words, "" if held.notes else "muted"))
        self._show_file(text, held)
        clauses = self._card(f"Clauses ({len(held.version.clauses)})")
        clauses.buttons.addWidget(self._button("Add clause…", "add_clause"))
        if not held.version.clauses:
            words = "An allegation can name a clause once it is here."
            clauses.body.addWidget(plain_label(words, "muted"))
        for clause in held.version.clauses:
            line = QHBoxLayout()
            number = plain_label(clause.number, "strong")
            number.setMinimumWidth(44)
            number.setWordWrap(False)
            line.addWidget(number)
            line.addWidget(plain_label(clause.words), 1)
            for words, name in (("Edit…", "edit_clause"), ("Remove…", "remove_clause")):
                button = self._button(words, name, clause)
                button.setProperty("kind", "link")
                button.setAccessibleName(f"{words} clause {clause.number}")
                line.addWidget(button)
            clauses.body.addWidget(_held_by(line))
        named = self._card(f"Cases whose allegations name it ({len(cases)})")
        if not cases:
            named.body.addWidget(plain_label("None that you may see.", "muted"))
        for case in cases[:CASES_SHOWN]:
            line = QHBoxLayout()
            button = QPushButton(case.reference)
            button.setProperty("kind", "link")
            button.clicked.connect(partial(self._open, case.case_id))
            line.addWidget(button)
            line.addWidget(plain_label(case.title), 1)
            named.body.addWidget(_held_by(line))
        if len(cases) > CASES_SHOWN:
            words = f"and {len(cases) - CASES_SHOWN} more: search the list of cases for its title"
            named.body.addWidget(plain_label(words, "muted"))
        self.text.column.addStretch(1)

    def _show_file(self, card: Card, held: Held) -> None:
        kept = held.file
        card.buttons.addWidget(self._button("Replace file…" if kept else "Attach file…", "attach"))
        if kept is None:
            return
        line = QHBoxLayout()
        line.addWidget(plain_label(f"{kept.file_name}  ·  {size_words(kept.size)}"), 1)
        preview = self._button("Preview", "preview_file")
        preview.setEnabled(not can_show(kept))
        preview.setToolTip(plain_tip(can_show(kept)))
        line.addWidget(preview)
        line.addWidget(self._button("Save a copy…", "save_file"))
        card.body.addWidget(_held_by(line))

    def _card(self, title: str) -> Card:
        card = Card(title)
        self.text.column.addWidget(card)
        return card

    def _open(self, case_id: int, _: bool = False) -> None:
        self.open_case.emit(case_id)


def _held_by(line: QHBoxLayout) -> QWidget:
    holder = QWidget()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    holder.setLayout(line)
    return holder

"""Forms bound to a draft: a field of a form is one line, everything else follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.case.casefile import Row
from models.queries.people.people import FoundMember
from models.schema import dictionary, sections
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Editor, Sources, make_editor, said
from ui.widgets.card import Card
from ui.widgets.fields.field import Field
from ui.widgets.fields.forbid import forbid

__all__ = ["Form", "FormCard", "FormField", "Sources"]

#: Under this width, in pixels, a form has one column.
TWO_COLUMNS = 560


#: What of a table's own columns stands on a page otherwise than in a form, or is given by the page.
ELSEWHERE: dict[str, frozenset[str]] = {
    "case": frozenset(("reference", "former_references", "anonymised")),
    "subjects": frozenset(("member_id",)),
    "complainants": frozenset(("person_id",)),
    "assessments": frozenset(("subject_id",)),
    "findings": frozenset(("allegation_id", "level")),
    "reviews": frozenset(("suspension_id",)),
    "referrals": frozenset(("revises_id",)),
    "tasks": frozenset(("assigned_by_id",)),
    "links": frozenset(("other_id",)),
}


@dataclass(frozen=True)
class FormField:
    """Where a field of the dictionary stands in a form; all else follows from its entry.

    :ivar name: the key of the section's rows.
    :ivar wide: it takes a line of its own.
    :ivar shown: for which rows it is asked at all.
    :ivar required: it is, in those rows for which it is asked.
    """

    name: str
    wide: bool = False
    shown: Callable[[Row], bool] = field(default=lambda _: True)
    required: bool = False


def further(section: str, placed: Sequence[FormField]) -> tuple[FormField, ...]:
    """The fields of a section's table that stand in no form and nowhere else, so in this one."""
    known = {item.name for item in placed} | ELSEWHERE.get(section, frozenset())
    return tuple(
        FormField(name, wide=entry.kind == "area")
        for name, entry in dictionary.entries(sections.MODELS[section]).items()
        if not entry.technical and name not in known
    )


class Form(QWidget):
    """Fields bound to one row of the draft, two columns where there is room."""

    def __init__(
        self,
        draft: Draft,
        section: str,
        row_id: int | None,
        fields: Sequence[FormField],
        sources: Sources,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._section = section
        self._row_id = row_id
        self._fields = fields
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        self._columns = 0
        self._shown: list[str] = []
        for item in fields:
            self._make(item, sources)
        draft.changed.connect(self._field_changed)
        draft.replaced.connect(self._begin_again)
        draft.problems_changed.connect(self._show_problems)
        draft.rows_changed.connect(self._rows_changed)  # let go of with the form itself
        self._flow(2)
        self.refresh()

    @property
    def why_not(self) -> str:
        """Why it may only be read; empty where it may be edited."""
        return self._draft.why_not

    def refresh(self) -> None:
        """Show the row as the draft has it."""
        row = self._row()
        if row is None:
            return
        for name, editor in self.editors.items():
            editor.refill(self._draft.file, row)
            editor.set_value(row.get(name))
        self._flow(self._columns or 2)
        self._show_problems()

    def focus(self, name: str) -> bool:
        """Put the keyboard in a field; whether the form has it."""
        editor = self.editors.get(name)
        if editor is None:
            return False
        editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if event.size().width() >= TWO_COLUMNS else 1
        if columns != self._columns:
            self._flow(columns)

    def _begin_again(self) -> None:
        for editor in self.editors.values():
            editor.forget()
        self.refresh()

    def _rows_changed(self, _: str) -> None:
        self.refresh()

    def _row(self) -> Row | None:
        return self._draft.file.row(self._section, self._row_id)

    def _make(self, item: FormField, sources: Sources) -> None:
        entry = sections.entry(self._section, item.name)
        editor = make_editor(self._section, item.name, sources)
        editor.widget.setObjectName(f"{self._section}.{item.name}")
        editor.widget.setAccessibleName(entry.label)
        required = item.required or bool(entry.required)
        shell = Field(entry.label, editor.widget, required=required, about=entry.about, parent=self)
        editor.on_change(partial(self._write, item.name))
        editor.on_left(self._draft.end_typing)
        editor.on_refused(partial(self._refused, item.name))
        if self._draft.why_not:
            editor.read_only(self._draft.why_not)
        self.editors[item.name] = editor
        self.fields[item.name] = shell

    def _write(self, name: str, value: Any) -> None:
        self._draft.set(self._section, self._row_id, name, value)

    def _refused(self, name: str, sentence: str) -> None:
        self.fields[name].set_error(sentence)

    def _field_changed(self, section: str, row_id: Any, name: str) -> None:
        row = self._row()
        if row is None:
            return
        mine = section == self._section and row_id == (self._row_id or 0)
        if mine and name in self.editors:
            self.editors[name].set_value(row.get(name))
        decides = name in ("regime", "role", "subject_id", "level", "family_name", "number")
        if decides or (mine and name in ("conduct_from", "guidance_version_id")):
            self.refresh()
        elif mine and self._asked(row) != self._shown:
            self._flow(self._columns)

    def _asked(self, row: Row) -> list[str]:
        return [item.name for item in self._fields if item.shown(row)]

    def _show_problems(self) -> None:
        if self._row() is None:
            return
        begun = self._draft.original is not None or self._draft.is_edited()
        for name, shell in self.fields.items():
            said = self.editors[name].problem()
            where = (self._section, self._row_id, name)
            if not said and begun:  # a new case does not greet with what it lacks
                warns = self._draft.warns(*where)
                shell.set_error(self._draft.problem(*where), warning=warns)
            else:
                shell.set_error(said)

    def _flow(self, columns: int) -> None:
        """Lay the shown fields out over ``columns``; a wide one takes a line of its own."""
        self._columns = columns
        row = self._row() or {}
        self._shown = self._asked(row) if row else []
        line = column = 0
        for item in self._fields:
            shell = self.fields[item.name]
            self._grid.removeWidget(shell)
            asked = item.name in self._shown
            shell.setVisible(asked)
            if not asked:
                continue
            wide = item.wide or columns == 1
            if wide and column:
                line, column = line + 1, 0
            span = columns if wide else 1
            self._grid.addWidget(shell, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= columns:
                line, column = line + 1, 0
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)


class FormCard(QWidget):
    """A form on a card: heading, an optional Remove, the form, and whatever stands below it."""

    def __init__(
        self,
        heading: str,
        draft: Draft,
        section: str,
        row_id: int | None,
        fields: Sequence[FormField],
        sources: Sources,
        *,
        flat: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.section = section
        self.row_id = row_id
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        # From the outside in: whatever is given another parent is styled again, with all inside it.
        card = Card(heading, self)
        self.form = Form(draft, section, row_id, fields, sources, card)
        if flat:
            card.setObjectName("flat")
            card.setFrameShape(QFrame.Shape.NoFrame)
            outside = card.layout()
            if outside is not None:
                outside.setContentsMargins(0, 0, 0, 8)
        outer.addWidget(card)
        self._heading = card.heading
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._top = card.buttons
        self._inner = card.body
        self._inner.addWidget(self.form)
        self.remove_button: QPushButton | None = None

    def set_heading(self, words: str) -> None:
        """Call the card something else."""
        self._heading.setText(words)

    def focus_first(self) -> None:
        """Put the keyboard in the form's first field."""
        next(iter(self.form.editors.values())).widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_remove(self, act: Callable[[], None]) -> None:
        """Offer to take the row away."""
        self.remove_button = QPushButton("Remove")
        self.remove_button.setProperty("kind", "link")
        self.remove_button.setAccessibleName(f"Remove {self._heading.text()}")
        self.remove_button.clicked.connect(act)
        forbid(self.remove_button, self.form.why_not)
        self._top.addWidget(self.remove_button)

    def add_button(self, words: str, act: Callable[[], None]) -> QPushButton:
        """Offer something else that is done with the row."""
        button = QPushButton(words)
        button.setProperty("kind", "link")
        button.setAccessibleName(f"{words.rstrip('…')} {self._heading.text()}")
        button.clicked.connect(lambda _: act())
        forbid(button, self.form.why_not)
        self._top.addWidget(button)
        return button

    def fix(self, words: str) -> None:
        """Show the row as plain text: it stands as it was written, but for the form's fields."""
        self.form.setVisible(bool(self.form.fields))
        said = QLabel(words)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setWordWrap(True)
        self._inner.insertWidget(0, said)

    def add_below(self, block: QWidget) -> None:
        """Put a block under the form."""
        self._inner.addWidget(block)


def forms_in(widget: QWidget) -> Iterator[tuple[FormCard, Form]]:
    """Every form card under ``widget``."""
    for card in widget.findChildren(FormCard):
        yield card, card.form


def read_only_words(section: str, row: Row, fields: Sequence[FormField], sources: Sources) -> str:
    """A row for reading, a line a field that has a value."""
    lines = []
    for item in fields:
        words = said(section, item.name, row.get(item.name), sources)
        if words:
            lines.append(f"{sections.label(section, item.name)}: {words}")
    return "\n".join(lines)


def member_values(found: FoundMember) -> Row:
    """What choosing a known member puts in a subject's row."""
    return {
        "member_id": found.member_id,
        "number": found.number,
        "title": found.title,
        "given_names": found.given_names,
        "family_name": found.family_name,
        "date_of_birth": found.date_of_birth,
        "role": found.role,
        "rank": found.rank,
        "post": found.post,
        "unit": found.unit,
    }

"""A few fields asked in a dialog that closes only when they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.errors import InvalidError, ProbityError
from models.rules import vocabularies
from models.schema import dictionary
from ui.background import Job, Runner
from ui.looks import theme
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.fields.line_edit import LineEdit
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fields.text_area import TextArea
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label

LONGEST = 2000  # characters in one line


@dataclass(frozen=True)
class Asked:
    """One field: its name, its label, its editor with what it holds already in it."""

    name: str
    label: str
    editor: QWidget
    required: bool = False
    about: str = ""


class FieldsDialog(FittingDialog):
    """What ``write`` refuses (:class:`InvalidError`) is said beside its field.

    :param note: a sentence under the title; ``notes`` are several that are to be read.
    :param doing: what is under way meanwhile, at the foot of the window.
    :param passphrase: a new one asked under the fields; given to ``write`` by that name.
    """

    def __init__(
        self,
        title: str,
        asked: Sequence[Asked],
        write: Callable[[dict[str, Any]], object],
        runner: Runner,
        *,
        yes: str = "Save",
        note: str = "",
        notes: Sequence[str] = (),
        doing: str = "Saving",
        passphrase: NewPassphrase | None = None,
        width: int = 480,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.passphrase = passphrase
        self.setMinimumWidth(width)
        self._write = write
        self._runner = runner
        self._doing = doing
        self.editors: Mapping[str, Any] = {one.name: one.editor for one in asked}
        self.fields = {
            one.name: Field(one.label, one.editor, required=one.required, about=one.about)
            for one in asked
        }
        for name, editor in self.editors.items():
            if isinstance(editor, LineEdit | TextArea):
                editor.refused.connect(self.fields[name].set_error)
        self.message = MessageBar()
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 20, 20)
        outer.setSpacing(12)
        column = self._scrolling(outer) if notes else outer
        column.addWidget(plain_label(title, "heading"))
        for words in (note, *notes):
            if words:
                column.addWidget(plain_label(words, "" if notes else "muted"))
        column.addWidget(self.message)
        for field in self.fields.values():
            column.addWidget(field)
        if passphrase is not None:
            column.addWidget(passphrase)
        outer.addWidget(buttons)
        if notes:
            self.resize(self.sizeHint())  # Qt by itself goes no further than two thirds of a screen
        if asked:
            asked[0].editor.setFocus()

    def values(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {name: _value(editor) for name, editor in self.editors.items()}

    def _scrolling(self, outer: QVBoxLayout) -> QVBoxLayout:
        """A column that scrolls where much is to be read on a small screen."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        scroll = ReadingArea()
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        return column

    def do(self, job: Job, values: dict[str, Any]) -> None:
        """Write what stands in the fields, on a worker thread."""
        self._write(values)

    def _try(self) -> None:
        unreadable = False
        for name, editor in self.editors.items():
            wrong = editor.problem() if isinstance(editor, DateEdit) else None
            self.fields[name].set_error(wrong)
            unreadable = unreadable or bool(wrong)
        if unreadable:
            return
        values = self.values()
        if self.passphrase is not None:
            self.passphrase.name = str(values.get("name", self.passphrase.name))
            values["passphrase"] = self.passphrase.value()
            if values["passphrase"] is None:
                return
        self.agree.setEnabled(False)
        self._runner.run(
            lambda job: self.do(job, values),
            done=lambda _: self.accept(),
            failed=self._refused,
            title=self._doing,
            owner=self,
            must_finish=True,
        )

    def _refused(self, error: ProbityError) -> None:
        self.agree.setEnabled(True)
        beside = error.problems if isinstance(error, InvalidError) else {}
        for name, sentence in beside.items():
            if name in self.fields:
                self.fields[name].set_error(sentence)
        if self.passphrase is not None and "passphrase" in beside:
            self.passphrase.refuse(beside["passphrase"])
        elif not beside.keys() & self.fields.keys():
            self.message.show_message(str(error), "error")


class ReadingArea(QScrollArea):
    """As high as what is in it, wrapped at its width, where the screen has room for that."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def setWidget(self, inside: QWidget) -> None:
        super().setWidget(inside)
        inside.setAutoFillBackground(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # what is in it has grown
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        room = self.screen().availableSize()
        width = min(theme.px(560), room.width() - 80)
        inside = self.widget()
        wanted = inside.heightForWidth(width) if inside is not None else 0
        return QSize(width, min(wanted, room.height() - 160))


def asked_of(
    model: type[Any], column: str, editor: QWidget, *, name: str = "", required: bool = False
) -> Asked:
    """A column of a table, called as the dictionary calls it.

    :param name: by which it is written and refused, where not by the column's own.
    """
    entry = dictionary.entry(model, column)
    must = required or bool(entry.required)
    return Asked(name or column, entry.label, editor, must, entry.about)


def field_of(
    model: type[Any], column: str, editor: QWidget, *, required: bool = False, grows: bool = False
) -> Field:
    """The same, where the dialog is laid out by itself."""
    entry = dictionary.entry(model, column)
    must = required or bool(entry.required)
    return Field(entry.label, editor, required=must, grows=grows, about=entry.about)


def chosen_of(
    model: type[Any], column: str, code: str | None = None, *, empty: str = "—"
) -> Choice:
    """A choice of the terms of the list that a column is of, with ``code`` chosen.

    :param empty: what stands for none of them.
    """
    vocabulary = dictionary.entry(model, column).vocabulary
    terms = [(term.code, term.name) for term in vocabularies.terms(vocabulary)]
    made = Choice(terms, empty=empty)
    made.set_value(code or None, vocabularies.name(vocabulary, code))
    return made


def line(text: str | None = "", hint: str = "") -> QLineEdit:
    """An editor of one line."""
    made = LineEdit(text or "", limit=LONGEST)
    made.setPlaceholderText(hint)
    return made


def area(text: str | None = "") -> TextArea:
    """An editor of several lines."""
    made = TextArea()
    made.setPlainText(text or "")
    return made


def _value(editor: QWidget) -> Any:
    if isinstance(editor, DateEdit | Choice):
        return editor.value()
    if isinstance(editor, TextArea):
        return editor.toPlainText().strip()
    assert isinstance(editor, QLineEdit)
    return editor.text().strip()

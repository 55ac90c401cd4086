"""The templates of letters: those that come with Probity, and the force's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.changes import disclosing
from models.changes.case import letters as changes
from models.errors import ProbityError
from models.exchange.letters.templates import Template, content, shipped
from models.queries.cases.letters import TemplateRow, templates
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date, format_moment
from models.schema import LetterTemplate
from models.storage.engine import sqlite3
from ui.background import Job, Runner
from ui.letters.field_picker import FieldPicker
from ui.looks import theme
from ui.widgets.buttons import connect_buttons
from ui.widgets.choosing_line import ChoosingLine
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields_dialog import Asked, FieldsDialog, asked_of, chosen_of, line
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS, WIDTHS = ("Template", "About", "Whose", "Added", "State"), (0, 220, 120, 160, 130)


@dataclass(frozen=True)
class Line:
    """A template as the dialog shows it."""

    template: Template
    row: TemplateRow | None


class TemplatesDialog(QDialog):
    """Lists every template; a force adds its own, and retires them."""

    _register_changed = Signal(object)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Letter templates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(900), theme.px(520))
        self._register = register
        self._runner = runner
        self.message = MessageBar()
        self.model: RowsModel[Line] = RowsModel(HEADINGS, _cells, muted=(1, 2, 3, 4), parent=self)
        self.table = RowTable("Letter templates", 36)
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.add_button = QPushButton("Add a template…")
        self.add_button.setProperty("kind", "primary")
        self.save_button = QPushButton("Save a copy…")
        self.retire_button = QPushButton("Retire")
        self.fields_button = QPushButton("Fields…")
        close = QPushButton("Close")
        connect_buttons(
            (self.add_button, self.add),
            (self.save_button, self._ask_copy),
            (self.retire_button, self.retire),
            (self.fields_button, lambda: FieldPicker(parent=self).show()),
            (close, self.reject),
        )
        why_not = register.why_not("templates")
        forbid(self.add_button, why_not)
        forbid(self.retire_button, why_not)
        forbid(self.save_button, register.why_not("disclose"))
        foot = QHBoxLayout()
        for button in (self.save_button, self.retire_button, self.fields_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            plain_label(
                "To make one of your own, save a copy, change it in Word, and add it. A "
                "template with an unknown field, or with anything other than text, is refused.",
                "muted",
            )
        )
        column.addWidget(self.message)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self._register_changed.connect(self._told)
        stop = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: stop())
        self.read()

    def read(self) -> None:
        """List what there is."""

        def ask(connection: sqlite3.Connection) -> list[Line]:
            own = [
                Line(Template(str(row.id), row.name, row.about or "other", row), row)
                for row in templates(connection)
            ]
            own.sort(key=lambda one: one.row is not None and one.row.retired is not None)
            return [*own, *(Line(one, None) for one in shipped())]

        self._runner.ask(
            self._register,
            ask,
            done=self._show,
            failed=self._fail,
            key=f"templates {id(self)}",
            owner=self,
        )

    def chosen(self) -> Line | None:
        """The template that is chosen."""
        found = self.table.selectionModel().selectedRows()
        return self.model.items[found[0].row()] if found else None

    def add(self) -> FieldsDialog:
        """Ask for a Word file, and keep it as a template."""
        about = chosen_of(LetterTemplate, "about")
        file = ChoosingLine(self._choose_file, "", "the Word document")
        asked = [
            Asked("file", "Word document (.docx)", file, required=True),
            asked_of(LetterTemplate, "name", line(), required=True),
            asked_of(LetterTemplate, "about", about, required=True),
        ]

        def write(values: dict[str, Any]) -> None:
            path = Path(values["file"])
            about = values["about"] or "other"
            changes.add_template(self._register, path, name=values["name"], about=about)

        dialog = FieldsDialog(
            "Add a letter template",
            asked,
            write,
            self._runner,
            yes="Add",
            note="What it is about decides what a letter made from it is recorded as.",
            doing="Checking the template",
            parent=self,
        )
        dialog.accepted.connect(
            lambda: self.message.show_message("The template is kept in the register.", "good")
        )
        dialog.open()
        return dialog

    def retire(self) -> None:
        """Offer the chosen template no longer, or again."""
        chosen = self.chosen()
        if chosen is None or chosen.row is None:
            return
        row = chosen.row

        def work(_: Job) -> None:
            with self._register.change("Letter template") as change:
                if row.retired is None:
                    changes.retire_template(change, row.id, row.version)
                else:
                    changes.offer_template_again(change, row.id, row.version)

        self._runner.run(work, failed=self._fail, title="Saving", must_finish=True)

    def save_copy(self, path: Path) -> None:
        """Write the chosen template, to be changed in Word."""
        chosen = self.chosen()
        if chosen is None:
            return

        def work(job: Job) -> None:
            with job.reading(self._register) as connection:
                data = content(connection, chosen.template)
            name = chosen.template.name
            disclosing.save_template(self._register, path, name, data, chosen.row)

        self._runner.run(
            work,
            done=lambda _: self.message.show_message(f"Saved {path.name}.", "good"),
            failed=self._fail,
            title="Saving a template",
            owner=self,
        )

    def _ask_copy(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        suggested = str(Path.home() / chosen.template.file_name)
        name, _ = QFileDialog.getSaveFileName(
            self, "Save a copy", suggested, "Word document (*.docx)"
        )
        if name:
            self.save_copy(Path(name))

    def _choose_file(self, now: str) -> str:
        kind = "Word document (*.docx)"
        return QFileDialog.getOpenFileName(self, "A letter template", now, kind)[0]

    def _show(self, lines: list[Line]) -> None:
        chosen = self.chosen()
        self.model.show_items(lines)
        at = next(
            (
                place
                for place, one in enumerate(lines)
                if chosen is not None and one.template.key == chosen.template.key
            ),
            0,
        )
        self.table.selectRow(at)
        self._follow()

    def _follow(self) -> None:
        chosen = self.chosen()
        row = chosen.row if chosen else None
        self.save_button.setEnabled(chosen is not None)
        self.retire_button.setEnabled(row is not None)
        retired = row is not None and row.retired is not None
        self.retire_button.setText("Offer again" if retired else "Retire")

    def _told(self, changed: Changed) -> None:
        if "letter_template" in changed.tables:
            self.read()

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def _cells(line: Line) -> tuple[str, ...]:
    row = line.row
    about = vocabularies.name("letter", line.template.about)
    if row is None:
        return line.template.name, about, "Probity’s", "", "Offered"
    state = f"Retired {format_date(row.retired)}" if row.retired else "Offered"
    return row.name, about, row.added_by or "The force", format_moment(row.added), state

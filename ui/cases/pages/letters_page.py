"""The letters of a case: written here, each kept as it was sent, shown and given out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.changes import disclosing
from models.changes.case.letters import record_view
from models.errors import ProbityError
from models.exchange.letters.docx_safe import LARGEST
from models.exchange.letters.text import letter_html
from models.queries.cases.casefile import load_case
from models.queries.cases.letters import LetterRow, letters
from models.register import Register
from models.rules.dates import format_date, format_moment
from models.rules.media_types import size_words
from models.storage.stored_files import read_head
from ui.background import Job, Runner
from ui.cases.form.draft import Draft
from ui.letters.papers import letter_paper
from ui.looks import theme
from ui.previews.outside import folder_for_others
from ui.printing.pages_view import PagesView
from ui.printing.paper import Paper
from ui.widgets.agrees import agrees
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

if TYPE_CHECKING:
    from ui.letters.write_dialog import WriteLetter

HEADINGS = ("No.", "Letter", "To", "Sent", "How", "Recorded as")
WIDTHS = (50, 0, 190, 110, 110, 190)


class LettersPage(QWidget):
    """What is kept is kept at once, apart from the edits of the case."""

    _register_changed = Signal(object)

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._draft = draft
        self.sent = ""  # what the window is to say when it sees what was just written here
        self.message = MessageBar()
        self.write_button = QPushButton("Write a letter…")
        self.write_button.clicked.connect(lambda _: self.write())
        self.templates_button = QPushButton("Templates…")
        self.templates_button.clicked.connect(lambda _: self.show_templates())
        self.model: RowsModel[LetterRow] = RowsModel(
            HEADINGS, _cells, muted=(3, 4, 5), numeric=(0,), parent=self
        )
        self.table = RowTable("Letters", 36)
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.table.opened.connect(lambda _: self.show_letter())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_details())
        self.empty = EmptyState(
            "No letter yet",
            "Choose “Write a letter…” to make one from a Word template. You see it before it "
            "is sent, and it is kept here as it was sent.",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self._lay_out()
        for button, act in (
            (self.write_button, "record"),
            (self.save_button, "disclose"),
            (self.outside_button, "disclose"),
        ):
            forbid(button, register.why_not(act))
        self._register_changed.connect(self._told)
        stop = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: stop())
        draft.replaced.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the case's letters."""
        case_id = self._draft.file.case["id"]
        self.write_button.setEnabled(case_id is not None)
        self.write_button.setToolTip("" if case_id is not None else "Save the case first.")
        if case_id is None:
            return
        self._runner.ask(
            self._register,
            lambda connection: letters(connection, case_id),
            done=self._show,
            failed=self._fail,
            key=f"letters {id(self)}",
            owner=self,
        )

    def write(self) -> WriteLetter | None:
        """Write a letter."""
        from ui.letters.write_dialog import WriteLetter

        case_id = self._draft.file.case["id"]
        if case_id is None:
            return None
        dialog = WriteLetter(self._register, self._runner, case_id, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.keeping.connect(self._expect)  # the window hears of it before the dialog does
        dialog.kept.connect(lambda said: self.message.show_message(said, "good"))
        if self._draft.is_edited():
            said = "The letter is made from the saved case, without your unsaved edits."
            dialog.message.show_message(said, "warning")
        dialog.open()
        return dialog

    def show_templates(self) -> None:
        """Show the templates that letters are made from."""
        from ui.letters.templates_dialog import TemplatesDialog

        TemplatesDialog(self._register, self._runner, self).show()

    def show_letter(self) -> None:
        """Show the text of the chosen letter, once it is on record that it is shown."""
        row = self._chosen()
        if row is None:
            return

        def work(job: Job) -> Paper:
            record_view(self._register, row.id, row.case_id)
            with job.reading(self._register) as connection:
                data = read_head(connection, row, LARGEST)
                file = load_case(connection, row.case_id)
            heading = _heading(row)
            return letter_paper(
                self._register, file, row.called, letter_html(data, row.called, heading)
            )

        self._runner.run(
            work,
            done=lambda paper: self._show_paper(row, paper),
            failed=self._fail,
            title="Opening a letter",
            owner=self,
        )

    # --- making ---

    def _lay_out(self) -> None:
        note = QLabel("Letters are kept at once, without saving the case.")
        note.setProperty("kind", "muted")
        top = QHBoxLayout()
        top.addWidget(note, 1)
        top.addWidget(self.templates_button)
        top.addWidget(self.write_button)
        self.details = self._make_details()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        column.addWidget(self.details)

    def _make_details(self) -> Card:
        card = Card(" ")
        self.about = plain_label("", "muted")
        self.show_button = QPushButton("Show")
        self.save_button = QPushButton("Save a copy…")
        self.outside_button = QPushButton("Open in Word…")
        for button, act in (
            (self.show_button, self.show_letter),
            (self.save_button, self._save),
            (self.outside_button, self._open_outside),
        ):
            button.clicked.connect(lambda _, act=act: act())
            card.buttons.addWidget(button)
        card.body.addWidget(self.about)
        card.hide()
        return card

    # --- showing ---

    def _show(self, rows: list[LetterRow]) -> None:
        chosen = self._chosen()
        self.model.show_items(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        for place, row in enumerate(rows):
            if chosen is not None and row.id == chosen.id:
                self.table.selectRow(place)
        self._show_details()

    def _chosen(self) -> LetterRow | None:
        found = self.table.selectionModel().selectedRows()
        return self.model.items[found[0].row()] if found else None

    def _show_details(self) -> None:
        row = self._chosen()
        self.details.setVisible(row is not None)
        if row is None:
            return
        self.details.set_title(f"{row.called}  ·  {row.name}")
        self.about.setText(
            f"{row.file_name}  ·  {size_words(row.size)}  ·  kept {format_moment(row.kept)}"
            f" by {row.kept_by}\nSHA-256 {row.sha256}"
        )

    def _show_paper(self, row: LetterRow, paper: Paper) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle(f"{row.called}: {row.name}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.resize(theme.px(820), theme.px(720))
        pages = PagesView(dialog)
        column = QVBoxLayout(dialog)
        column.addWidget(
            plain_label(
                "This is the text only. Open it in Word to see the layout as sent.", "muted"
            )
        )
        column.addWidget(pages, 1)
        pages.show_paper(paper)
        dialog.show()
        pages.fit_width()

    # --- acting ---

    def _expect(self, said: str) -> None:
        self.sent = said

    def _save(self) -> None:
        row = self._chosen()
        if row is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self,
            f"Save {row.called.lower()}",
            str(Path.home() / Path(row.file_name).name),
            "Word document (*.docx)",
        )
        if name:
            self._write_out(row, Path(name), f"Saved as {Path(name).name}")

    def _open_outside(self) -> None:
        row = self._chosen()
        question = (
            "Word will be given an unprotected copy of this letter, and may keep it. Changes "
            "you make in Word are not kept here. Opening it is recorded."
        )
        if row is not None and agrees(self, "Open in Word", question, "Open in Word"):
            path = folder_for_others() / (Path(row.file_name).name or "letter.docx")
            self._write_out(row, path, "Opened outside Probity", then_open=True)

    def _write_out(self, row: LetterRow, path: Path, what: str, *, then_open: bool = False) -> None:
        def work(job: Job) -> None:
            with job.reading(self._register) as connection:
                disclosing.save_letter(self._register, connection, row, path, what, job.check)

        def done(_: None) -> None:
            if then_open:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            else:
                said = f"Saved {row.called.lower()} as it was sent, its hash verified."
                self.message.show_message(said, "good")

        self._runner.run(work, done=done, failed=self._fail, title="Saving a letter", owner=self)

    def _told(self, changed: Changed) -> None:
        if "letter" in changed.tables and self._draft.file.case["id"] in changed.case_ids:
            self.reload()

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def _cells(row: LetterRow) -> tuple[str, ...]:
    return (
        str(row.number),
        row.name,
        row.recipient or "—",
        format_date(row.sent),
        row.how or "—",
        row.recorded or "—",
    )


def _heading(row: LetterRow) -> str:
    parts = (row.called, row.name, f"to {row.recipient}" if row.recipient else "")
    return "  ·  ".join([*filter(None, parts), f"sent {format_date(row.sent)}"])

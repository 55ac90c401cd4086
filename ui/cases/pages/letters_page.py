"""The letters of a case: written here, each kept as it was sent, shown and given out again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from models.changes import disclosing
from models.changes.case.letters import record_view
from models.exchange.letters.docx_safe import LARGEST
from models.exchange.letters.text import letter_html
from models.queries.cases.casefile import load_case
from models.queries.cases.letters import LetterRow, letters
from models.register import Register
from models.rules.dates import format_date, format_moment
from models.rules.media_types import size_words
from models.storage.engine import sqlite3
from models.storage.stored_files import read_head
from ui.background import Job, Runner
from ui.cases.form.draft import Draft
from ui.cases.pages.files_page import FilesPage
from ui.letters.papers import letter_paper
from ui.letters.templates_dialog import TemplatesDialog
from ui.letters.write_dialog import WriteLetter
from ui.looks import theme
from ui.printing.pages_view import PagesView
from ui.printing.paper import Paper
from ui.widgets.agrees import agrees
from ui.widgets.buttons import connect_buttons
from ui.widgets.card import Card
from ui.widgets.fields.forbid import forbid
from ui.widgets.plain import plain_label

HEADINGS = ("No.", "Letter", "To", "Sent", "How", "Recorded as")
WIDTHS = (50, 0, 190, 110, 110, 190)


class LettersPage(FilesPage[LetterRow]):
    """What is kept is kept at once, apart from the edits of the case."""

    of_table = "letter"
    called = "Letters"
    headings = HEADINGS
    widths = WIDTHS
    muted = (3, 4, 5)
    numeric = (0,)
    when_empty = (
        "No letter yet",
        (
            "Write one with “Write a letter…”: it is made from a Word template, seen before it is "
            "sent, and kept here as it was sent."
        ),
    )
    note = "Letters are kept at once, without saving the case."
    writing = "Saving a letter"

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(register, runner, draft, parent)
        self.sent = ""  # what the window is to say when it sees what was just written here
        self.write_button = QPushButton("Write a letter…")
        self.write_button.clicked.connect(lambda _: self.write())
        self.templates_button = QPushButton("Templates…")
        self.templates_button.clicked.connect(lambda _: self.show_templates())
        self.details = self._make_details()
        self._lay_out([self.templates_button, self.write_button], self.details)
        for button, act in (
            (self.write_button, "record"),
            (self.save_button, "disclose"),
            (self.outside_button, "disclose"),
        ):
            forbid(button, register.why_not(act))
        self._begin()

    def write(self) -> WriteLetter | None:
        """Write a letter."""
        case_id = self._case_id()
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

    def _make_details(self) -> Card:
        card = Card(" ")
        self.about = plain_label("", "muted")
        self.show_button = QPushButton("Show")
        self.save_button = QPushButton("Save a copy…")
        self.outside_button = QPushButton("Open in Word…")
        for button in (self.show_button, self.save_button, self.outside_button):
            card.buttons.addWidget(button)
        connect_buttons(
            (self.show_button, self.show_letter),
            (self.save_button, self._save),
            (self.outside_button, self._open_outside),
        )
        card.body.addWidget(self.about)
        card.hide()
        return card

    # --- showing ---

    @staticmethod
    def _cells(row: LetterRow) -> tuple[str, ...]:
        return (
            str(row.number),
            row.name,
            row.recipient or "—",
            format_date(row.sent),
            row.how or "—",
            row.recorded or "—",
        )

    def _read(self, connection: sqlite3.Connection, case_id: int) -> list[LetterRow]:
        return letters(connection, case_id)

    def _offer(self, saved: bool) -> None:
        self.write_button.setEnabled(saved)
        self.write_button.setToolTip("" if saved else "Save the case first.")

    def _open(self) -> None:
        self.show_letter()

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
        if row is not None:
            title, kinds = f"Save {row.called.lower()}", "Word document (*.docx)"
            self._save_as(row, title, lambda name: f"Saved as {name}", kinds)

    def _open_outside(self) -> None:
        row = self._chosen()
        question = (
            "Word will be given an unprotected copy of this letter, and may keep it. Changes "
            "you make in Word are not kept here. Opening it is recorded."
        )
        if row is not None and agrees(self, "Open in Word", question, "Open in Word"):
            self._give_to_another(row, "letter.docx")

    def _write_copy(
        self, connection: sqlite3.Connection, row: LetterRow, path: Path, what: str, job: Job
    ) -> None:
        disclosing.save_letter(self._register, connection, row, path, what, job.check)

    def _written(self, row: LetterRow) -> None:
        said = f"Saved {row.called.lower()} as it was sent, its hash verified."
        self.message.show_message(said, "good")


def _heading(row: LetterRow) -> str:
    parts = (row.called, row.name, f"to {row.recipient}" if row.recipient else "")
    return "  ·  ".join([*filter(None, parts), f"sent {format_date(row.sent)}"])

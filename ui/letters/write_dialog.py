"""Writing a letter: from a template, to somebody in the case, seen before it is kept as sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import disclosing
from models.changes.case.letters import send
from models.errors import InvalidError, ProbityError
from models.exchange.apart import Hold
from models.exchange.letters.docx_safe import LARGEST
from models.exchange.letters.fields import fields
from models.exchange.letters.making import Made, make
from models.exchange.letters.occasion import Occasion
from models.exchange.letters.templates import Template, content, letter_file_name
from models.exchange.letters.text import letter_html
from models.register import Register
from models.storage import reading
from ui.background import Job, Runner
from ui.letters.field_picker import FieldPicker
from ui.letters.letter_form import Known, LetterForm, known
from ui.letters.papers import letter_paper
from ui.looks import theme
from ui.printing.beside_pages import BesidePages
from ui.printing.paper import Paper
from ui.widgets.buttons import connect_buttons
from ui.widgets.fields.forbid import forbid


class WriteLetter(BesidePages):
    """Shows the letter as it will be; nothing is kept before somebody says so."""

    settled = 350
    keeping = Signal(str)  # before it is kept: what is to be said of it; nothing where it was not
    kept = Signal(str)

    def __init__(
        self, register: Register, runner: Runner, case_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(register, runner, parent)
        self.setWindowTitle("Write a letter")
        self.resize(theme.px(1080), theme.px(720))
        self._case_id = case_id
        self._edited: tuple[str, bytes] | None = None  # a file that was gone on with in Word
        self.form = LetterForm(register)
        self.keep_button = QPushButton("Keep as sent")
        self.keep_button.setProperty("kind", "primary")
        self.draft_button = QPushButton("Save a draft for Word…")
        self.file_button = QPushButton("Use an edited file…")
        self.fields_button = QPushButton("Fields…")
        cancel = QPushButton("Cancel")
        connect_buttons(
            (self.keep_button, self.keep),
            (self.draft_button, self._ask_draft),
            (self.file_button, self._ask_file),
            (self.fields_button, self._pick),
            (cancel, self.reject),
        )
        forbid(self.keep_button, register.why_not("record"))
        forbid(self.draft_button, register.why_not("disclose"))
        form = self._make_form()
        self._lay_out(form, 420, self.fields_button, None, cancel, self.keep_button)
        self.form.changed.connect(self._changed)
        self._allow(False)
        runner.ask(
            register,
            lambda connection: known(connection, case_id),
            done=self._begin,
            failed=self._fail,
            owner=self,
        )

    def preview(self) -> None:
        """Make the letter as it is asked for, and show it."""
        self._later.stop()
        template, occasion = self.form.chosen_template(), self.form.occasion()
        if template is None or occasion is None:
            self.form.note.setText("Choose a template: the letter is then shown as it will be.")
            return
        edited = self._edited

        def work(job: Job) -> tuple[Made, Paper]:
            made = self._made(template, occasion, edited, job.interruptible)
            html = letter_html(made.docx, template.name)
            return made, letter_paper(self._register, occasion.file, template.name, html)

        self._runner.run(
            work,
            done=self._show,
            failed=self._fail,
            key=f"letter {id(self)}",
            title="Making the letter",
            owner=self,
        )

    def keep(self) -> None:
        """Keep the letter on the case as it was sent, and record what it is."""
        template, occasion = self.form.chosen_template(), self.form.occasion()
        if template is None or occasion is None or self.form.sent.problem():
            return
        edited = self._edited
        asked = self.form.letter(template, b"")

        def work(job: Job) -> None:
            made = self._made(template, occasion, edited, job.interruptible)
            send(self._register, self._case_id, replace(asked, docx=made.docx))

        said = _said(template, asked.recorded.words if asked.recorded else "")
        self.keeping.emit(said)
        self._allow(False)
        self._runner.run(
            work,
            done=lambda _: self._done(said),
            failed=self._not_kept,
            title="Keeping the letter",
            owner=self,
            must_finish=True,
        )

    def use_file(self, path: Path) -> None:
        """Keep this file instead of what the template makes."""

        def work(_: Job) -> tuple[str, bytes]:
            try:
                return path.name, reading.read_file(path, LARGEST)
            except OSError as error:
                raise ProbityError(
                    f"{path.name} cannot be read ({error.strerror}). Choose a Word document."
                ) from error

        def use(file: tuple[str, bytes]) -> None:
            self._edited = file
            self._changed()

        self._runner.run(work, done=use, failed=self._fail, owner=self)

    # --- making ---

    def _make_form(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.addWidget(self.form, 1)
        more = QHBoxLayout()
        more.addWidget(self.draft_button)
        more.addWidget(self.file_button)
        left.addLayout(more)
        return left

    def _begin(self, found: Known) -> None:
        self.setWindowTitle(f"Write a letter: {found.file.case['reference']}")
        self.form.begin(found)

    # --- showing ---

    def _made(
        self, template: Template, occasion: Occasion, edited: tuple[str, bytes] | None, hold: Hold
    ) -> Made:
        """The letter: from its template, or as it was gone on with in Word."""
        if edited is not None:
            return Made(edited[1], (), takes_words=False)
        with self._register.reader() as connection:
            data = content(connection, template)
        return make(data, template.file_name, occasion, hold)

    def _show(self, answer: tuple[Made, Paper]) -> None:
        if self._is_stale():
            return
        made, paper = answer
        self._show_pages(paper)
        self.form.fields["words"].setVisible(made.takes_words)
        self.message.hide()
        if made.empty:
            labels = {one.code: f"{one.group}: {one.label}" for one in fields()}
            said = "; ".join(labels[code] for code in made.empty)
            self.message.show_message(f"Nothing is recorded for these yet: {said}.", "warning")
        how = "This is the text only. Word shows the layout."
        if self._edited is not None:
            how = f"This is {self._edited[0]}, which is kept as it is. {how}"
        self.form.note.setText(how)
        self._allow(True)

    def _allow(self, ready: bool) -> None:
        self.keep_button.setEnabled(ready)
        self.draft_button.setEnabled(ready and self._edited is None)

    # --- acting ---

    def _done(self, said: str) -> None:
        self.kept.emit(said)
        self.accept()

    def _not_kept(self, error: ProbityError) -> None:
        self.keeping.emit("")
        self._allow(True)
        beside = error.problems if isinstance(error, InvalidError) else {}
        if not self.form.refuse(beside):
            self.message.show_message(str(error), "error")

    def _ask_draft(self) -> None:
        template, occasion = self.form.chosen_template(), self.form.occasion()
        if template is None or occasion is None:
            return
        suggested = letter_file_name(occasion.file.case["reference"], template.name)
        path, _ = QFileDialog.getSaveFileName(
            self, "Save a draft", str(Path.home() / suggested), "Word document (*.docx)"
        )
        if path:
            self._save_draft(template, occasion, Path(path))

    def _save_draft(self, template: Template, occasion: Occasion, path: Path) -> None:
        def work(job: Job) -> None:
            made = self._made(template, occasion, None, job.interruptible)
            disclosing.save_draft(self._register, self._case_id, made.docx, path, template.name)

        said = (
            f"Saved {path.name}. Go on with it in Word; then come back, choose “Use an edited "
            "file…” and keep it as it was sent."
        )
        self._runner.run(
            work,
            done=lambda _: self.message.show_message(said, "good"),
            failed=self._fail,
            title="Saving a draft",
            owner=self,
        )

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "A letter as it was sent", "", "Word document (*.docx)"
        )
        if name:
            self.use_file(Path(name))

    def _pick(self) -> None:
        FieldPicker(self.form.occasion(), self).show()

    def _fail(self, error: ProbityError) -> None:
        self._edited = None
        self.message.show_message(str(error), "error")


def _said(template: Template, recorded: str) -> str:
    as_what = f", and recorded: {recorded[:1].lower()}{recorded[1:]}" if recorded else ""
    return f"“{template.name}” is kept as it was sent{as_what}."

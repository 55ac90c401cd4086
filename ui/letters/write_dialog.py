"""Writing a letter: from a template, to somebody in the case, seen before it is kept as sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import casefile, disclosing, reading
from models.apart import Hold
from models.casefile import CaseFile
from models.changes.letters import NewLetter, send
from models.engine import sqlite3
from models.errors import InvalidError, ProbityError
from models.exchange.docx_safe import LARGEST
from models.exchange.letter_fields import Occasion, Recipient, about_whom, fields, recipients
from models.exchange.letter_making import Made, make
from models.exchange.letter_templates import Template, content, letter_file_name, offered
from models.exchange.letter_text import letter_html
from models.queries.case_list import owners
from models.register import Register
from models.rules import vocabularies
from models.rules.letters import recorded_as
from models.rules.names import subject_label
from ui import theme
from ui.background import Job, Runner
from ui.letters.field_picker import FieldPicker
from ui.letters.papers import letter_paper
from ui.printing.pages_view import PagesView
from ui.printing.paper import Paper
from ui.widgets.choice import Choice
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.text_area import TextArea

SETTLED = 350  # milliseconds without a key stroke, after which the preview is made anew


@dataclass(frozen=True)
class _Known:
    """What the dialog begins from: the case as it is saved, its users, the templates."""

    file: CaseFile
    users: dict[int, str]
    templates: list[Template]


class WriteLetter(QDialog):
    """Shows the letter as it will be; nothing is kept before somebody says so."""

    kept = Signal(str)  # what to say of it

    def __init__(
        self, register: Register, runner: Runner, case_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Write a letter")
        self.resize(theme.px(1080), theme.px(720))
        self._register = register
        self._runner = runner
        self._case_id = case_id
        self._known: _Known | None = None
        self._edited: tuple[str, bytes] | None = None  # a file that was gone on with in Word
        self._later = QTimer(self, singleShot=True, interval=SETTLED)
        self._later.timeout.connect(self._preview)
        self.message = MessageBar()
        self.pages = PagesView()
        self._make()
        runner.ask(register, self._ask, done=self._begin, failed=self._fail, owner=self)

    # --- making ---

    def _make(self) -> None:
        self.template = Choice(empty="Choose a template")
        self.recipient = Choice(empty="Nobody in the case")
        self.subject = Choice(empty="Nobody")
        self.sent = DateEdit(self._register.today())
        self.sent.set_value(self._register.today())
        self.method = Choice(
            [(term.code, term.name) for term in vocabularies.terms("method")], empty="Not said"
        )
        self.words = TextArea(lines=5)
        self.record = QCheckBox()
        self.record.setChecked(True)
        self.fields = {
            "template": Field("Template", self.template, required=True),
            "recipient": Field("To", self.recipient),
            "subject": Field("About which subject", self.subject),
            "sent": Field("Date", self.sent, required=True),
            "method": Field("How it is sent", self.method),
            "words": Field("What you write for this letter", self.words),
        }
        self.offer = plain_label("", "muted")
        self.note = plain_label("", "muted")
        self.keep_button = QPushButton("Keep as sent")
        self.keep_button.setProperty("kind", "primary")
        self.draft_button = QPushButton("Save a draft for Word…")
        self.file_button = QPushButton("Use an edited file…")
        self.fields_button = QPushButton("Fields…")
        cancel = QPushButton("Cancel")
        for button, act in (
            (self.keep_button, self.keep),
            (self.draft_button, self._ask_draft),
            (self.file_button, self._ask_file),
            (self.fields_button, self._pick),
            (cancel, self.reject),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, act=act: act())
        forbid(self.keep_button, self._register.why_not("record"))
        forbid(self.draft_button, self._register.why_not("disclose"))
        self._lay_out(cancel)
        for choice in (self.template, self.recipient, self.subject):
            choice.changed.connect(self._changed)
        self.recipient.changed.connect(self._offer_subject)
        self.sent.changed.connect(self._changed)
        self.words.textChanged.connect(self._changed)
        self._allow(False)

    def _lay_out(self, cancel: QPushButton) -> None:
        form = QVBoxLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        for name in ("template", "recipient", "subject"):
            form.addWidget(self.fields[name])
        day = QHBoxLayout()
        day.setSpacing(12)
        day.addWidget(self.fields["sent"])
        day.addWidget(self.fields["method"])
        form.addLayout(day)
        form.addWidget(self.fields["words"])
        tick = QHBoxLayout()
        tick.setSpacing(0)
        tick.addWidget(self.record)
        tick.addWidget(self.offer, 1)
        form.addLayout(tick)
        form.addWidget(self.note)
        form.addStretch(1)
        more = QHBoxLayout()
        more.addWidget(self.draft_button)
        more.addWidget(self.file_button)
        form.addLayout(more)
        side = QWidget()
        side.setLayout(form)
        side.setFixedWidth(theme.px(420))
        across = QHBoxLayout()
        across.setSpacing(20)
        across.addWidget(side)
        across.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.fields_button)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addLayout(across, 1)
        column.addLayout(foot)
        self.record.setAccessibleName("Record what the letter is")

    # --- beginning ---

    def _ask(self, connection: sqlite3.Connection) -> _Known:
        file = casefile.load(connection, self._case_id)
        return _Known(file, owners(connection), offered(connection))

    def _begin(self, known: _Known) -> None:
        self._known = known
        self.setWindowTitle(f"Write a letter: {known.file.case['reference']}")
        self.template.set_items(
            (one.key, f"{one.name} (own)" if one.own else one.name) for one in known.templates
        )
        self.recipient.set_items((one.key, one.label) for one in recipients(known.file))
        self.subject.set_items((row["id"], subject_label(row)) for row in known.file.subjects)
        self.fields["subject"].setVisible(len(known.file.subjects) > 1)
        everybody = recipients(known.file)
        if everybody:
            self.recipient.set_value(everybody[0].key)
        self._offer_subject()
        self._changed()

    def _offer_subject(self) -> None:
        if self._known is not None:
            row = about_whom(self._known.file, self.chosen_recipient())
            self.subject.set_value(row["id"] if row else None)

    # --- what is chosen ---

    def chosen_template(self) -> Template | None:
        """The template that is chosen."""
        every = self._known.templates if self._known else []
        return next((one for one in every if one.key == self.template.value()), None)

    def chosen_recipient(self) -> Recipient | None:
        """Whom the letter is to."""
        every = recipients(self._known.file) if self._known else []
        return next((one for one in every if one.key == self.recipient.value()), None)

    def _occasion(self) -> Occasion:
        assert self._known is not None
        file = self._known.file
        return Occasion(
            file,
            self.chosen_recipient(),
            file.row("subjects", self.subject.value()) if self.subject.value() else None,
            self.sent.value(),
            self.words.toPlainText(),
            self._register.user.full_name,
            self._register.force,
            self._register.nation,
            self._known.users,
        )

    # --- showing ---

    def _changed(self) -> None:
        self.fields["sent"].set_error(self.sent.problem())
        self._say_offer()
        self._allow(False)
        self._later.start()

    def _say_offer(self) -> None:
        template, recipient = self.chosen_template(), self.chosen_recipient()
        if template is None or self._known is None:
            self.offer.setText("")
            return
        section, row = (recipient.section, recipient.row) if recipient else ("", None)
        self.offer.setText(recorded_as(template.about, section, row, self._known.file).offer)

    def _preview(self) -> None:
        template = self.chosen_template()
        if template is None or self._known is None:
            self.note.setText("Choose a template: the letter is then shown as it will be.")
            return
        occasion, edited = self._occasion(), self._edited

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
        made, paper = answer
        self.pages.show_paper(paper)
        self.pages.fit_width()
        self.fields["words"].setVisible(made.takes_words)
        self.message.hide()
        if made.empty:
            labels = {one.code: f"{one.group}: {one.label}" for one in fields()}
            said = "; ".join(labels[code] for code in made.empty)
            self.message.show_message(f"Nothing is recorded for these yet: {said}.", "warning")
        how = "The text of the letter; Word lays it out in its own type."
        if self._edited is not None:
            how = f"This is {self._edited[0]}, which is kept as it is. {how}"
        self.note.setText(how)
        self._allow(True)

    def _allow(self, ready: bool) -> None:
        self.keep_button.setEnabled(ready)
        self.draft_button.setEnabled(ready and self._edited is None)

    # --- acting ---

    def keep(self) -> None:
        """Keep the letter on the case as it was sent, and record what it is."""
        template = self.chosen_template()
        if template is None or self._known is None or self.sent.problem():
            return
        occasion, edited, recipient = self._occasion(), self._edited, self.chosen_recipient()
        section, row = (recipient.section, recipient.row) if recipient else ("", None)
        recorded = recorded_as(template.about, section, row, occasion.file)
        chosen: dict[str, Any] = {
            "sent": self.sent.value(),
            "method": self.method.value(),
            "recipient": recipient,
            "recorded": recorded if self.record.isChecked() else None,
        }
        name = letter_file_name(occasion.file.case["reference"], template.name)

        def work(job: Job) -> None:
            made = self._made(template, occasion, edited, job.interruptible)
            new = NewLetter(template.name, template.about, made.docx, name, **chosen)
            send(self._register, self._case_id, new)

        self._allow(False)
        self._runner.run(
            work,
            done=lambda _: self._done(template, recorded.words if chosen["recorded"] else ""),
            failed=self._not_kept,
            title="Keeping the letter",
            owner=self,
            must_finish=True,
        )

    def _done(self, template: Template, recorded: str) -> None:
        as_what = f", and recorded: {recorded[:1].lower()}{recorded[1:]}" if recorded else ""
        self.kept.emit(f"“{template.name}” is kept as it was sent{as_what}.")
        self.accept()

    def _not_kept(self, error: ProbityError) -> None:
        self._allow(True)
        beside = error.problems if isinstance(error, InvalidError) else {}
        for name in beside.keys() & self.fields.keys():
            self.fields[name].set_error(beside[name])
        if not beside.keys() <= self.fields.keys() or not beside:
            self.message.show_message(str(error), "error")

    def _ask_draft(self) -> None:
        template = self.chosen_template()
        if template is None or self._known is None:
            return
        suggested = letter_file_name(self._known.file.case["reference"], template.name)
        path, _ = QFileDialog.getSaveFileName(
            self, "Save a draft", str(Path.home() / suggested), "Word document (*.docx)"
        )
        if path:
            self._save_draft(template, Path(path))

    def _save_draft(self, template: Template, path: Path) -> None:
        occasion = self._occasion()

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

    def _pick(self) -> None:
        FieldPicker(self._occasion() if self._known is not None else None, self).show()

    def _fail(self, error: ProbityError) -> None:
        self._edited = None
        self.message.show_message(str(error), "error")

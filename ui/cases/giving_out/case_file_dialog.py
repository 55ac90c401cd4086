"""A whole case given out: how much it tells, what is in it, and how it looks before it leaves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import disclosing
from models.errors import InvalidError, ProbityError
from models.exchange.bundle.files import Written
from models.exchange.bundle.plan import (
    DISCLOSURE,
    FULL,
    Material,
    Wanted,
    material,
    parts,
    shown,
    usual,
)
from models.exchange.bundle.striking import pieces
from models.register import Register
from models.rules import vocabularies
from ui.background import Job, Runner
from ui.cases.giving_out.ticked_list import TickedList
from ui.looks import theme
from ui.printing.beside_pages import BesidePages
from ui.printing.bundle_pages import Pages
from ui.printing.paper import Paper
from ui.widgets.buttons import connect_buttons
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields.text_area import TextArea
from ui.widgets.plain import plain_label

REASON = 2000  # characters of a reason
LEFT_OUT = (
    "Letters and exhibits are left out unless you tick them. An exhibit is included as it came "
    "in, with nothing in it hidden."
)


class CaseFileDialog(BesidePages):
    """Shows the sheet and the chronology as they will be; nothing leaves before it is saved."""

    def __init__(
        self, register: Register, runner: Runner, case_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(register, runner, parent)
        self.setWindowTitle("Case file")
        self.resize(theme.px(1120), theme.px(760))
        self._found: Material | None = None
        self._job: Job | None = None
        self.level = Choice(
            [(term.code, term.name) for term in vocabularies.terms("case_file_level")]
        )
        self.level.set_value(FULL)
        self.parts = TickedList("Parts of the case file")
        self.passages = TickedList("Passages to redact")
        self.words = TextArea(lines=3)
        self.words.setPlaceholderText("One on each line, such as a name or a street")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("For whom, and why (goes on record)")
        self.reason.setMaxLength(REASON)
        self.fields = {
            "level": Field("Level of detail", self.level),
            "parts": Field("What is in it", self.parts, grows=True),
            "passages": Field("Passages to redact", self.passages, grows=True),
            "strike": Field("Words to redact wherever they appear", self.words),
            "reason": Field("Reason", self.reason),
        }
        self.note = plain_label(LEFT_OUT, "muted")
        self.pdf_button = QPushButton("Save as PDF…")
        self.pdf_button.setProperty("kind", "primary")
        self.folder_button = QPushButton("Save as folder…")
        close = QPushButton("Close")
        connect_buttons(
            (self.pdf_button, self._ask_pdf),
            (self.folder_button, self._ask_folder),
            (close, self.reject),
        )
        for button in (self.pdf_button, self.folder_button):
            forbid(button, register.why_not("disclose"))
        form = self._make_form()
        self._lay_out(form, 440, None, close, self.folder_button, self.pdf_button)
        self.level.changed.connect(self._show_level)
        self.parts.ticked.connect(self._changed)
        self.passages.ticked.connect(self._changed)
        self.words.textChanged.connect(self._changed)
        self._allow(False)
        runner.ask(
            register,
            lambda connection: material(register, connection, case_id),
            done=self._begin,
            failed=self._fail,
            owner=self,
        )

    def wanted(self) -> Wanted:
        """What is asked for."""
        level = str(self.level.value() or FULL)
        struck = level == DISCLOSURE
        words = self.words.toPlainText().splitlines() if struck else []
        return Wanted(
            level,
            self.parts.keys(),
            self.passages.keys() if struck else frozenset(),
            tuple(one.strip() for one in words if one.strip()),
        )

    def preview(self) -> None:
        """Lay the sheet and the chronology out as they are asked for, and show them."""
        self._later.stop()
        found, wanted = self._found, self.wanted()
        if found is None:
            return

        def work(_: Job) -> Paper:
            as_shown = shown(found, wanted)
            sections = as_shown.sheet() if "sheet" in wanted.parts else []
            sections += as_shown.chronology() if "chronology" in wanted.parts else []
            nothing = ["<p>Neither the sheet nor the chronology is in it.</p>"]
            return Pages(as_shown).paper("Case file", sections or nothing)

        self._runner.run(
            work,
            done=self._show,
            failed=self._fail,
            key=f"case file {id(self)}",
            title="Laying out the case file",
            owner=self,
        )

    def save(self, path: Path, *, as_folder: bool) -> None:
        """Write the case file in the background; its hash is on record before it stands there."""
        found, wanted, reason = self._found, self.wanted(), self.reason.text().strip()
        if found is None:
            return

        def work(job: Job) -> Written:
            as_shown = shown(found, wanted)
            with job.reading(self._register) as connection:
                return disclosing.save_case_file(
                    self._register,
                    connection,
                    as_shown,
                    Pages(as_shown, job.check),
                    path,
                    as_folder=as_folder,
                    reason=reason,
                    progress=job.progress,
                    check=job.check,
                    hold=job.interruptible,
                )

        self._allow(False)
        self.message.show_message("Putting the case file together…")
        self._job = self._runner.run(
            work,
            done=lambda written: self._saved(path, written),
            failed=self._fail,
            title="Saving the case file",
            owner=self,
        )

    def reject(self) -> None:
        """Stop what runs; nothing half written is left."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    # --- making ---

    def _make_form(self) -> QVBoxLayout:
        form = QVBoxLayout()
        form.setSpacing(12)
        form.addWidget(self.fields["level"])
        form.addWidget(self.fields["parts"], 2)
        form.addWidget(self.note)
        form.addWidget(self.fields["passages"], 3)
        form.addWidget(self.fields["strike"])
        form.addWidget(self.fields["reason"])
        return form

    # --- showing ---

    def _begin(self, found: Material) -> None:
        self._found = found
        self.setWindowTitle(f"Case file: {found.reference}")
        passages = [
            (one.key, f"{one.where}: {' '.join(one.words.split())}", one.words)
            for one in pieces(found.file)
        ]
        self.passages.show_items(passages, ())
        self._show_level()

    def _show_level(self) -> None:
        if self._found is None:
            return
        level = str(self.level.value() or FULL)
        listed = [(one.key, one.title, one.title) for one in parts(self._found)]
        self.parts.show_items(listed, usual(self._found, level))
        self.note.setVisible(level != FULL)
        for name in ("passages", "strike"):
            self.fields[name].setVisible(level == DISCLOSURE)
        self._changed()

    def _show(self, paper: Paper) -> None:
        if self._is_stale():
            return
        for name in ("level", "parts", "strike"):
            self.fields[name].set_error(None)
        if not self.message.text().startswith("Saved"):
            self.message.hide()
        self._show_pages(paper)
        self._allow(True)

    def _allow(self, ready: bool) -> None:
        self.pdf_button.setEnabled(ready)
        self.folder_button.setEnabled(ready)

    # --- acting ---

    def _ask_pdf(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save as PDF", self._suggested(".pdf"), "PDF (*.pdf)"
        )
        if name:
            self.save(Path(name), as_folder=False)

    def _ask_folder(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save as folder", self._suggested(""))
        if name:
            self.save(Path(name), as_folder=True)

    def _suggested(self, end: str) -> str:
        reference = self._found.reference.replace("/", "-") if self._found else "case"
        return str(Path.home() / f"{reference} case file{end}")

    def _saved(self, path: Path, written: Written) -> None:
        self._job = None
        self._allow(True)
        many = f"{written.pages} pages" if written.pages != 1 else "one page"
        self.message.show_message(
            f"Saved {path.name}, {many}. Its SHA-256 is on record: {written.sha256}.", "good"
        )

    def _fail(self, error: ProbityError) -> None:
        self._job = None
        beside = error.problems if isinstance(error, InvalidError) else {}
        for name in beside.keys() & self.fields.keys():
            self.fields[name].set_error(beside[name])
        if beside.keys() <= self.fields.keys() and beside:
            self.message.hide()
        else:
            self.message.show_message(str(error), "error")
            self._allow(self._found is not None)

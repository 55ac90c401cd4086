"""What may be done with an answer: kept as published, written to a file, put on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from models.changes.publishing import answer_leaving, keep, save_answer
from models.errors import ProbityError
from models.queries.figures.publication import Made
from models.register import Register
from models.rules.publishing.answers import Answer
from models.schema import Publication
from ui.background import Job, Runner
from ui.cases.list.export_dialog import CsvDialog
from ui.printing import papers
from ui.printing.preview import show_as_made
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields_dialog import FieldsDialog, asked_of, line

KINDS = "Workbook (*.xlsx);;Word document (*.docx);;CSV (*.csv)"
NOTE = "The file name must end in .xlsx, .docx or .csv. What is withheld is not in the file either."


class AnswerActions(QWidget):
    """Buttons for an answer; ``kept`` tells the number of one just kept."""

    kept = Signal(int)

    def __init__(
        self, register: Register, runner: Runner, *, may_keep: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._made: Made | None = None
        self._number: int | None = None
        self.keep = QPushButton("Keep as published…")
        self.keep.setProperty("kind", "primary")
        self.keep.clicked.connect(lambda _: self._keep())
        self.keep.setVisible(may_keep)
        self.export = QPushButton("Export…")
        self.export.clicked.connect(lambda _: self._export())
        self.paper = QPushButton("Print or PDF…")
        self.paper.clicked.connect(lambda _: self._print())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.export, self.paper, self.keep):
            forbid(button, register.why_not("disclose"))
            row.addWidget(button)
        self.show_answer(None)

    def show_answer(self, made: Made | None, number: int | None = None) -> None:
        """Act on this answer from now on; ``number`` is what it is kept under."""
        self._made, self._number = made, number
        for button in (self.keep, self.export, self.paper):
            button.setEnabled(made is not None)

    def leave(
        self, what: str, then: Callable[[], None], failed: Callable[[ProbityError], None]
    ) -> None:
        """Put on record that a part of the answer leaves, and only then let it."""
        answer, number = self._answer(), self._number
        self._runner.run(
            lambda _: answer_leaving(self._register, answer, what, kept=number)(),
            done=lambda _: then(),
            failed=failed,
            must_finish=True,
            owner=self,
        )

    def _answer(self) -> Answer:
        assert self._made is not None
        return self._made.answer

    def _keep(self) -> None:
        made = self._made
        if made is None:
            return
        numbers: list[int] = []
        dialog = FieldsDialog(
            "Keep as published",
            [asked_of(Publication, "purpose", line("", "Such as a request and its number"),
                      required=True)],
            lambda values: numbers.append(keep(self._register, made, values["purpose"])),
            self._runner,
            yes="Keep",
            note="The answer is kept as it is now and can be shown again unchanged, whatever "
                 "is changed in the cases afterwards. It cannot be edited or deleted.",
            parent=self,
        )  # fmt: skip
        dialog.accepted.connect(lambda: self.kept.emit(numbers[-1]))
        dialog.open()

    def _export(self) -> None:
        if self._made is None:
            return
        register, answer, number = self._register, self._answer(), self._number

        def write(job: Job, path: Path, bom: bool, reason: str) -> int:
            return save_answer(
                register, path, answer, kept=number, bom=bom, reason=reason, check=job.check
            )

        unit = ("row", "rows") if answer.listing is not None else ("figure", "figures")
        CsvDialog(
            self._runner,
            "Export the answer",
            answer.question.in_words(),
            write,
            suggested=f"{_file_name(answer)}.xlsx",
            unit=unit,
            note=NOTE,
            kinds=KINDS,
            parent=self,
        ).show()

    def _print(self) -> None:
        if self._made is None:
            return
        register, answer, number = self._register, self._answer(), self._number

        def record(how: str, reason: str) -> None:
            answer_leaving(register, answer, how, kept=number, reason=reason)()

        show_as_made(papers.published(answer), record, register, self._runner, self)


def _file_name(answer: Answer) -> str:
    about = "".join(one if one.isalnum() else " " for one in answer.question.about().lower())
    years = f"{answer.question.start.year}-{answer.question.end.year}"
    return f"{'-'.join(about.split())}-{years}"

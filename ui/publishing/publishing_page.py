"""Publication: a question and its answer, answers kept, and old cases read for a factor."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from models.change import Changed
from models.changes.comparing import import_figures
from models.errors import InvalidError, ProbityError
from models.exchange.tables.figures_csv import Given
from models.queries.figures.publication import Made, answer
from models.register import Register
from ui.background import Runner
from ui.looks import theme
from ui.publishing.answer_actions import AnswerActions
from ui.publishing.answer_view import AnswerView
from ui.publishing.coding_part import CodingPart
from ui.publishing.kept_answers import KeptAnswers
from ui.publishing.question_form import QuestionForm
from ui.widgets.fields.forbid import forbid
from ui.widgets.page import Page


class PublishingPage(Page):
    """The parts of the page, one in front at a time."""

    asking = "Counting"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(register, runner, parent)
        self._stale = False
        self.form = QuestionForm(register.today())
        self.acts = AnswerActions(register, runner, may_keep=True)
        self.view = AnswerView(self.acts.leave, register.why_not("disclose"))
        self.kept = KeptAnswers(register, runner)
        self.coding = CodingPart(register, runner, self.form.question)
        self.buttons: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._tops = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.form)
        self.reload()

    def reload(self) -> None:
        """Answer what the form asks, in the background; a newer question ends the older."""
        self._stale = False
        question = self.form.question()
        if question is None:
            return
        force, today = self._register.force, self._register.today()
        self._ask(
            lambda connection: answer(connection, question, force=force, today=today),
            self._show,
            "answer",
        )

    def shown(self) -> None:
        """Called each time it comes to the front."""
        self.show_part(next(name for name, one in self.buttons.items() if one.isChecked()))

    def show_part(self, name: str) -> None:
        """Bring a part to the front."""
        self.buttons[name].setChecked(True)
        at = list(self.buttons).index(name)
        self._stack.setCurrentIndex(at)
        self._tops.setCurrentIndex(at)
        self._tops.setVisible(name != "coding" or not theme.is_large())  # which has none
        if name == "question" and self._stale:
            self.reload()
        part = self._stack.currentWidget()
        shown = getattr(part, "shown", None)
        if shown is not None:
            shown()

    def _lay_out(self) -> None:
        asking = QWidget()
        line = QHBoxLayout(asking)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.form)
        line.addWidget(self.view, 1)
        group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(8)
        for name, words, part, above in (
            ("question", "Question", asking, self.acts),
            ("kept", "Kept answers", self.kept, self.kept.acts),
            ("coding", "Coding", self.coding, QWidget()),
        ):
            button = QPushButton(words)
            button.setCheckable(True)
            button.clicked.connect(lambda _, name=name: self.show_part(name))
            group.addButton(button)
            self.buttons[name] = button
            top.addWidget(button)
            self._stack.addWidget(part)
            holder = QWidget()
            beside = QHBoxLayout(holder)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addStretch(1)
            beside.addWidget(above, 0, Qt.AlignmentFlag.AlignRight)
            self._tops.addWidget(holder)
        if theme.is_large():
            top.addStretch(1)
        else:
            top.addWidget(self._tops, 1)
        self._fill([top, self._tops] if theme.is_large() else [top], self._stack)
        self._tops.setFixedHeight(self._tops.sizeHint().height())
        self.buttons["question"].setChecked(True)

    def _connect(self) -> None:
        self.form.changed.connect(self._soon.start)
        self.form.take_in.clicked.connect(lambda _: self._take_in())
        forbid(self.form.take_in, self._register.why_not("record"))
        self.acts.kept.connect(self._say_kept)
        self.coding.open_case.connect(self.open_case)
        self.coding.status_changed.connect(self._tell_coding)
        self.kept.asked_again.connect(self._ask_again)

    def _told(self, changed: Changed) -> None:
        if not changed.tables - {"publication"}:
            return
        if self.isVisible() and self.buttons["question"].isChecked():
            self._soon.start()
        else:
            self._stale = True  # counted when somebody looks again

    def _show(self, made: Made) -> None:
        self.form.say({})
        self.view.show_answer(made.answer)
        self.acts.show_answer(made)
        cases = len(made.cases)
        self.status_changed.emit(f"From {cases:,} case{'s' * (cases != 1)} that you may see")

    def _unanswered(self, error: ProbityError) -> None:
        self.acts.show_answer(None)
        if isinstance(error, InvalidError):
            self.form.say(error.problems)
        else:
            self._fail(error)

    def _tell_coding(self, words: str) -> None:
        if self.buttons["coding"].isChecked():
            self.status_changed.emit(words)

    def _take_in(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Other forces’ figures", "", "CSV (*.csv);;All files (*)"
        )
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Take in figures that other forces have published, all of a file or none."""

        def said(found: list[Given]) -> None:
            forces = len({one.force for one in found})
            words = f"Imported {len(found):,} figures from {forces:,} force{'s' * (forces != 1)}."
            self.message.show_message(words, "good")

        self._runner.run(
            lambda _: import_figures(self._register, path),
            done=said,
            failed=lambda error: self.message.show_message(str(error), "error"),
            title="Importing figures",
            owner=self,
            must_finish=True,
        )

    def _say_kept(self, _: int) -> None:
        self.message.show_message("Kept as published. Find it under Kept answers.", "good")
        self.kept.reload()

    def _ask_again(self, question: object) -> None:
        self.form.show_question(question)  # type: ignore[arg-type]
        self.show_part("question")

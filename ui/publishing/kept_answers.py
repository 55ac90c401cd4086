"""Answers that were kept, and the chosen one as it was."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from models.errors import ProbityError
from models.queries.figures.publication import Made
from models.queries.figures.published import Kept, kept, kept_answer
from models.register import Register
from models.rules.dates import format_date, format_moment, on_the_wall
from models.rules.publishing.answers import Answer
from ui.background import Asking, Runner
from ui.looks import theme
from ui.publishing.answer_actions import AnswerActions
from ui.publishing.answer_view import AnswerView
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar
from ui.widgets.page import side_by_side
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

COLUMNS = (("Kept", 104), ("About", 156), ("For whom, and why", 0))
NONE = (
    "No answer is kept",
    "An answer that is kept is shown here as it was published.",
)


class KeptAnswers(Asking, QWidget):
    """The list, and beside it the answer that is chosen."""

    asking = "Reading what was kept"
    asked_again = Signal(object)  # Question

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self.message = MessageBar()
        self.acts = AnswerActions(register, runner, may_keep=False)
        self.again = QPushButton("Ask again")
        self.again.setToolTip("Put the same question to the register as it is now")
        self.again.clicked.connect(lambda _: self._ask_again())
        self.acts.layout().addWidget(self.again)  # type: ignore[union-attr]
        self.view = AnswerView(self.acts.leave, register.why_not("disclose"))
        self.model: RowsModel[Kept] = RowsModel(
            [name for name, _ in COLUMNS], _row, muted=(0,), parent=self
        )
        self.table = RowTable("Answers that were kept", 36)
        self.table.setModel(self.model)
        self.table.set_widths([width for _, width in COLUMNS])
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.when = plain_label("", "muted")
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(*NONE, icon="file-text"))
        self._stack.addWidget(self._make_split())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        self._choose()

    def shown(self) -> None:
        """Called each time it comes to the front."""
        self.reload()

    def reload(self) -> None:
        """Read the list anew."""
        self._ask(kept, self._show, "answers")

    def _make_split(self) -> QSplitter:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.when)
        column.addWidget(self.view, 1)
        self.table.setMinimumWidth(theme.px(240))
        return side_by_side(self.table, right, (460, 580))

    def _chosen(self) -> Kept | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.items[rows[0].row()] if rows else None

    def _show(self, found: list[Kept]) -> None:
        before = self._chosen()
        self.model.show_items(found)
        self._stack.setCurrentIndex(1 if found else 0)
        ids = [one.id for one in found]
        if found:
            at = ids.index(before.id) if before is not None and before.id in ids else 0
            self.table.selectRow(at)
        else:
            self._choose()

    def _choose(self) -> None:
        one = self._chosen()
        self.again.setEnabled(one is not None)
        self.acts.show_answer(None)
        if one is None:
            self.when.setText("")
            self.view.show_answer(None)
            return
        self.when.setText(f"As kept by {one.who} on {format_moment(one.at)}")
        self._ask(
            lambda connection: kept_answer(connection, one.id),
            lambda said: self._show_answer(one, said),
            "answer",
        )

    def _show_answer(self, one: Kept, said: Answer) -> None:
        self.view.show_answer(said)
        self.acts.show_answer(Made(said, frozenset()), one.id)

    def _ask_again(self) -> None:
        one = self._chosen()
        if one is not None:
            self.asked_again.emit(one.question)

    def _unanswered(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def _row(one: Kept) -> tuple[str, ...]:
    question = one.question
    about = f"{question.about()} {question.start.year}–{question.end.year}"
    return format_date(on_the_wall(one.at).date()), about, one.purpose

"""My work: what is overdue, due this week and waiting, and the case behind each."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.changes.case import tasks
from models.errors import ProbityError
from models.queries.cases import my_work
from models.queries.cases.my_work import GROUPS, WorkItem
from models.register import Register
from models.rules.dates import format_date
from models.schema import Case, dictionary
from ui.background import Asking, Job, Runner
from ui.cases.list.list_delegate import due_words
from ui.looks import theme
from ui.looks.tokens import OVERDUE
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_tip
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import Index, RowsModel
from ui.work import calendar_actions
from ui.work.calendar_panel import CalendarPanel

HEADINGS = ("When", "What", "Case", dictionary.entry(Case, "title").brief, "Investigator")
WIDTHS = (142, 240, 128, 176, 96)
ROW = 40
ITEM_ROLE = Qt.ItemDataRole.UserRole


class WorkModel(RowsModel[WorkItem]):
    """Rows of work; at most the open cases of a force, held whole."""

    def __init__(self, register: Register, parent: QWidget) -> None:
        self._today = today = register.today()
        super().__init__(HEADINGS, lambda item: _words(item, today), muted=(3, 4), parent=parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            due = f" · {format_date(item.due)}" if item.due else ""
            return plain_tip(f"{item.what}{due}\n{item.reference} {item.title}")
        if role == ITEM_ROLE:
            return item
        if index.column() == 0:
            _, token = _when(item, self._today)
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme.colour(token)
            if role == Qt.ItemDataRole.FontRole and token == OVERDUE:
                return theme.font(weight=theme.font().Weight.DemiBold)
        return super().data(index, role)


def _words(item: WorkItem, today: datetime.date) -> tuple[str, ...]:
    return _when(item, today)[0], _what(item), item.reference, item.title, item.owner


def _when(item: WorkItem, today: datetime.date) -> tuple[str, str]:
    """When it is to be done, in words, and their colour."""
    if item.due is None:
        if item.state == "task":
            return "No day given", "muted"
        return ("Paused", "muted") if item.state == "paused" else ("As soon as practicable", "text")
    return due_words(item.due, today)


def _what(item: WorkItem) -> str:
    if item.task_id is None:
        return item.what
    return f"Task: {item.what}" + (" · high priority" if item.priority == "high" else "")


class MyWork(Asking, QWidget):
    """A button a group with its number, and the rows of the chosen ones."""

    asking = "Looking for what is due"
    open_case = Signal(int)
    status_changed = Signal(str)
    _register_changed = Signal(object)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._all: list[WorkItem] = []
        self.model = WorkModel(register, self)
        self.table = self._make_table()
        self.setFocusProxy(self.table)
        self.message = MessageBar()
        self.empty = EmptyState("Nothing here", "")
        self.everybody = QCheckBox("Everybody's cases")
        self.everybody.toggled.connect(lambda _: self.refresh())
        self.done = QPushButton("Done")
        self.done.setToolTip("Mark the chosen task as done today")
        self.done.clicked.connect(lambda _: self._finish())
        forbid(self.done, register.why_not("record"))
        self.calendar = CalendarPanel(register.today())
        self.calendar.chosen.connect(lambda _: self._show())
        self.groups: dict[str, QPushButton] = {}
        self._choice = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(8)
        for code in ("all", *GROUPS):
            button = QPushButton()
            button.setCheckable(True)
            button.clicked.connect(lambda _: self._show())
            self._choice.addButton(button)
            self.groups[code] = button
            top.addWidget(button)
        self.groups["all"].setChecked(True)
        top.addStretch(1)
        top.addWidget(self.everybody)
        top.addWidget(self.done)
        top.addWidget(self._make_menu())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.message)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(self._stack, 1)
        across.addWidget(self.calendar)
        column.addLayout(across, 1)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow_done())
        self._register_changed.connect(self._changed)
        stop = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: stop())
        self.empty.say("Looking for what is due…", "")
        self._stack.setCurrentWidget(self.empty)
        self.refresh()

    def shown(self) -> None:
        """Ask anew each time it comes to the front."""
        self.refresh()

    def refresh(self) -> None:
        """Ask what there is to do now."""
        today = self._register.today()
        user_id = None if self.everybody.isChecked() else self._register.user.id

        def done(items: list[WorkItem]) -> None:
            self._all = items
            self._show()

        self._ask(lambda connection: my_work.work(connection, today, user_id), done, "work")

    def _unanswered(self, error: ProbityError) -> None:
        self._fail(str(error))

    def save_calendar(self, path: Path) -> None:
        """Write what is shown as an iCalendar file."""
        items = list(self.model.items)
        calendar_actions.save_calendar(
            self._register, self._runner, items, path, self.message.show_message, self
        )

    def open_calendar(self, path: Path) -> None:
        """Take in the tasks of an iCalendar file."""
        calendar_actions.open_calendar(
            self._register, self._runner, path, self.message.show_message, self
        )

    def _make_menu(self) -> QPushButton:
        button = QPushButton("Calendar file")
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        save = menu.addAction("Save what is shown…", self._ask_save)
        read = menu.addAction("Read tasks back…", self._ask_open)
        forbid(save, self._register.why_not("disclose"))
        forbid(read, self._register.why_not("record"))
        button.setMenu(menu)
        return button

    def _ask_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save as a calendar", "work.ics", "Calendar (*.ics)"
        )
        if name:
            self.save_calendar(Path(name))

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Read a calendar", "", "Calendar (*.ics)")
        if name:
            self.open_calendar(Path(name))

    def _chosen(self) -> WorkItem | None:
        index = self.table.currentIndex()
        return self.model.items[index.row()] if index.isValid() else None

    def _allow_done(self) -> None:
        item = self._chosen()
        self.done.setEnabled(item is not None and item.task_id is not None)

    def _finish(self) -> None:
        item = self._chosen()
        if item is None or item.task_id is None:
            return
        task_id = item.task_id

        def work(_: Job) -> None:
            with self._register.change("Task done") as change:
                tasks.finish(change, task_id)

        self.done.setEnabled(False)
        self._runner.run(
            work,
            done=lambda _: self.message.show_message(f"Done: {item.what}", "good"),
            failed=lambda error: self._fail(str(error)),
            title="Saving",
            owner=self,
            must_finish=True,
        )

    def _fail(self, sentence: str) -> None:
        self.message.show_message(sentence, "error")
        if not self._all:
            self.empty.say("What there is to do could not be read", "")

    def _changed(self, changed: Changed) -> None:
        if changed.case_ids or "case" in changed.tables:
            self.refresh()

    def _show(self) -> None:
        chosen = next(code for code, button in self.groups.items() if button.isChecked())
        for code, button in self.groups.items():
            number = sum(code in ("all", item.group) for item in self._all)
            button.setText(f"{GROUPS.get(code, 'Everything')}  {number}")
        day = self.calendar.day
        items = [
            item
            for item in self._all
            if chosen in ("all", item.group) and (day is None or item.due == day)
        ]
        self.calendar.mark(item.due for item in self._all if item.due)
        self.model.show_items(items)
        self._stack.setCurrentWidget(self.table if items else self.empty)
        self.table.setColumnHidden(len(HEADINGS) - 1, not self.everybody.isChecked())
        if items:
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            group = GROUPS.get(chosen, "").lower()
            self.empty.say(
                f"Nothing is {group}" if group else "You have nothing to do",
                "Deadlines, tasks and reminders in your open cases appear here.",
                "",
            )
        self._allow_done()
        late = sum(item.group == "overdue" for item in self._all)
        self.status_changed.emit(f"{len(self._all)} to do · {late} overdue")

    def _open(self, row: int) -> None:
        self.open_case.emit(self.model.items[row].case_id)

    def _make_table(self) -> RowTable:
        table = RowTable("What there is to do", ROW)
        table.setModel(self.model)
        head = table.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            table.setColumnWidth(column, theme.px(width))
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.opened.connect(self._open)
        return table

"""People: found by name or number, merged where two are one, looked at where a rule says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.changes.merging import undo_merge
from models.changes.noting import person_consulted
from models.errors import NotFoundError
from models.queries.people.directory import Listed, Pair, duplicates, people
from models.queries.people.early_intervention import StandingAlert, standing_alerts
from models.queries.people.person import Person, person
from models.register import Register
from models.storage.engine import sqlite3
from ui.background import Job, Runner
from ui.looks import theme
from ui.people import person_dialogs
from ui.people.person_panel import PersonPanel
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields_dialog import FieldsDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

T = TypeVar("T")
SHOWN = 200
#: The page's three lists: name, what the button says, what an empty one says.
LISTS = (
    ("people", "Everybody", "Nobody found", "Subjects, complainants and witnesses of cases."),
    (
        "pairs",
        "Possible duplicates",
        "No duplicates",
        "No two records look like the same person.",
    ),
    ("alerts", "Early intervention", "No alert", "No rule has raised an alert."),
)


class PeoplePage(QWidget):
    """Three lists of people, and beside them the one that is chosen."""

    open_case = Signal(int)
    status_changed = Signal(str)
    _register_changed = Signal(object)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._chosen: int | None = None
        self._looked_at: int | None = None
        self._person: Person | None = None
        self.message = MessageBar()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Family name, given name or number")
        self.search.setAccessibleName("Find people")
        self.search.setClearButtonEnabled(True)
        self.models: dict[str, RowsModel[Any]] = {
            "people": RowsModel(
                ("Name", "Number", "Cases"), _listed, muted=(1, 2), numeric=(2,), parent=self
            ),
            "pairs": RowsModel(("One", "The other", "Why"), _pair, muted=(2,), parent=self),
            "alerts": RowsModel(
                ("Name", "Alert", "Cases"), _alert, muted=(2,), numeric=(2,), parent=self
            ),
        }
        self.tables = {name: self._make_table(name) for name in self.models}
        self.panel = PersonPanel(register.today(), register.why_not)
        self.merge_button = QPushButton("Merge…")
        self._stacks: dict[str, QStackedWidget] = {}
        self._lists = QStackedWidget()
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._soon = QTimer(self, interval=150, singleShot=True)
        self._soon.timeout.connect(self.reload)
        self._connect()
        forbid(self.merge_button, register.why_not("merge"))
        self.setFocusProxy(self.search)
        self.reload()

    def reload(self) -> None:
        """Read the lists, and the chosen person."""
        text, today = self.search.text(), self._register.today()

        def ask(connection: sqlite3.Connection) -> tuple[list[Any], list[Any], list[Any]]:
            return (
                people(connection, text, SHOWN),
                duplicates(connection),
                standing_alerts(connection, today),
            )

        self._ask(ask, self._show_lists, "lists")
        self._load_person()

    def show_list(self, name: str) -> None:
        """Bring one of the three lists to the front."""
        self.buttons[name].setChecked(True)
        self._lists.setCurrentWidget(self._stacks[name])
        self.merge_button.setVisible(name == "pairs")

    # --- making ---

    def _make_table(self, name: str) -> RowTable:
        table = RowTable(
            {"people": "People", "pairs": "Possible duplicates"}.get(name, "Alerts"), 36
        )
        table.setModel(self.models[name])
        widths = {"people": (0, 110, 70), "pairs": (0, 180, 150), "alerts": (150, 0, 70)}
        table.set_widths(widths[name])
        table.selectionModel().selectionChanged.connect(lambda *_: self._choose(name))
        return table

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(8)
        for name, words, title, sentence in LISTS:
            button = QPushButton(words)
            button.setCheckable(True)
            button.clicked.connect(lambda _, name=name: self.show_list(name))
            group.addButton(button)
            self.buttons[name] = button
            top.addWidget(button)
            stack = QStackedWidget()
            stack.addWidget(EmptyState(title, sentence, icon="users"))
            stack.addWidget(self.tables[name])
            self._stacks[name] = stack
            self._lists.addWidget(stack)
        top.addWidget(self.search, 1)
        top.addWidget(self.merge_button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._lists)
        split.addWidget(self.panel)
        split.setSizes([theme.px(620), theme.px(430)])
        split.setHandleWidth(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.message)
        column.addWidget(split, 1)
        self.show_list("people")

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._find())
        self.merge_button.clicked.connect(lambda _: self._merge())
        if not self._register.why_not("merge"):
            self.tables["pairs"].opened.connect(lambda _: self._merge())
        self.panel.open_case.connect(self.open_case)
        self.panel.edit_wanted.connect(lambda: self._with_person(person_dialogs.edit_details))
        self.panel.post_wanted.connect(lambda: self._with_person(person_dialogs.add_post))
        self.panel.review_wanted.connect(self._review)
        self.panel.undo_wanted.connect(self._undo)
        self._register_changed.connect(lambda _: self._soon.start())
        stop = self._register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: stop())

    # --- showing ---

    def _find(self) -> None:
        self.show_list("people")
        self._soon.start()

    def _show_lists(self, found: tuple[list[Any], list[Any], list[Any]]) -> None:
        for (name, words, *_), items in zip(LISTS, found, strict=True):
            self.models[name].show_items(items)
            self._stacks[name].setCurrentIndex(1 if items else 0)
            if name != "people":
                self.buttons[name].setText(f"{words} ({len(items)})" if items else words)
        many = len(found[0])
        more = " or more; type a name to find others" if many == SHOWN else ""
        self.status_changed.emit(f"{many} people{more}")

    def _choose(self, name: str) -> None:
        rows = self.tables[name].selectionModel().selectedRows()
        if not rows:
            return
        item = self.models[name].items[rows[0].row()]
        self._chosen = item.first.person_id if isinstance(item, Pair) else item.person_id
        self._looked_at = None
        self._load_person()

    def _load_person(self) -> None:
        person_id = self._chosen
        if person_id is None:
            return
        today = self._register.today()

        def ask(connection: sqlite3.Connection) -> tuple[Person, list[StandingAlert]] | None:
            try:
                found = person(connection, person_id, today)
            except NotFoundError:  # taken out, or known from a case that is hidden by now
                return None
            return found, standing_alerts(connection, today, person_id)

        self._ask(ask, self._show_person, "person")

    def _show_person(self, answer: tuple[Person, list[StandingAlert]] | None) -> None:
        if answer is None:
            self._person = self._chosen = None
            self.panel.show_person(None, [])
            return
        self._person, alerts = answer
        self.panel.show_person(self._person, alerts)
        if self._looked_at != self._chosen:
            self._looked_at = self._chosen
            self._note_look()

    def _note_look(self) -> None:
        """Leave on record whose history was looked at."""
        person_id = self._chosen
        if person_id is not None:
            self._runner.run(
                lambda _: person_consulted(self._register, person_id),
                failed=lambda error: self.message.show_message(str(error), "error"),
                must_finish=True,
                owner=self,
            )

    # --- acting ---

    def _with_person(
        self, ask: Callable[[Register, Runner, Person, QWidget], FieldsDialog]
    ) -> None:
        if self._person is not None:
            ask(self._register, self._runner, self._person, self).open()

    def _review(self, alert: StandingAlert, closed: bool) -> None:
        person_dialogs.review(self._register, self._runner, alert, self, closed=closed).open()

    def _merge(self) -> None:
        rows = self.tables["pairs"].selectionModel().selectedRows()
        if rows:
            pair = self.models["pairs"].items[rows[0].row()]
            person_dialogs.merge(self._register, self._runner, pair, self).open()
        else:
            self.message.show_message("Choose the two records that are the same person.")

    def _undo(self, merge_id: int) -> None:
        question = (
            "Separate this record into two people again? What was added since stays with this one."
        )
        if not agrees(self, "Undo the merge", question, "Undo merge", CANCEL):
            return

        def work(_: Job) -> list[str]:
            with self._register.change("Merge undone") as change:
                return undo_merge(change, merge_id)

        self._runner.run(
            work,
            done=lambda left: self.message.show_message(
                " ".join(["The merge is undone.", *left]), "warning" if left else "good"
            ),
            failed=lambda error: self.message.show_message(str(error), "error"),
            owner=self,
            must_finish=True,
        )

    def _ask(
        self, question: Callable[[sqlite3.Connection], T], answer: Callable[[T], None], key: str
    ) -> None:
        self._runner.ask(
            self._register,
            question,
            done=answer,
            failed=lambda error: self.message.show_message(str(error), "error"),
            key=f"people {id(self)} {key}",
            title="Reading people",
            owner=self,
        )


def _listed(one: Listed) -> tuple[str, ...]:
    return one.name or "Without a name", one.numbers, str(one.cases)


def _pair(pair: Pair) -> tuple[str, ...]:
    return _called(pair.first), _called(pair.second), pair.why


def _called(one: Listed) -> str:
    return f"{one.name}, {one.numbers}" if one.numbers else one.name


def _alert(alert: StandingAlert) -> tuple[str, ...]:
    return alert.name, alert.rule.name, str(len(alert.cases))

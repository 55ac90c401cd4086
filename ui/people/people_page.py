"""People: found by name or number, merged where two are one, looked at where a rule says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from models.changes.merging import undo_merge
from models.changes.noting import person_consulted
from models.errors import NotFoundError
from models.queries.people.directory import Listed, Pair, duplicates, people
from models.queries.people.early_intervention import StandingAlert, standing_alerts
from models.queries.people.person import Person, person
from models.register import Register
from models.storage.engine import sqlite3
from ui.background import Job, Runner
from ui.people import person_dialogs
from ui.people.person_panel import PersonPanel
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields_dialog import FieldsDialog
from ui.widgets.lists_page import ListsPage
from ui.widgets.page import side_by_side
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

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


class PeoplePage(ListsPage):
    """Three lists of people, and beside them the one that is chosen."""

    asking = "Reading people"
    lists = LISTS
    icon = "users"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        models: dict[str, RowsModel[Any]] = {
            "people": RowsModel(("Name", "Number", "Cases"), _listed, muted=(1, 2), numeric=(2,)),
            "pairs": RowsModel(("One", "The other", "Why"), _pair, muted=(2,)),
            "alerts": RowsModel(("Name", "Alert", "Cases"), _alert, muted=(2,), numeric=(2,)),
        }
        super().__init__(register, runner, models, parent)
        self._chosen: int | None = None
        self._looked_at: int | None = None
        self._person: Person | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Family name, given name or number")
        self.search.setAccessibleName("Find people")
        self.search.setClearButtonEnabled(True)
        self.panel = PersonPanel(register.today(), register.why_not)
        self.merge_button = QPushButton("Merge…")
        self._lay_out()
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
        super().show_list(name)
        self.merge_button.setVisible(name == "pairs")

    # --- making ---

    def _make_table(self, name: str, words: str) -> RowTable:
        return super()._make_table(name, {"people": "People", "alerts": "Alerts"}.get(name, words))

    def _widths(self, name: str) -> Sequence[int]:
        return {"people": (0, 110, 70), "pairs": (0, 180, 150), "alerts": (150, 0, 70)}[name]

    def _lay_out(self) -> None:
        top = self._make_lists()
        top.addWidget(self.search, 1)
        top.addWidget(self.merge_button)
        self._fill([top], side_by_side(self._lists, self.panel, (620, 430)))
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

    # --- showing ---

    def _find(self) -> None:
        self.show_list("people")
        self._soon.start()

    def _show_lists(self, found: tuple[list[Any], list[Any], list[Any]]) -> None:
        for (name, words, *_), items in zip(LISTS, found, strict=True):
            self._show_items(name, items)
            if name != "people":
                self.buttons[name].setText(f"{words} ({len(items)})" if items else words)
        many = len(found[0])
        more = " or more; type a name to find others" if many == SHOWN else ""
        self.status_changed.emit(f"{many} people{more}")

    def _choose(self, name: str) -> None:
        item = self._chosen_in(name)
        if item is None:
            return
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
                failed=self._fail,
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
        pair = self._chosen_in("pairs")
        if pair is not None:
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
            failed=self._fail,
            owner=self,
            must_finish=True,
        )


def _listed(one: Listed) -> tuple[str, ...]:
    return one.name or "Without a name", one.numbers, str(one.cases)


def _pair(pair: Pair) -> tuple[str, ...]:
    return _called(pair.first), _called(pair.second), pair.why


def _called(one: Listed) -> str:
    return f"{one.name}, {one.numbers}" if one.numbers else one.name


def _alert(alert: StandingAlert) -> tuple[str, ...]:
    return alert.name, alert.rule.name, str(len(alert.cases))

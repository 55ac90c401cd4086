"""The people who sign in, for administrators: added, given a role, reset, linked and retired."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from models.change import Changed
from models.changes import users
from models.queries.people.users import Worker, workers
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_moment
from ui.background import Runner
from ui.users import user_dialogs
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.fields_dialog import FieldsDialog
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.page import Page
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS = ("Name", "Signs in as", "Role", "In the force", "Last sign-in", "State")
WIDTHS = (0, 140, 130, 170, 160, 210)
Ask = Callable[[Register, Runner, Worker, QWidget], FieldsDialog]


class UsersPage(Page):
    """A line for each person, and what can be done with the one that is chosen."""

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(register, runner, parent)
        self.model: RowsModel[Worker] = RowsModel(HEADINGS, _cells, muted=(1, 3, 4), parent=self)
        self.table = self._make_table()
        self.setFocusProxy(self.table)
        self.add_button = QPushButton("Add user…")
        self.role_button = QPushButton("Change role…")
        self.link_button = QPushButton("Collar number…")
        self.reset_button = QPushButton("Reset passphrase…")
        self.retire_button = QPushButton("Retire…")
        self._lay_out()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read who there is."""
        self._ask(workers, self._show, "users")

    def shown(self) -> None:
        """Read again each time it comes to the front: others sign in meanwhile."""
        self.reload()

    def chosen(self) -> Worker | None:
        """Whose line is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.items[rows[0].row()] if rows else None

    def _make_table(self) -> RowTable:
        table = RowTable("Users", 36)
        table.setObjectName("rows")
        table.setModel(self.model)
        table.set_widths(WIDTHS)
        return table

    def _lay_out(self) -> None:
        top = FlowLayout()
        for button in (self.add_button, *self._of_one()):
            top.addWidget(button)
        self._fill([top], self.table)

    def _of_one(self) -> tuple[QPushButton, ...]:
        return (self.role_button, self.link_button, self.reset_button, self.retire_button)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.table.opened.connect(lambda _: self._open(user_dialogs.change_role))
        self.add_button.clicked.connect(lambda _: self._add())
        self.role_button.clicked.connect(lambda _: self._open(user_dialogs.change_role))
        self.link_button.clicked.connect(lambda _: self._open(user_dialogs.link))
        self.reset_button.clicked.connect(lambda _: self._open(user_dialogs.reset))
        self.retire_button.clicked.connect(lambda _: self._retire())
        self._allow()

    def _show(self, found: list[Worker]) -> None:
        chosen = self.chosen()
        self.model.show_items(found)
        for place, one in enumerate(found):
            if chosen is not None and one.id == chosen.id:
                self.table.selectRow(place)
        self._allow()
        now = sum(not one.retired for one in found)
        self.status_changed.emit(f"{now} active users · {len(found) - now} retired")

    def _allow(self) -> None:
        who = self.chosen()
        for button in self._of_one():
            button.setEnabled(who is not None and not who.retired)

    def _add(self) -> None:
        dialog = user_dialogs.add(self._register, self._runner, self)
        dialog.accepted.connect(
            lambda: self.message.show_message("Added. Give them the passphrase yourself.", "good")
        )
        dialog.open()

    def _open(self, ask: Ask) -> None:
        who = self.chosen()
        if who is not None and not who.retired:
            ask(self._register, self._runner, who, self).open()

    def _retire(self) -> None:
        who = self.chosen()
        question = (
            "They can no longer open the register, on any workstation, with immediate effect. "
            "What they did stays on record under their name; their cases stay with them until "
            "reassigned."
        )
        if who is None or not agrees(self, f"Retire {who.full_name}", question, "Retire", CANCEL):
            return
        self._runner.run(
            lambda _: users.retire(self._register, who.id),
            done=lambda _: self.message.show_message(f"{who.full_name} is retired.", "good"),
            failed=self._fail,
            title="Saving",
            owner=self,
            must_finish=True,
        )

    def _told(self, changed: Changed) -> None:
        if changed.tables & {"user", "member", "person"}:
            self._soon.start()


def _cells(one: Worker) -> tuple[str, ...]:
    state = "Retired" if one.retired else "Must choose a passphrase" if one.must_change else ""
    member = " ".join(filter(None, (one.number, one.member)))
    last = format_moment(one.last) if one.last else "Never"
    role = vocabularies.name("user_role", one.role)
    return one.full_name, one.name, role, member or "—", last, state or "Active"

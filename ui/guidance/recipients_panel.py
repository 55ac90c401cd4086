"""Who was given a version, who acknowledged it, and who did not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.changes import acknowledgements, disclosing
from models.changes.acknowledgements import Given
from models.errors import ProbityError
from models.queries.people.acknowledgements import WHICH, Recipient, recipients
from models.queries.people.guidance import Held
from models.register import Register
from models.rules.dates import format_date
from models.storage.engine import sqlite3
from ui.background import Asking, Job, Runner
from ui.guidance import guidance_dialogs
from ui.guidance.give_dialog import GiveDialog
from ui.looks import theme
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.forbid import forbid
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

SHOWN = 1000
HEADINGS = ("Name", "Number", "Unit", "Given", "Acknowledged")
WIDTHS = (0, 78, 130, 108, 118)
PLAIN, FOR_EXCEL = "CSV (*.csv)", "CSV for opening in Excel (*.csv)"
#: What an empty list says, by the filter's code.
EMPTY = {
    "given": ("Given to nobody yet", "“Give…” finds members by name, number, role or unit."),
    "waiting": ("Nobody is left", "Everybody who was given it has acknowledged it."),
    "acknowledged": ("Nobody yet", "Nobody who was given it has acknowledged it."),
    "missing": ("Nobody is left", "Every member of the force who is known has been given it."),
}


class RecipientsPanel(Asking, QWidget):
    """One version's members, filtered; several can be chosen at once."""

    asking = "Reading members"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._held: Held | None = None
        self.message = MessageBar()
        self.which = Choice(WHICH[1:], empty=WHICH[0][1])
        self.which.setAccessibleName("Which members")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name or number")
        self.search.setAccessibleName("Find among these members")
        self.search.setClearButtonEnabled(True)
        self.model: RowsModel[Recipient] = RowsModel(HEADINGS, _cells, muted=(1, 2), parent=self)
        self.table = self._make_table()
        self.empty = EmptyState("", "", icon="users")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.stack.setMinimumHeight(theme.px(36 * 5))
        self.more = plain_label("", "muted")
        self.give = self._button("Give…", self._give)
        self.record = self._button("Record acknowledgement…", self._acknowledge)
        self.correct = self._button("Correct…", self._correct)
        self.take_back = self._button("Take back…", self._take_back)
        self.export = self._button("Export…", self._export)
        for button in (self.give, self.record, self.correct, self.take_back):
            forbid(button, register.why_not("guidance"))
        forbid(self.export, register.why_not("disclose"))
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self.reload)
        self.which.changed.connect(self.reload)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self._lay_out()
        self._choose()

    def show_version(self, held: Held) -> None:
        """Show the members of a version."""
        if self._held is None or self._held.version.id != held.version.id:
            self.message.hide()
        self._held = held
        self.reload()

    def reload(self) -> None:
        """Read the members again."""
        held = self._held
        if held is None:
            return
        which, text = self._which(), self.search.text()
        today = self._register.today()

        def ask(connection: sqlite3.Connection) -> list[Recipient]:
            return recipients(connection, held.version.id, which, text, today, SHOWN + 1)

        self._ask(ask, self._show, "members")

    # --- making ---

    def _make_table(self) -> RowTable:
        table = RowTable("Members", 36)
        table.setObjectName("rows")  # cells begin where their headings do
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.set_widths(WIDTHS)
        if not self._register.why_not("guidance"):
            table.opened.connect(lambda _: self._correct())
        table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.which, 3)
        top.addWidget(self.search, 2)
        foot = FlowLayout()
        for button in (self.give, self.record, self.correct, self.take_back, self.export):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.message)
        column.addWidget(self.stack, 1)
        column.addWidget(self.more)
        column.addLayout(foot)
        self.more.hide()

    def _button(self, words: str, act: object) -> QPushButton:
        made = QPushButton(words)
        made.clicked.connect(lambda _: act())  # type: ignore[operator]
        return made

    # --- showing ---

    def _which(self) -> str:
        return self.which.value() or "given"

    def _show(self, found: list[Recipient]) -> None:
        chosen = {one.member_id for one in self._chosen()}
        self.model.show_items(found[:SHOWN])
        for place, row in enumerate(found[:SHOWN]):
            if row.member_id in chosen and len(chosen) == 1:
                self.table.selectRow(place)
        self.stack.setCurrentIndex(1 if found else 0)
        title, sentence = EMPTY[self._which()]
        if self.search.text().strip():
            title, sentence = "Nobody found", "No member among these has that name or number."
        self.empty.say(title, sentence)
        self.more.setVisible(len(found) > SHOWN)
        self.more.setText(f"The first {SHOWN:,} are shown; type a name to find others.")
        self.export.setEnabled(bool(found))
        self._choose()

    def _chosen(self) -> list[Recipient]:
        rows = self.table.selectionModel().selectedRows()
        return [self.model.items[one.row()] for one in rows if one.row() < len(self.model.items)]

    def _choose(self) -> None:
        rows = [one for one in self._chosen() if one.issue_id is not None]
        self.record.setEnabled(any(one.acknowledged is None for one in rows))
        self.correct.setEnabled(len(rows) == 1)
        self.take_back.setEnabled(len(rows) == 1)

    # --- acting ---

    def _give(self) -> None:
        if self._held is None:
            return
        dialog = GiveDialog(self._register, self._runner, self._held, self)
        if self._which() == "missing":
            dialog.offer(self._chosen())
        dialog.given.connect(self._given)
        dialog.open()

    def _given(self, given: Given) -> None:
        said = [f"Given to {_members(given.given)}."]
        if given.already:
            said.append(f"{_members(given.already)} had been given it before.")
        if given.acknowledged:
            said.append(f"{_members(given.acknowledged)} of them are now on record for that day.")
        self.message.show_message(" ".join(said), "good")

    def _acknowledge(self) -> None:
        rows = [one for one in self._chosen() if one.issue_id and one.acknowledged is None]
        if rows and self._held is not None:
            guidance_dialogs.acknowledge(
                self._register, self._runner, self, self._held, rows
            ).open()

    def _correct(self) -> None:
        rows = [one for one in self._chosen() if one.issue_id is not None]
        if len(rows) == 1 and self._held is not None:
            guidance_dialogs.correct(self._register, self._runner, self, self._held, rows[0]).open()

    def _take_back(self) -> None:
        rows = [one for one in self._chosen() if one.issue_id is not None]
        question = "Remove from the register that this was given? The history keeps it."
        if len(rows) != 1 or not agrees(self, "Take back", question, "Take back", CANCEL):
            return
        issue_id, row_version = rows[0].issue_id, rows[0].row_version
        assert issue_id is not None

        def work(_: Job) -> None:
            with self._register.change("Recorded by mistake") as change:
                acknowledgements.take_back(change, issue_id, row_version)

        self._runner.run(work, failed=self._fail, title="Saving", owner=self, must_finish=True)

    def _export(self) -> None:
        if self._held is None:
            return
        name, kind = QFileDialog.getSaveFileName(
            self,
            "Export these members as CSV",
            str(Path.home() / "guidance.csv"),
            f"{PLAIN};;{FOR_EXCEL}",
        )
        if name:
            self.export_to(Path(name), bom=kind == FOR_EXCEL)

    def export_to(self, path: Path, *, bom: bool = False) -> None:
        """Write every member that the filter lets through, also those not on screen."""
        held = self._held
        if held is None:
            return
        which, text = self._which(), self.search.text()
        today = self._register.today()

        def work(job: Job) -> int:
            with job.reading(self._register) as connection:
                rows = recipients(connection, held.version.id, which, text, today)
            return disclosing.save_recipients(
                self._register, path, held.version, rows, bom=bom, check=job.check
            )

        self._runner.run(
            work,
            done=lambda many: self.message.show_message(
                f"Wrote {_members(many)} to {path.name}. A cell that a spreadsheet could take for "
                "a formula has an apostrophe before it.",
                "good",
            ),
            failed=self._fail,
            title="Exporting",
            owner=self,
        )

    def _unanswered(self, error: ProbityError) -> None:
        self._fail(error)

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")


def _members(many: int) -> str:
    return "one member" if many == 1 else f"{many:,} members"


def _cells(row: Recipient) -> tuple[str, ...]:
    known = format_date(row.acknowledged)
    if row.issue_id is not None and not known:
        known = "▲ not yet"
    return row.name, row.number, row.unit, format_date(row.given), known

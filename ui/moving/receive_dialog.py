"""Cases received from another register: looked at first, brought in when that is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from models.changes.incoming import receiving
from models.changes.incoming.receiving import Received
from models.errors import InvalidError, ProbityError
from models.moving.meeting import DONE, NEW, STATES, UPDATE, Arrival, Look, PersonMet
from models.moving.parcel import SUFFIX, Parcel
from models.register import Register
from models.rules.dates import format_moment
from models.schema import sections
from ui.background import Job, Runner
from ui.widgets.choosing_line import ChoosingLine
from ui.widgets.fields.field import Field
from ui.widgets.fields.passphrase_edit import PassphraseEdit
from ui.widgets.job_progress import JobProgress
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

NOTE = (
    "The whole file is verified and shown first. Nothing is written until you bring it in. "
    "Each case gets a reference in this register and also keeps the one it had."
)
ROW = 36
T = TypeVar("T")


@dataclass(frozen=True)
class _Line:
    """A case of the parcel as the table shows it; ``here`` is its reference in this register."""

    arrival: Arrival
    here: str
    done: bool


class ReceiveDialog(QDialog):
    """Shows what a parcel would do, then does it: all of it or nothing."""

    open_case = Signal(int)

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Receive cases")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 640)
        self._register = register
        self._runner = runner
        self._job: Job | None = None
        self._ids: dict[int, int] = {}
        self.path = ChoosingLine(self._choose, name="the file")
        self.passphrase = PassphraseEdit("Passphrase of the file")
        self.fields = {
            "path": Field("File", self.path, required=True),
            "passphrase": Field("Passphrase of the file", self.passphrase, required=True),
        }
        self.look_button = QPushButton("Look at it")
        self.receive_button = QPushButton("Bring in")
        self.close_button = QPushButton("Cancel")
        self.said = plain_label("", "strong")
        self.message = MessageBar()
        self.progress = JobProgress()
        self.progress.setAccessibleName("Progress")
        self.cases: RowsModel[_Line] = RowsModel(
            ("There", sections.entry("case", "title").brief, "Action", "Here"),
            _case_cells,
            muted=(3,),
            parent=self,
        )
        self.people: RowsModel[PersonMet] = RowsModel(
            ("Person", "Known here by", "Different here (kept)"),
            _person_cells,
            muted=(2,),
            parent=self,
        )
        self.case_table = _table("Cases of the file", self.cases, (130, 0, 220, 130))
        self.people_table = _table("People of the file", self.people, (240, 200, 0))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.case_table, "Cases")
        self.tabs.addTab(self.people_table, "People")
        self._lay_out()
        self._connect()
        self._show_buttons(looked=False)

    def look(self) -> None:
        """Read and verify the file, and show what it would do."""
        self._run(receiving.preview, self._show_look, "Looking at the file")

    def receive(self) -> None:
        """Bring in what was shown."""
        self._run(receiving.receive, self._show_done, "Receiving cases")

    def reject(self) -> None:
        """Stop what runs; nothing is then written."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _run(
        self,
        act: Callable[..., T],
        done: Callable[[T], None],
        title: str,
    ) -> None:
        path, passphrase = Path(self.path.text().strip()), self.passphrase.text()
        self.fields["path"].set_error(None if path.is_file() else "Choose a file.")
        self.fields["passphrase"].set_error(None if passphrase else "Type its passphrase.")
        if not path.is_file() or not passphrase:
            return

        def work(job: Job) -> T:
            with Parcel(path, passphrase) as parcel:
                return act(self._register, parcel, job.progress, job.check)

        self._busy(True)
        self._job = self._runner.run(work, done=done, failed=self._refused, title=title, owner=self)
        self._job.progressed.connect(self.progress.step)

    def _show_look(self, found: Look) -> None:
        self._busy(False)
        self._fill(found, {})
        added, updated = found.count(NEW), found.count(UPDATE)
        from_whom = f"{found.force}, {found.who}" if found.who else found.force
        made = format_moment(datetime.datetime.fromisoformat(found.made))
        self.said.setText(
            f"Sent by {from_whom}, {made}\n{added:,} to be added, {updated:,} to be updated, "
            f"{len(found.arrivals) - added - updated:,} to be left as they are"
        )
        self.said.show()
        broken = sum(one.broken for one in found.arrivals)
        if broken:
            self.message.show_message(
                f"{broken:,} audit records from the other register have been altered. Ask the "
                "sender to check their register.",
                "warning",
            )
        self._show_buttons(looked=bool(added + updated))

    def _show_done(self, done: Received) -> None:
        self._busy(False)
        self._fill(done.look, done.references, done=True)
        self.said.hide()
        added, updated = done.look.count(NEW), done.look.count(UPDATE)
        people = "person was" if done.people_added == 1 else "people were"
        self.message.show_message(
            f"{added:,} added, {updated:,} updated. {done.people_added:,} {people} not known "
            "here before.",
            "good",
        )
        self.passphrase.clear()
        self._show_buttons(looked=False)
        self.close_button.setText("Close")

    def _fill(self, found: Look, references: dict[int, str], *, done: bool = False) -> None:
        new = iter(references.items())
        lines = []
        self._ids = {}
        for at, one in enumerate(found.arrivals):
            case_id, here = next(new, (None, "")) if one.state == NEW else (one.case_id, one.here)
            lines.append(_Line(one, here, done))
            if case_id is not None:
                self._ids[at] = case_id
        self.cases.show_items(lines)
        self.people.show_items(list(found.people.values()))
        self.tabs.setTabText(0, f"Cases ({len(lines):,})")
        self.tabs.setTabText(1, f"People ({len(found.people):,})")

    def _refused(self, error: ProbityError) -> None:
        self._busy(False)
        if isinstance(error, InvalidError) and "passphrase" in error.problems:
            self.fields["passphrase"].set_error(error.problems["passphrase"])
        else:
            self.message.show_message(str(error), "error")

    def _busy(self, busy: bool) -> None:
        self._job = None
        if busy:
            self.message.hide()
        for part in (self.look_button, self.receive_button):
            part.setEnabled(not busy)
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)

    def _show_buttons(self, *, looked: bool) -> None:
        """What is to be done next is the filled button."""
        self.receive_button.setEnabled(looked)
        for button, primary in ((self.look_button, not looked), (self.receive_button, looked)):
            button.setProperty("kind", "primary" if primary else "")
            button.setDefault(primary)
            button.style().unpolish(button)
            button.style().polish(button)

    def _forget(self) -> None:
        """Another file or passphrase is looked at before it is brought in."""
        self._show_buttons(looked=False)

    def _open(self, row: int) -> None:
        if row in self._ids:
            self.open_case.emit(self._ids[row])

    def _connect(self) -> None:
        self.look_button.clicked.connect(lambda _: self.look())
        self.passphrase.entered.connect(self.look)
        self.receive_button.clicked.connect(lambda _: self.receive())
        self.close_button.clicked.connect(lambda _: self.reject())
        self.path.textChanged.connect(lambda _: self._forget())
        self.passphrase.changed.connect(self._forget)
        self.case_table.opened.connect(self._open)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label("Receive cases", "title"))
        column.addWidget(plain_label(NOTE, "muted"))
        asked = QHBoxLayout()
        asked.setSpacing(20)
        asked.addWidget(self.fields["path"], 3)
        asked.addWidget(self.fields["passphrase"], 2)
        column.addLayout(asked)
        for part in (self.message, self.said, self.progress):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.close_button, self.look_button, self.receive_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column.addLayout(foot)
        self.progress.hide()

    def _choose(self, now: str) -> str:
        return QFileDialog.getOpenFileName(
            self, "The file", now, f"Parcels of cases (*{SUFFIX});;All files (*)"
        )[0]


def _table(name: str, model: RowsModel[Any], widths: tuple[int, ...]) -> RowTable:
    table = RowTable(name, ROW)
    table.setModel(model)
    table.set_widths(widths)
    return table


def _case_cells(line: _Line) -> tuple[str, ...]:
    one = line.arrival
    state = DONE.get(one.state) if line.done else None
    return one.reference, one.title, state or STATES[one.state], line.here


def _person_cells(one: PersonMet) -> tuple[str, ...]:
    differs = ", ".join(sections.label("subjects", name).lower() for name in one.differs)
    known = one.known[:1].upper() + one.known[1:]
    return one.name, known or "Not known: to be added", differs

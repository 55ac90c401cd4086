"""The record, for auditors and administrators: everything that was done, filtered and read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QWidget

from models.change import Changed
from models.changes import disclosing
from models.changes.noting import record_consulted
from models.errors import NotFoundError, ProbityError
from models.queries.cases.casefile import case_id_of
from models.queries.cases.history import Event
from models.record.records import Asked, page, who_works
from models.register import Register
from models.storage.engine import sqlite3
from ui.background import Job, Runner
from ui.cases.list.export_dialog import CsvDialog
from ui.record.check_dialog import CheckDialog
from ui.record.checkpoint_actions import CheckpointActions
from ui.record.record_filter import RecordFilter
from ui.record.record_model import RecordModel
from ui.record.record_panel import RecordPanel
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Page, side_by_side
from ui.widgets.tables.row_table import RowTable

WIDTHS = (156, 112, 104, 0, 140)


class RecordPage(Page):
    """A line an audit record, newest first; the chosen one in full beside them."""

    asking = "Reading the record"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(register, runner, parent)
        self._shown: Asked | None = None
        self._noted: Asked | None = None
        self.filter = RecordFilter(register.today())
        self.model = RecordModel(self)
        self.table = self._make_table()
        self.panel = RecordPanel()
        self.checkpoints = CheckpointActions(register, runner, self.message.show_message, self)
        self.export_button = QPushButton("Export as CSV…")
        self.checkpoint_button = QPushButton("Checkpoint")
        self.check_button = QPushButton("Check the register…")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self.empty = EmptyState("Nothing found", "", icon="shield")
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def shown(self) -> None:
        """Read the newest each time it comes to the front."""
        self.reload()

    def reload(self) -> None:
        """Read the newest records that are asked for."""
        asked = self.filter.asked()

        def ask(connection: sqlite3.Connection) -> tuple[Asked, list[Event], list[tuple[str, str]]]:
            found = asked
            if asked.reference:
                case_id = case_id_of(connection, asked.reference)
                found = dataclasses.replace(asked, case_id=case_id)
            return found, page(connection, found), who_works(connection)

        self._ask(ask, self._show, "page")

    def check_register(self) -> None:
        """Check the whole register, in a dialog."""
        CheckDialog(self._register, self._runner, self).show()

    # --- making ---

    def _make_table(self) -> RowTable:
        table = RowTable("The record", 36)
        table.setObjectName("rows")
        table.setModel(self.model)
        table.set_widths(WIDTHS)
        return table

    def _lay_out(self) -> None:
        menu = QMenu(self.checkpoint_button)
        menu.addAction("Save to a file…", self.checkpoints.ask_save)
        menu.addAction("Print…", self.checkpoints.print_one)
        menu.addSeparator()
        menu.addAction("Compare with the record…", self.checkpoints.compare)
        self.checkpoint_button.setMenu(menu)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.export_button, self.checkpoint_button, self.check_button):
            buttons.addWidget(button)
        split = side_by_side(self._stack, self.panel, (766, 278))
        self._fill([self.filter, buttons], split)

    def _connect(self) -> None:
        self.filter.changed.connect(self.reload)
        self.model.wanted.connect(self._read_on)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.model.modelReset.connect(lambda: self.panel.show_event(None))
        self.panel.open_case.connect(self.open_case)
        self.table.opened.connect(self._open)
        self.export_button.clicked.connect(lambda _: self._export())
        self.check_button.clicked.connect(lambda _: self.check_register())

    def _told(self, changed: Changed) -> None:
        """What was recorded since is read when asked for; what is hidden by now goes at once."""
        touched = changed.case_ids & {one.case_id for one in self.model.items}

        def all_seen(connection: sqlite3.Connection) -> bool:
            return all(page(connection, Asked(case_id=one), limit=1) for one in touched)

        if touched:
            self._ask(all_seen, lambda still: None if still else self.reload())

    # --- showing ---

    def _show(self, answer: tuple[Asked, list[Event], list[tuple[str, str]]]) -> None:
        self._shown, events, people = answer
        self.filter.case_field.set_error(None)
        self.filter.show_people(people)
        self.model.show_first(events)
        self._stack.setCurrentIndex(0 if events else 1)
        if not events:
            said = self._shown.describe()
            self.empty.say("Nothing found", f"No records match: {said}." if said else "")
        self._say_status()
        self._note_reading()

    def _unanswered(self, error: ProbityError) -> None:
        if isinstance(error, NotFoundError):
            self.filter.case_field.set_error("There is no such case.")
        else:
            self._fail(error)

    def _read_on(self, before: int) -> None:
        asked = self._shown
        if asked is None:
            return

        def add(events: list[Event]) -> None:
            if asked is self._shown:
                self.model.add(events)
                self._say_status()

        self._ask(lambda connection: page(connection, asked, before), add, "page")

    def _say_status(self) -> None:
        many = len(self.model.items)
        more = "; scroll to see older ones" if self.model.has_more else ""
        self.status_changed.emit(f"{many:,} record{'s' * (many != 1)} shown{more}")

    def _chosen(self) -> Event | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.items[rows[0].row()] if rows else None

    def _choose(self) -> None:
        self.panel.show_event(self._chosen())

    def _open(self, row: int) -> None:
        event = self.model.items[row]
        if event.case_id is not None:
            self.open_case.emit(event.case_id)

    def _note_reading(self) -> None:
        """Reading the record is a consultation, too: once for each thing that is asked."""
        asked = self._shown
        if asked is None or asked == self._noted:
            return
        self._noted = asked
        self._runner.run(
            lambda _: record_consulted(self._register, asked.describe()),
            failed=self._fail,
            must_finish=True,
            owner=self,
        )

    # --- giving out ---

    def _export(self) -> None:
        asked = self._shown or Asked()
        register = self._register

        def write(job: Job, path: Path, bom: bool, reason: str) -> int:
            with job.reading(register) as connection:
                return disclosing.save_record(
                    register,
                    connection,
                    path,
                    asked,
                    bom=bom,
                    reason=reason,
                    progress=job.progress,
                    check=job.check,
                )

        CsvDialog(
            self._runner,
            "Export the record as CSV",
            f"Records: {asked.describe() or 'everything that you may see'}",
            write,
            suggested="record.csv",
            unit=("record", "records"),
            note="UTF-8, times in UTC. A cell that a spreadsheet could take for a formula gets "
            "an apostrophe before it.",
            parent=self,
        ).show()

"""What the case's pages of files share: a list, a card of the chosen one, copies given out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.errors import ProbityError
from models.register import Register
from models.storage.engine import sqlite3
from ui.background import Asking, Job, Runner
from ui.cases.form.draft import Draft
from ui.previews.outside import folder_for_others
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel


class Kept(Protocol):
    """A row of such a page: a file that is kept with the case."""

    @property
    def id(self) -> int: ...

    @property
    def file_name(self) -> str: ...


K = TypeVar("K", bound=Kept)


class FilesPage(Asking, QWidget, Generic[K]):
    """What is kept is kept at once, apart from the edits of the case.

    A page says in its class what it shows, and reads, shows, opens and writes out its own kind.
    """

    #: The table of the schema whose changes are shown.
    of_table = ""
    called = ""
    headings: Sequence[str] = ()
    widths: Sequence[int] = ()
    muted: Sequence[int] = ()
    numeric: Sequence[int] = ()
    #: What an empty list says: a title and a sentence.
    when_empty = ("", "")
    #: Beside the buttons: how it is kept.
    note = ""
    #: What the progress strip says while a copy is written.
    writing = ""
    _register_changed = Signal(object)

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._draft = draft
        self.message = MessageBar()
        self.model: RowsModel[K] = RowsModel(
            self.headings, self._cells, muted=self.muted, numeric=self.numeric, parent=self
        )
        self.table = RowTable(self.called, 36)
        self.table.setModel(self.model)
        self.table.set_widths(self.widths)
        self.table.opened.connect(lambda _: self._open())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_details())
        self.empty = EmptyState(*self.when_empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)

    def reload(self) -> None:
        """Read what the case has."""
        case_id = self._case_id()
        self._offer(case_id is not None)
        if case_id is not None:
            self._ask(lambda connection: self._read(connection, case_id), self._show, "rows")

    # --- what a page says of its own kind ---

    @staticmethod
    def _cells(row: K) -> tuple[str, ...]:
        """The cells of a row."""
        raise NotImplementedError

    def _read(self, connection: sqlite3.Connection, case_id: int) -> list[K]:
        """Read what the case has."""
        raise NotImplementedError

    def _offer(self, saved: bool) -> None:
        """Offer to add one, where the case is ``saved`` already."""
        raise NotImplementedError

    def _open(self) -> None:
        """Show the chosen one itself."""
        raise NotImplementedError

    def _show_details(self) -> None:
        """Show the card of the chosen one."""
        raise NotImplementedError

    def _write_copy(
        self, connection: sqlite3.Connection, row: K, path: Path, what: str, job: Job
    ) -> None:
        """Write one to ``path``; ``what`` goes on record."""
        raise NotImplementedError

    def _written(self, row: K) -> None:
        """Say that one was written."""
        raise NotImplementedError

    # --- making ---

    def _lay_out(self, buttons: Sequence[QPushButton], details: QWidget, *above: QWidget) -> None:
        """Lay the page out; ``above`` the list stands what is there at times."""
        note = QLabel(self.note)
        note.setProperty("kind", "muted")
        top = QHBoxLayout()
        top.addWidget(note, 1)
        for button in buttons:
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.message)
        for part in above:
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(details)

    def _begin(self) -> None:
        """Hear of changes, and read for the first time."""
        self._register_changed.connect(self._told)
        stop = self._register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None: stop())
        self._draft.replaced.connect(self.reload)
        self.reload()

    # --- showing ---

    def _case_id(self) -> int | None:
        case_id: int | None = self._draft.file.case["id"]
        return case_id

    def _show(self, rows: list[K]) -> None:
        chosen = self._chosen()
        self.model.show_items(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        for place, row in enumerate(rows):
            if chosen is not None and row.id == chosen.id:
                self.table.selectRow(place)
        self._show_details()

    def _chosen(self) -> K | None:
        found = self.table.selectionModel().selectedRows()
        return self.model.items[found[0].row()] if found else None

    # --- giving out ---

    def _save_as(self, row: K, title: str, done: Callable[[str], str], kinds: str = "") -> None:
        """Ask where to, and write ``row`` there; what is ``done`` with a name goes on record."""
        start = str(Path.home() / Path(row.file_name).name)
        name, _ = QFileDialog.getSaveFileName(self, title, start, kinds)
        if name:
            self._write_out(row, Path(name), done(Path(name).name), self._written)

    def _give_to_another(self, row: K, otherwise: str) -> None:
        """Write ``row`` for another program and open it there; ``otherwise`` is its name."""
        path = folder_for_others() / (Path(row.file_name).name or otherwise)

        def open_it(_: K) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._write_out(row, path, "Opened outside Probity", open_it)

    def _write_out(self, row: K, path: Path, what: str, then: Callable[[K], None]) -> None:
        def work(job: Job) -> None:
            with job.reading(self._register) as connection:
                self._write_copy(connection, row, path, what, job)

        def done(_: None) -> None:
            self._show_details()
            then(row)

        self._runner.run(work, done=done, failed=self._fail, title=self.writing, owner=self)

    # --- hearing ---

    def _told(self, changed: Changed) -> None:
        if self.of_table in changed.tables and self._case_id() in changed.case_ids:
            self.reload()

    def _fail(self, error: ProbityError) -> None:
        self.message.show_message(str(error), "error")

    def _unanswered(self, error: ProbityError) -> None:
        self._fail(error)

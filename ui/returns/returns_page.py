"""Returns: a period, its tables with their definitions, checks, and the list behind a figure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from models.change import Changed
from models.errors import ProbityError
from models.queries.cases.filters import Filter
from models.queries.figures.returns import make_return
from models.register import Register
from models.rules.publishing.returns import Cell, Problem, Return, shown
from ui.background import Runner
from ui.looks import theme
from ui.returns.checks_view import ChecksView
from ui.returns.period_chooser import PeriodChooser
from ui.returns.return_actions import ReturnActions
from ui.returns.table_view import TableView
from ui.widgets.page import Page
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

LIST, FEW = 270, 126  # pixels at 100% text; as high as three lines where text is large


class ReturnsPage(Page):
    """Counts what the period asks for; a figure that is clicked asks for the cases behind it."""

    show_cases = Signal(object)  # Filter
    asking = "Counting"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(register, runner, parent)
        self._stale = False
        self.made: Return | None = None
        self.chooser = PeriodChooser(register.today())
        self.acts = ReturnActions(register, runner)
        self.model: RowsModel[tuple[str, str]] = RowsModel(
            ("Table", "In all"), tuple, muted=(1,), numeric=(1,), parent=self
        )
        self.list = RowTable("Tables of the return", 36)
        self.list.setModel(self.model)
        self.list.set_widths([0, 60])
        self.list.setMinimumWidth(theme.px(LIST))
        self.view = TableView()
        self.checks = ChecksView()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.checks)
        self.stack.addWidget(self.view)
        self._lay_out()
        self.chooser.changed.connect(self._soon.start)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        for part in (self.view, self.checks):
            part.wanted.connect(self._list)
        self.setFocusProxy(self.chooser)
        self.reload()

    def reload(self) -> None:
        """Count anew, in the background; a newer period ends the older."""
        self._stale = False
        period, register = self.chooser.period(), self._register
        force, nation, today = register.force, register.nation, register.today()
        self._ask(
            lambda connection: make_return(
                connection, period, force=force, nation=nation, today=today
            ),
            self._show,
            "return",
        )

    def shown(self) -> None:
        """Called each time it comes to the front."""
        if self._stale:
            self.reload()

    def _lay_out(self) -> None:
        large, bottom = theme.is_large(), Qt.AlignmentFlag.AlignBottom
        top = QVBoxLayout() if large else QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.chooser, 0, Qt.AlignmentFlag.AlignLeft if large else bottom)
        if not large:
            top.addStretch(1)
        top.addWidget(self.acts, 0, Qt.AlignmentFlag.AlignLeft if large else bottom)
        # Beside each other they would leave a table no room at twice the size of text.
        split = QSplitter(Qt.Orientation.Vertical if large else Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        if large:
            self.list.setMaximumHeight(theme.px(FEW))
        split.addWidget(self.list)
        split.addWidget(self.stack)
        split.setStretchFactor(0, 1 if large else 0)
        split.setStretchFactor(1, 2)
        self._fill([top], split)

    def _told(self, _: Changed) -> None:
        if self.isVisible():
            self._soon.start()
        else:
            self._stale = True  # counted when somebody looks again

    def _show(self, made: Return) -> None:
        self.message.hide()
        same = made == self.made
        self.made = made
        self.acts.show_return(made)
        problems = len(made.problems)
        self.status_changed.emit(
            f"▲ {problems:,} problem{'s' * (problems != 1)} found by the checks"
            if problems
            else "All checks passed"
        )
        if same:
            return
        at = max(self.list.currentIndex().row(), 0)
        rows = [("Checks", f"▲ {problems:,}" if problems else "hold")]
        for table in made.tables:
            place = table.codes.index("received") if "received" in table.codes else -1
            place = table.codes.index("all") if "all" in table.codes else place
            rows.append((table.definition.title, shown(table.total.values[place])))
        self.model.show_items(rows)
        self.list.selectRow(at)

    def _choose(self) -> None:
        rows = self.list.selectionModel().selectedRows()
        if not rows or self.made is None:
            return
        at = rows[0].row()
        if at == 0:
            self.checks.show_return(self.made)
            self.stack.setCurrentWidget(self.checks)
        else:
            self.view.show_table(self.made.tables[at - 1])
            self.stack.setCurrentWidget(self.view)

    def _list(self, behind: Cell | Problem) -> None:
        self.show_cases.emit(Filter(case_ids=behind.cases))

    def _unanswered(self, error: ProbityError) -> None:
        self.acts.show_return(None)
        self._fail(error)

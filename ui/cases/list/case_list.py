"""The page of cases: filter bar, list, preview."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.change import Changed
from models.queries.cases import case_list
from models.queries.cases.case_list import Overview, Sort
from models.queries.cases.columns import column, known
from models.queries.cases.filters import Filter
from models.register import Register
from ui.background import Job, Runner
from ui.cases.list.columns_picker import ColumnsPicker
from ui.cases.list.filter_bar import FilterBar
from ui.cases.list.list_delegate import ROW_HEIGHT, ListDelegate
from ui.cases.list.list_model import ListModel
from ui.cases.list.preview_panel import PreviewPanel
from ui.looks import theme
from ui.settings import Settings
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar
from ui.widgets.tables.row_table import RowTable

WIDEST = 4000  # pixels of a column, whatever was remembered


class CaseList(QWidget):
    """Lists cases by filter and order; asks for nothing that is not on screen."""

    page_title = "Cases"
    open_case = Signal(int)
    new_case = Signal()
    print_sheet = Signal(int)
    export_requested = Signal(object, object, object)
    print_requested = Signal(object, object, object)
    send_requested = Signal()
    status_changed = Signal(str)
    _register_changed = Signal(object)

    def __init__(
        self,
        register: Register,
        runner: Runner,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._settings = settings
        self._selected: int | None = None
        self._stay: tuple[int, int] | None = None
        self.bar = FilterBar(register.today())
        self.model = ListModel(register, runner, self)
        self.table = self._make_table()
        self.preview = PreviewPanel(register, runner)
        self.message = MessageBar()
        self.empty = EmptyState("No cases yet", "", "New case")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self.setFocusProxy(self.table)
        self._connect()
        self._unsubscribe = register.subscribe(self._register_changed.emit)
        self.destroyed.connect(lambda _=None, stop=self._unsubscribe: stop())
        self._load_owners()
        self._ask(sort=self._remembered_sort(), columns=known(settings.get_texts("columns")))

    def filter(self) -> Filter:
        """What is asked now."""
        return self.bar.filter()

    def sort(self) -> Sort:
        """How the list is ordered."""
        return self.model.sort_by

    def columns(self) -> tuple[str, ...]:
        """The columns shown, in their order."""
        return self.model.columns

    def show_filter(self, where: Filter) -> None:
        """Ask this instead."""
        self.bar.set_filter(where, tell=True)

    def refresh(self) -> None:
        """Ask the same again, staying where the list is: whatever comes before, no row moves."""
        top = max(self.table.rowAt(0), 0)
        case_id = self.model.case_id(top)
        self._ask(first=top)
        if case_id is not None and self.table.verticalScrollBar().value():
            self._stay = (case_id, self.table.rowViewportPosition(top))

    def _ask(self, **what: Any) -> None:
        self._stay = None
        self.model.ask(self.bar.filter(), **what)

    def _make_table(self) -> RowTable:
        table = RowTable("Cases", ROW_HEIGHT)
        table.setModel(self.model)
        table.setItemDelegate(ListDelegate(self._register.today(), table))
        head = table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setSortIndicatorShown(True)
        head.setMinimumSectionSize(60)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        send = QAction("Send to another register…", table)
        send.triggered.connect(lambda _=False: self.send_requested.emit())
        forbid(send, self._register.why_not("transfer"))
        table.addAction(send)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return table

    def _lay_out(self) -> None:
        self.columns_button = QPushButton("Columns")
        self.export_button = QPushButton("Export")
        self.print_button = QPushButton("Print")
        for button in (self.columns_button, self.export_button, self.print_button):
            self.bar.add_button(button)
        for button in (self.export_button, self.print_button, self.preview.print_button):
            forbid(button, self._register.why_not("disclose"))
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.preview)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.bar)
        layout.addWidget(self.message)
        layout.addLayout(middle, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self._ask)
        self.model.counted.connect(self._answered)
        self.model.failed.connect(lambda said: self.message.show_message(said, "error"))
        self.model.dataChanged.connect(lambda *_: self._find_selected())
        self.table.opened.connect(self._open_row)
        self.table.resized.connect(self._show_columns)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        head = self.table.horizontalHeader()
        head.sectionClicked.connect(self._sort_by)
        head.sectionMoved.connect(self._moved)
        self._save_widths = QTimer(self, interval=400, singleShot=True)
        self._save_widths.timeout.connect(self._remember_widths)
        head.sectionResized.connect(lambda *_: self._save_widths.start())
        self.columns_button.clicked.connect(self._pick_columns)
        asked = (self.filter, self.sort, self.columns)
        self.export_button.clicked.connect(
            lambda _: self.export_requested.emit(*(ask() for ask in asked))
        )
        self.print_button.clicked.connect(
            lambda _: self.print_requested.emit(*(ask() for ask in asked))
        )
        self.preview.open_case.connect(self.open_case)
        self.preview.print_sheet.connect(self.print_sheet)
        self.empty.clicked.connect(self._first_step)
        self._register_changed.connect(self._register_told)

    def _register_told(self, changed: Changed) -> None:
        if changed.tables:
            self._load_owners()
            self.refresh()
            if self._selected in changed.case_ids:
                self.preview.show_case(self._selected)

    def _answered(self, overview: Overview) -> None:
        self._show_columns()
        self._say_overview(overview)
        if overview.total:
            self._stack.setCurrentWidget(self.table)
            self._stay_there()
            self._find_selected()
            return
        self._selected = None
        self.preview.show_case(None)
        if self.filter() == Filter():
            self.empty.say(
                "No cases yet",
                "Cases that you record appear here, overdue ones first.",
                "" if self._register.why_not("record") else "New case",
            )
        else:
            self.empty.say(
                "No case matches", "Nothing in the register matches every filter.", "Clear filters"
            )
        self._stack.setCurrentWidget(self.empty)

    def _stay_there(self) -> None:
        """Have the case that was at the top at the same height again, where it is here."""
        stay, self._stay = self._stay, None
        at = self.model.row_of(stay[0]) if stay else None
        if stay is not None and at is not None:
            self.table.doItemsLayout()  # the bar knows by then how many rows there are
            height = self.table.verticalHeader().defaultSectionSize()
            self.table.verticalScrollBar().setValue(at * height - stay[1])

    def _say_overview(self, overview: Overview) -> None:
        cases = "case" if overview.total == 1 else "cases"
        self.status_changed.emit(
            f"{overview.total:,} {cases} in this view · {overview.mine:,} of mine"
            f" · {overview.overdue:,} overdue"
        )

    def _first_step(self) -> None:
        if self.filter() == Filter():
            self.new_case.emit()
        else:
            self.show_filter(Filter())

    def _find_selected(self) -> None:
        """Keep the selection on its case where that is among the rows here; else the first."""
        row_count = self.model.rowCount()
        at = 0
        if self._selected is not None:
            first = max(self.table.rowAt(0), 0)
            near = range(max(0, first - 60), min(row_count, first + 120))
            found = [n for n in near if self.model.case_id(n) == self._selected]
            if not found:
                return
            at = found[0]
        if self.model.case_id(at) is None or self.table.currentIndex().row() == at:
            return
        position = self.table.verticalScrollBar().value()
        self.table.selectRow(at)
        self.table.verticalScrollBar().setValue(position)

    def _selection_changed(self, selected: QItemSelection, _: QItemSelection) -> None:
        rows = selected.indexes()
        if not rows:
            return
        case_id = self.model.case_id(rows[0].row())
        if case_id is not None and case_id != self._selected:
            self._selected = case_id
            self.preview.show_case(case_id)
        elif case_id is not None and self.preview.case_id != case_id:
            self.preview.show_case(case_id)

    def _open_row(self, row: int) -> None:
        case_id = self.model.case_id(row)
        if case_id is not None:
            self.open_case.emit(case_id)

    def _sort_by(self, section: int) -> None:
        code = self.model.columns[section]
        now = self.model.sort_by
        descending = not now.descending if now.column == code else column(code).kind == "date"
        sort = Sort(code, descending)
        self._settings.set("sort", [sort.column, sort.descending])
        self._ask(sort=sort)

    def _remembered_sort(self) -> Sort:
        kept = self._settings.get("sort", [])
        if isinstance(kept, list) and len(kept) == 2 and known([str(kept[0])]) == (kept[0],):
            return Sort(str(kept[0]), bool(kept[1]))
        return Sort()

    def _show_columns(self) -> None:
        """Widths as remembered, the sort's arrow, and the matter taking what is left."""
        head = self.table.horizontalHeader()
        head.blockSignals(True)
        widths = self._settings.get_numbers("widths")
        for at, code in enumerate(self.model.columns):
            width = min(max(int(widths.get(code, 0)), 0), WIDEST)
            head.resizeSection(at, width or theme.px(column(code).width))
        if "matter" in self.model.columns:
            at = self.model.columns.index("matter")
            others = sum(head.sectionSize(n) for n in range(head.count()) if n != at)
            bar = self.table.verticalScrollBar().sizeHint().width()
            free = self.table.maximumViewportSize().width() - bar - others
            head.resizeSection(at, max(theme.px(200), free))
        sort = self.model.sort_by
        if sort.column in self.model.columns:
            way = Qt.SortOrder.DescendingOrder if sort.descending else Qt.SortOrder.AscendingOrder
            head.setSortIndicator(self.model.columns.index(sort.column), way)
        else:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.blockSignals(False)
        head.headerDataChanged(Qt.Orientation.Horizontal, 0, head.count() - 1)

    def _remember_widths(self) -> None:
        head = self.table.horizontalHeader()
        kept = self._settings.get_numbers("widths")
        for at, code in enumerate(self.model.columns):
            if code != "matter":
                kept[code] = head.sectionSize(at)
        self._settings.set("widths", kept)

    def _moved(self, _logical: int, _old: int, _new: int) -> None:
        """A heading was dragged: the order becomes the list's own."""
        head = self.table.horizontalHeader()
        order = [self.model.columns[head.logicalIndex(at)] for at in range(head.count())]
        head.blockSignals(True)
        for at in range(head.count()):
            head.moveSection(head.visualIndex(at), at)
        head.blockSignals(False)
        self.set_columns(tuple(order))

    def set_columns(self, codes: tuple[str, ...]) -> None:
        """Show these columns in this order, and remember them."""
        self._settings.set("columns", list(codes))
        self._ask(columns=codes, first=max(self.table.rowAt(0), 0))

    def _pick_columns(self) -> None:
        picker = ColumnsPicker(self.model.columns, self.set_columns, self)
        picker.open_under(self.columns_button)

    def _load_owners(self) -> None:
        def work(job: Job) -> dict[int, str]:
            with job.reading(self._register) as connection:
                return case_list.owners(connection)

        def done(owners: dict[int, str]) -> None:
            self.bar.owners = owners

        self._runner.run(work, done=done, key=f"owners {id(self)}", owner=self)

    def current_case_id(self) -> int | None:
        """The selected case."""
        index: QModelIndex = self.table.currentIndex()
        return self.model.case_id(index.row()) if index.isValid() else None

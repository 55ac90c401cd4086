"""The rows of the case list that a screen shows, and no others."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from models.queries.cases import case_list
from models.queries.cases.case_list import ListRow, Overview, Sort
from models.queries.cases.columns import cell_words, column, default
from models.queries.cases.filters import Filter
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date
from ui.background import Job, Runner
from ui.widgets.plain import plain_tip

PAGE = 100
PAGES_KEPT = 12
SCREEN = 40  # rows that a tall screen shows
ROW_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class ListModel(QAbstractTableModel):
    """A window on the list: it knows how many rows there are and keeps a few pages of them.

    ``counted`` comes with every new answer; rows not yet here are empty until their page arrives.
    """

    counted = Signal(object)
    failed = Signal(str)

    def __init__(self, register: Register, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self.where = Filter()
        self.sort_by = Sort()
        self.columns: tuple[str, ...] = default()
        self.overview: Overview | None = None
        self._count = 0
        self._pages: OrderedDict[int, list[ListRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._fetch_soon = QTimer(self, interval=0, singleShot=True)
        self._fetch_soon.timeout.connect(self._fetch)
        self._generation = 0

    def ask(
        self,
        where: Filter | None = None,
        sort: Sort | None = None,
        columns: tuple[str, ...] | None = None,
        first: int = 0,
    ) -> None:
        """Ask a new question; the rows shown stay until its answer is here, then change at once.

        :param first: the row that is to be on screen.
        """
        where = self.where if where is None else where
        sort = sort or self.sort_by
        columns = columns or self.columns
        self._generation += 1
        # Also the page after it, where the screen may reach into that: no row is empty meanwhile.
        pages = sorted({max(first, 0) // PAGE, (max(first, 0) + SCREEN) // PAGE})
        today, user_id = self._register.today(), self._register.user.id

        def work(job: Job) -> tuple[Overview, list[ListRow]]:
            with job.reading(self._register) as connection:
                rows = case_list.rows(
                    connection,
                    where,
                    sort,
                    today,
                    columns,
                    offset=pages[0] * PAGE,
                    limit=len(pages) * PAGE,
                )
                return case_list.overview(connection, where, today, user_id), rows

        def done(answer: tuple[Overview, list[ListRow]]) -> None:
            overview, rows = answer
            self.beginResetModel()
            self.where, self.sort_by, self.columns = where, sort, columns
            self.overview = overview
            self._count = overview.total
            self._pages.clear()
            self._asked.clear()
            self._wanted.clear()
            for at, page in enumerate(pages):
                self._pages[page] = rows[at * PAGE : (at + 1) * PAGE]
            self.endResetModel()
            self.counted.emit(overview)

        self._runner.run(
            work,
            done=done,
            failed=lambda error: self.failed.emit(str(error)),
            key=f"list {id(self)}",
            title="Reading the list",
            owner=self,
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        item = column(self.columns[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if item.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            ROW_ROLE,
        )
        if role not in wanted or not index.isValid():
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if row is None or index.column() >= len(self.columns):
            return ""
        code = self.columns[index.column()]
        text = shown_text(code, row)
        second = row.second.get(code, "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(part for part in (text, second) if part))
        return f"{text}, {second}" if second and role != Qt.ItemDataRole.DisplayRole else text

    def row(self, number: int) -> ListRow | None:
        """The row if it is here; otherwise it is sent for."""
        if not 0 <= number < self._count:
            return None
        page, at = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            if page not in self._asked and page not in self._wanted:
                self._wanted.append(page)
                self._fetch_soon.start()
            return None
        self._pages.move_to_end(page)
        return rows[at] if at < len(rows) else None

    def case_id(self, number: int) -> int | None:
        """The case on that row, if the row is here."""
        row = self.row(number)
        return row.case_id if row else None

    def row_of(self, case_id: int) -> int | None:
        """The row of a case among those that are here."""
        for page, rows in self._pages.items():
            for at, row in enumerate(rows):
                if row.case_id == case_id:
                    return page * PAGE + at
        return None

    def _fetch(self) -> None:
        """Send for the pages that painting missed; the last asked for are the ones on screen."""
        wanted, self._wanted = self._wanted[-3:], []
        for page in wanted:
            self._asked.add(page)
            self._fetch_page(page, self._generation)

    def _fetch_page(self, page: int, generation: int) -> None:
        where, sort, columns = self.where, self.sort_by, self.columns
        today = self._register.today()

        def work(job: Job) -> list[ListRow]:
            with job.reading(self._register) as connection:
                return case_list.rows(
                    connection, where, sort, today, columns, offset=page * PAGE, limit=PAGE
                )

        def done(rows: list[ListRow]) -> None:
            if generation != self._generation:
                return
            self._asked.discard(page)
            self._pages[page] = rows
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
            last = min((page + 1) * PAGE, self._count) - 1
            self.dataChanged.emit(
                self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1)
            )

        self._runner.run(
            work,
            done=done,
            failed=lambda error: self.failed.emit(str(error)),
            key=f"page {id(self)} {page}",
            title="Reading the list",
            owner=self,
        )


def shown_text(code: str, row: ListRow) -> str:
    """A cell as people read it."""
    value = row.values.get(code)
    kind = column(code).kind
    if kind in ("date", "due"):
        return format_date(value) or "—"
    if kind == "pill":
        return vocabularies.name("stage", value)
    if kind in ("flag", "yesno"):
        return cell_words(kind, value)
    return "" if value is None else str(value)

"""A chart on a card, with its title, its unit, its table and its menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from models.errors import ProbityError
from models.queries.figures.figures import Series
from ui.charts.chart import Chart
from ui.looks import icons
from ui.widgets.card import Card
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar

#: Puts on record that something leaves (what; then what is done, or what to do if it may not).
Leave = Callable[[str, Callable[[], None], Callable[[ProbityError], None]], None]


class ChartCard(Card):
    """One chart of the dashboard.

    :param leave: puts on record what leaves before it does; without it there is no register that
        the figures are of.
    :param why_not: why the user may let none leave; empty where they may.
    """

    opened = Signal(object)

    def __init__(
        self,
        series: Series,
        leave: Leave | None = None,
        why_not: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(series.title, parent)
        self._leave = leave or (lambda _what, then, _failed: then())
        self.chart = Chart(series)
        self.chart.opened.connect(self.opened)
        self.unit = QLabel()
        self.unit.setTextFormat(Qt.TextFormat.PlainText)
        self.unit.setProperty("kind", "muted")
        self.unit.setWordWrap(True)
        self.none = QLabel("Nothing in this period.")
        self.none.setProperty("kind", "muted")
        self.message = MessageBar()
        self.table = QTableWidget(0, 2)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.cellActivated.connect(lambda row, _: self._open(row))
        self.table.hide()
        self.as_table = QPushButton("Table")
        self.as_table.setCheckable(True)
        self.as_table.setProperty("kind", "link")
        self.as_table.toggled.connect(self._show_table)
        self.menu_button = QPushButton()
        self.menu_button.setIcon(icons.icon("ellipsis", "muted"))
        self.menu_button.setProperty("kind", "icon")
        self.menu_button.setAccessibleName(f"Save, copy or print: {series.title}")
        self.menu = QMenu(self.menu_button)
        self.menu.addAction("Save as PNG…").triggered.connect(lambda _=False: self._ask("png"))
        self.menu.addAction("Save as SVG…").triggered.connect(lambda _=False: self._ask("svg"))
        self.menu.addAction("Copy picture").triggered.connect(lambda _=False: self.copy())
        self.menu.addAction("Print…").triggered.connect(lambda _=False: self._print())
        self.menu_button.setMenu(self.menu)
        forbid(self.menu_button, why_not)
        self.buttons.addWidget(self.as_table)
        self.buttons.addWidget(self.menu_button)
        for part in (self.unit, self.message, self.none, self.chart, self.table):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.set_series(series)

    def set_series(self, series: Series) -> None:
        """Show other figures."""
        self.chart.set_series(series)
        words = (series.unit[:1].upper() + series.unit[1:], series.note)
        self.unit.setText("  ·  ".join(part for part in words if part))
        self.table.setHorizontalHeaderLabels([series.title, series.unit.split(",")[0]])
        self.table.setRowCount(len(series.bars))
        for at, bar in enumerate(series.bars):
            self.table.setItem(at, 0, QTableWidgetItem(bar.label))
            value = QTableWidgetItem(f"{bar.value:,}")
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            value.setTextAlignment(side)
            self.table.setItem(at, 1, value)
        self._show_table(self.as_table.isChecked())

    def save(self, path: Path) -> None:
        """Save the picture, on record, and say so, or say why not."""
        self._leaves(f"saved as {path.name}", lambda: self._write(path))

    def copy(self) -> None:
        """Put the picture on the clipboard, on record."""
        self._leaves("copied", self.chart.copy)

    def print_to(self, printer: QPrinter) -> None:
        """Print the picture, on record, or say why not."""

        def draw() -> None:
            if not self.chart.print_to(printer):
                self.message.show_message("The printer did not take the chart.", "error")

        self._leaves("printed", draw)

    def _leaves(self, how: str, then: Callable[[], None]) -> None:
        what = f"Chart “{self.chart.series.title}” {how}"
        self._leave(what, then, lambda error: self.message.show_message(str(error), "error"))

    def _write(self, path: Path) -> None:
        try:
            self.chart.save(path)
        except ProbityError as error:
            self.message.show_message(str(error), "error")
            return
        self.message.show_message(f"Saved {path.name}.", "good")

    def _show_table(self, shown: bool) -> None:
        some = bool(self.chart.series.bars)
        self.none.setVisible(not some)
        self.chart.setVisible(some and not shown)
        self.table.setVisible(some and shown)
        rows = min(self.table.rowCount(), 8)
        self.table.setFixedHeight(40 + rows * self.table.verticalHeader().defaultSectionSize())

    def _open(self, row: int) -> None:
        self.opened.emit(self.chart.series.bars[row].where)

    def _ask(self, ending: str) -> None:
        suggested = f"{self.chart.series.title}.{ending}"
        words = f"{ending.upper()} (*.{ending})"
        name, _ = QFileDialog.getSaveFileName(self, "Save the chart", suggested, words)
        if name:
            self.save(Path(name).with_suffix(f".{ending}"))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

"""The first page: which file, what it is, its headings; and the imports there have been."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.exchange.incoming.cells import Options
from models.exchange.incoming.csv_cells import DELIMITERS, ENCODINGS
from ui.importing.runs_card import RunsCard
from ui.importing.work import Work
from ui.widgets.card import Card
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

KINDS = "Tables (*.csv *.txt *.tsv *.xlsx *.xlsm);;Every file (*)"
INTRO = (
    "A CSV file or an Excel workbook, with one row for each case, allegation or person. Its "
    "columns are shown next, and nothing is written until you have seen what happens to each "
    "row."
)
FOUND_OUT = "Detect automatically"
WIDTH, LONGEST = 150, 200  # pixels of a column of the sample, and characters of a cell
LATEST_HEADING = 40  # the last row that is offered as the one in which headings begin


class FilePage(QWidget):
    """Asks for a file, looks at it, and shows what it found; ``ready`` when that has changed."""

    ready = Signal()

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.path = QLineEdit()
        self.path.setPlaceholderText("A .csv or .xlsx file")
        self.path.setAccessibleName("File")
        self.path.returnPressed.connect(self.look)
        self.browse = QPushButton("Choose…")
        self.browse.clicked.connect(lambda _: self._choose())
        self.encoding = Choice(
            [(code, name) for code, name in ENCODINGS.items() if code != "utf-16-be"],
            empty=FOUND_OUT,
        )
        self.delimiter = Choice(
            [(mark, name.capitalize()) for mark, name in DELIMITERS.items()], empty=FOUND_OUT
        )
        self.sheet = Choice(empty="The first")
        self.heading_row = Choice(
            [(row, f"Row {row}") for row in range(1, LATEST_HEADING + 1)], empty=FOUND_OUT
        )
        self.mapping = Choice(empty="Guess from the headings")
        self.said = plain_label("", "muted")
        self.sample = RowTable("The first rows of the file", 34)
        self.runs = RunsCard(work)
        self._lay_out()
        for part in (self.encoding, self.delimiter, self.sheet, self.heading_row):
            part.changed.connect(self.look)
        self.mapping.changed.connect(self._use_mapping)
        self._show_read(False)

    def look(self) -> None:
        """Look at the file that is named."""
        path = Path(self.path.text().strip())
        if not path.name:
            self._file.set_error("Choose a file.")
            return
        self._file.set_error(None)
        options = Options(
            self.encoding.value() or "", self.delimiter.value() or "", self.sheet.value() or ""
        )
        self._work.read(path, options, self.heading_row.value(), self._looked)

    def say_failed(self, sentence: str) -> None:
        """Say beside the file why it could not be read."""
        self._file.set_error(sentence)
        self._work.cells = None
        self._show_read(False)
        self.ready.emit()

    def offer_mappings(self, names: list[str]) -> None:
        """Offer the mappings that are kept in the register."""
        self.mapping.set_items((name, name) for name in names)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        beside = QWidget()
        beside.setLayout(line)
        beside.setFocusProxy(self.path)
        self._file = Field("File", beside)
        self._options = QWidget()
        options = QHBoxLayout(self._options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(12)
        self._of_csv = [
            Field("Encoding", self.encoding),
            Field("Separated by", self.delimiter),
        ]
        self._of_book = Field("Sheet", self.sheet)
        for part in (*self._of_csv, self._of_book):
            options.addWidget(part, 1)
        options.addWidget(Field("Headings begin in row", self.heading_row), 1)
        options.addWidget(Field("Mapping", self.mapping), 1)
        card = Card("The file")
        self._intro = plain_label(INTRO, "muted")
        card.body.addWidget(self._intro)
        card.body.addWidget(self._file)
        card.body.addWidget(self.said)
        card.body.addWidget(self._options)
        card.body.addWidget(self.sample, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(card)
        self._column.addWidget(self.runs, 1)

    def _show_read(self, read: bool) -> None:
        self._column.setStretch(0, 1 if read else 0)
        self._intro.setVisible(not read)
        self.said.setVisible(read)
        self._options.setVisible(read)
        self.sample.setVisible(read)
        self.runs.setVisible(not read)

    def _looked(self) -> None:
        cells, heads = self._work.cells, self._work.heads
        assert cells is not None
        assert heads is not None
        rows = (
            f"row {heads.first}"
            if heads.first == heads.last
            else (f"rows {heads.first} and {heads.last}")
        )
        self.said.setText(f"{cells.said}. The headings are in {rows}.")
        for part in self._of_csv:
            part.setVisible(not cells.sheets)
        self._of_book.setVisible(bool(cells.sheets))
        self.sheet.set_items((name, name) for name in cells.sheets)
        names = heads.names
        model: RowsModel[list[str]] = RowsModel(names, partial(_shown, len(names)), parent=self)
        model.show_items(self._work.sample)
        self.sample.setModel(model)
        self.sample.set_widths([WIDTH] * len(names))
        self._show_read(True)
        if self.mapping.value():
            self._use_mapping()
        else:
            self.ready.emit()

    def _use_mapping(self) -> None:
        name = self.mapping.value()
        if name:
            self._work.use_mapping(name, self.ready.emit)
        else:
            self.look()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import a file", self.path.text(), KINDS)
        if name:
            self.path.setText(name)
            self.look()


def _shown(many: int, row: Sequence[str]) -> list[str]:
    """The cells of a row on one line each, as many as there are headings."""
    cells = [" ".join(cell.split())[:LONGEST] for cell in row[:many]]
    return [*cells, *[""] * (many - len(cells))]

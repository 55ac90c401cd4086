"""The fields that a template may have, to be copied into Word."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from models.exchange.letters.fields import fields, lists, values
from models.exchange.letters.occasion import Occasion
from ui.looks import theme
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

HEADINGS, WIDTHS = ("Field", "Written", "In this case"), (0, 250, 210)


@dataclass(frozen=True)
class Line:
    """A field as the picker shows it: what it is, how it is written, what it says in this case."""

    label: str
    written: str
    says: str


class FieldPicker(QDialog):
    """Lists every field; what is typed above narrows the list.

    :param occasion: where there is one, each field is shown with what it says.
    """

    def __init__(self, occasion: Occasion | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Fields of a letter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(860), theme.px(560))
        self._lines = _lines(occasion)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a field, such as complainant or date")
        self.search.setAccessibleName("Find a field")
        self.search.textChanged.connect(lambda _: self._narrow())
        self.model: RowsModel[Line] = RowsModel(HEADINGS, _cells, muted=(2,), parent=self)
        self.table = RowTable("Fields", 36)
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS if occasion is not None else (0, 380, 10))
        self.table.setColumnHidden(2, occasion is None)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.table.opened.connect(lambda _: self._copy())
        self.written = QLineEdit()
        self.written.setReadOnly(True)
        self.written.setAccessibleName("As it is written in Word")
        self.copy_button = QPushButton("Copy")
        self.copy_button.setProperty("kind", "primary")
        self.copy_button.clicked.connect(lambda _: self._copy())
        close = QPushButton("Close")
        close.clicked.connect(lambda _: self.reject())
        foot = QHBoxLayout()
        foot.addWidget(self.written, 1)
        foot.addWidget(self.copy_button)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            plain_label(
                "Write a field into a Word template exactly as shown here. Text that should "
                "appear only where something is recorded goes between {% if … %} and {% "
                "endif %}.",
                "muted",
            )
        )
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self._narrow()
        self.search.setFocus()

    def _narrow(self) -> None:
        wanted = self.search.text().casefold().split()
        self.model.show_items(
            [
                one
                for one in self._lines
                if all(word in f"{one.label} {one.written}".casefold() for word in wanted)
            ]
        )
        if self.model.items:
            self.table.selectRow(0)
        self._choose()

    def _choose(self) -> None:
        found = self.table.selectionModel().selectedRows()
        self.written.setText(self.model.items[found[0].row()].written if found else "")
        self.copy_button.setEnabled(bool(found))

    def _copy(self) -> None:
        self.written.selectAll()
        self.written.copy()


def _lines(occasion: Occasion | None) -> list[Line]:
    said = values(occasion) if occasion is not None else {}
    found = [
        Line(f"{one.group}: {one.label}", one.written, str(said.get(one.code, "")))
        for one in fields()
    ]
    for one in lists():
        many = len(said.get(one.code, ()))
        inside = ", ".join(f"one.{key}" for key in one.fields)
        found.append(Line(f"List: {one.label} ({inside})", one.written, f"{many} in the list"))
    return found


def _cells(line: Line) -> tuple[str, ...]:
    return line.label, line.written, " ".join(line.says.split())

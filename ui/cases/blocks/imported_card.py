"""What files said of a case that the register has no field for, as it stood in them."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from models.queries.importing import FromFile
from models.rules.dates import format_moment
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label


class ImportedCard(Card):
    """For reading only; hidden where the case was not imported."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__("From imported files", parent)
        self._sources = sources
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        draft.replaced.connect(self._show)
        self._show()

    def _show(self) -> None:
        clear(self._grid)
        at = 0
        for one in self._sources.imported:
            self._grid.addWidget(plain_label(_where(one), "muted"), at, 0, 1, 2)
            at += 1
            for heading, value in one.kept:
                self._grid.addWidget(plain_label(heading, "label"), at, 0)
                self._grid.addWidget(plain_label(value), at, 1)
                at += 1
        self.setVisible(bool(self._sources.imported))


def _where(one: FromFile) -> str:
    """``Row 12 of foi.csv, there CO/1234/12, imported 3 Mar 2014, 09:10``."""
    key = f", there {one.key}" if one.key else ""
    return f"Row {one.number} of {one.file_name}{key}, imported {format_moment(one.at)}"

"""A page of several lists, one in front at a time, and beside them what is chosen there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from models.register import Register
from ui.background import Runner
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Page
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel


class ListsPage(Page):
    """A button for each list brings it to the front; an empty list says what it is for."""

    #: The lists: name, what the button says, and the title and sentence of an empty one.
    lists: Sequence[tuple[str, str, str, str]] = ()
    icon = "file-text"

    def __init__(
        self,
        register: Register,
        runner: Runner,
        models: Mapping[str, RowsModel[Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(register, runner, parent)
        self.models = models
        for model in models.values():
            model.setParent(self)
        self.tables = {name: self._make_table(name, words) for name, words, *_ in self.lists}
        self.buttons: dict[str, QPushButton] = {}
        self._stacks: dict[str, QStackedWidget] = {}
        self._lists = QStackedWidget()

    def show_list(self, name: str) -> None:
        """Bring one of the lists to the front."""
        self.buttons[name].setChecked(True)
        self._lists.setCurrentWidget(self._stacks[name])

    def _make_table(self, name: str, words: str) -> RowTable:
        """The table of a list, called ``words``."""
        table = RowTable(words, 36)
        table.setModel(self.models[name])
        table.set_widths(self._widths(name))
        table.selectionModel().selectionChanged.connect(lambda *_: self._choose(name))
        return table

    def _widths(self, name: str) -> Sequence[int]:
        """The widths of a list's columns, in pixels at 100% text."""
        raise NotImplementedError

    def _choose(self, name: str) -> None:
        """A row of a list was chosen, or none is any more."""
        raise NotImplementedError

    def _make_lists(self) -> QHBoxLayout:
        """Fill the lists, and return the line of their buttons."""
        group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(8)
        for name, words, title, sentence in self.lists:
            button = QPushButton(words)
            button.setCheckable(True)
            button.clicked.connect(lambda _, name=name: self.show_list(name))
            group.addButton(button)
            self.buttons[name] = button
            line.addWidget(button)
            stack = QStackedWidget()
            stack.addWidget(EmptyState(title, sentence, icon=self.icon))
            stack.addWidget(self.tables[name])
            self._stacks[name] = stack
            self._lists.addWidget(stack)
        return line

    def _show_items(self, name: str, items: list[Any]) -> None:
        """Show these in a list, or what an empty one says."""
        self.models[name].show_items(items)
        self._stacks[name].setCurrentIndex(1 if items else 0)

    def _front(self) -> str:
        """The list that is in front."""
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def _chosen_in(self, name: str) -> Any:
        """What is chosen in a list; ``None`` where nothing is."""
        rows = self.tables[name].selectionModel().selectedRows()
        return self.models[name].items[rows[0].row()] if rows else None

"""Retention: closed cases due for review or soon to be, and what was done with others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from models.errors import ProbityError, RegisterBusyError
from models.keeping import backups
from models.keeping.writing_anew import compact
from models.queries.cases.history import Event
from models.queries.cases.retention import (
    Matter,
    Part,
    Review,
    done,
    file_is_waiting,
    matter,
    reviews,
)
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date, format_moment
from models.rules.process import retention as rules
from models.storage.engine import sqlite3
from ui.background import Runner
from ui.looks import theme
from ui.retention import retention_dialogs
from ui.retention.retention_dialogs import ForGoodDialog
from ui.retention.retention_panel import RetentionPanel
from ui.widgets.fields_dialog import FieldsDialog
from ui.widgets.lists_page import ListsPage
from ui.widgets.page import side_by_side
from ui.widgets.plain import plain_label
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

#: The page's lists: name, what the button says, what an empty one says.
LISTS = (
    ("due", "Due", "Nothing is due", "No closed case is due for review."),
    (
        "soon",
        "Within a year",
        "Nothing coming up",
        "No closed case will be due for review within a year.",
    ),
    (
        "done",
        "Done",
        "Nothing done yet",
        "Cases that have been anonymised or erased are listed here.",
    ),
)
#: Columns of cases and of what was done: heading and width, 0 to stretch.
OF_CASES = (("Reference", 132), ("Case", 0), ("Review", 124), ("Suggested", 100))
OF_DONE = (("When", 150), ("Who", 120), ("What", 0), ("Why", 0))


class RetentionPage(ListsPage):
    """Lists of cases, and beside them the one that is chosen."""

    asking = "Reading what is due for review"
    lists = LISTS
    icon = "calendar"

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        models: dict[str, RowsModel[Any]] = {
            "due": RowsModel([heading for heading, _ in OF_CASES], _review, muted=(3,)),
            "soon": RowsModel([heading for heading, _ in OF_CASES], _review, muted=(3,)),
            "done": RowsModel([heading for heading, _ in OF_DONE], _event, muted=(0, 1)),
        }
        super().__init__(register, runner, models, parent)
        self._chosen: tuple[Review, Matter] | None = None
        self._copies: list[Path] = []
        self.panel = RetentionPanel()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.buttons["due"])
        self.reload()

    def reload(self) -> None:
        """Read the lists anew."""
        today, register = self._register.today(), self._register

        def ask(
            connection: sqlite3.Connection,
        ) -> tuple[list[Review], list[Event], list[Path], bool]:
            return (
                reviews(connection, today),
                done(connection),
                backups.standing(register),
                file_is_waiting(connection),
            )

        self._ask(ask, self._show, "lists")

    def show_list(self, name: str) -> None:
        """Bring one of the lists to the front."""
        super().show_list(name)
        self.panel.setVisible(name != "done")
        self._choose(name)

    # --- making ---

    def _make_table(self, name: str, words: str) -> RowTable:
        table = super()._make_table(name, words)
        table.setObjectName("rows")
        table.opened.connect(lambda row: self._open(name, row))
        return table

    def _widths(self, name: str) -> Sequence[int]:
        return [width for _, width in (OF_DONE if name == "done" else OF_CASES)]

    def _lay_out(self) -> None:
        top = self._make_lists()
        top.addStretch(1)
        self._lists.setMinimumWidth(theme.px(160))  # not that of what an empty list says
        self.panel.setMinimumWidth(theme.px(250))
        split = side_by_side(self._lists, self.panel, (640, 410))
        self._fill([top], split, [plain_label(rules.source(), "muted")])
        self.show_list("due")

    def _connect(self) -> None:
        self.panel.open_case.connect(self.open_case)
        self.panel.act_wanted.connect(self._act)
        self.panel.person_wanted.connect(self._act_on_person)

    # --- showing ---

    def _show(self, found: tuple[list[Review], list[Event], list[Path], bool]) -> None:
        every, events, self._copies, waiting = found
        lists: dict[str, list[Any]] = {
            "due": [one for one in every if one.late],
            "soon": [one for one in every if not one.late],
            "done": events,
        }
        for name, words, *_ in LISTS:
            chosen = self._review_in(name)
            items = lists[name]
            self._show_items(name, items)
            count = f" ({len(items):,})" if items and name != "done" else ""
            self.buttons[name].setText(f"{words}{count}")
            for row, item in enumerate(items):
                if isinstance(item, Review) and chosen and item.case_id == chosen.case_id:
                    self.tables[name].selectRow(row)
        due, soon = len(lists["due"]), len(lists["soon"])
        self.status_changed.emit(f"{due:,} due for review, {soon:,} within a year")
        self._choose(self._front())
        if waiting and not self._runner.busy:
            self._write_anew()

    def _review_in(self, name: str) -> Review | None:
        item = self._chosen_in(name)
        return item if isinstance(item, Review) else None

    def _choose(self, name: str) -> None:
        if name != self._front():
            return
        review = self._review_in(name)
        if review is None:
            self._chosen = None
            self.panel.show_matter(None, None)
            return

        def show(found: Matter) -> None:
            self._chosen = (review, found)
            self.panel.show_matter(review, found)

        self._ask(lambda connection: matter(connection, review.case_id), show, "matter")

    def _open(self, name: str, row: int) -> None:
        item = self.models[name].items[row]
        if isinstance(item, Review):
            self.open_case.emit(item.case_id)

    # --- acting ---

    def _act(self, act: str) -> None:
        if self._chosen is None:
            return
        review, found = self._chosen
        if act == "keep":
            dialog = retention_dialogs.keep(self._register, self._runner, review, self)
            self._follow(dialog, f"{review.reference} is kept.")
            return
        ask = getattr(retention_dialogs, act)
        done = "anonymised" if act == "anonymise" else "erased"
        dialog = ask(self._register, self._runner, found, self._copies, self)
        self._follow(dialog, f"{review.reference} is {done}.")

    def _act_on_person(self, part: Part) -> None:
        if self._chosen is None:
            return
        dialog = retention_dialogs.anonymise_person(
            self._register, self._runner, self._chosen[1], part, self._copies, self
        )
        self._follow(dialog, "They are no longer in the register.")

    def _follow(self, dialog: FieldsDialog, sentence: str) -> None:
        def say() -> None:
            waiting = dialog.waiting if isinstance(dialog, ForGoodDialog) else ""
            kind = "warning" if waiting else "good"
            self.message.show_message(f"{sentence} {waiting}".strip(), kind)

        dialog.accepted.connect(say)
        dialog.open()

    def _write_anew(self) -> None:
        """Finish what an earlier act could not, while somebody was reading."""

        def failed(error: ProbityError) -> None:
            kind = "warning" if isinstance(error, RegisterBusyError) else "error"
            self.message.show_message(str(error), kind)

        self._runner.run(
            lambda _: compact(self._register),
            failed=failed,
            key=f"compact {id(self)}",
            title="Rewriting the file",
            owner=self,
            must_finish=True,
        )


def _review(one: Review) -> tuple[str, ...]:
    what = f"{one.title}, {one.who}" if one.who else one.title
    day = format_date(one.due.day)
    suggested = vocabularies.name("retention", one.due.suggests)
    return one.reference, what, f"▲ {day}" if one.late else day, suggested


def _event(one: Event) -> tuple[str, ...]:
    return format_moment(one.at), one.user_name, one.what.removeprefix("The case: "), one.reason

"""Finding members of the force: by name or number, by role and unit, or from a pasted list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from models.errors import ProbityError
from models.queries.people.acknowledgements import (
    Candidate,
    NewMember,
    Pasted,
    candidates,
    pasted,
    units,
)
from models.register import Register
from models.schema import Member
from ui.background import Asking, Runner
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.fields.text_area import TextArea
from ui.widgets.fields_dialog import chosen_of

T = TypeVar("T")
FOUND_SHOWN = 50
UNKNOWN_NAMED = 10


class MemberFinder(Asking, QWidget):
    """Tells whom was picked: members known (:class:`Candidate`), or new ones of a pasted list."""

    asking = "Finding members"
    picked = Signal(list)
    said = Signal(str, str)  # sentence, kind of message

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._found: list[Candidate] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Family name, given name or number")
        self.found = QListWidget()
        self.found.setAccessibleName("Members found")
        self.add_found = plain_button("Add", self._take_found)
        self.role = chosen_of(Member, "role")
        self.unit = Choice()
        self.add_all = plain_button("Add all of these", self._take_all)
        self.numbers = TextArea(lines=4)
        self.numbers.setPlaceholderText("4417, 2847\n5001 Oduya, Grace")
        self.add_numbers = plain_button("Add these numbers", self._take_pasted)
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.found.itemActivated.connect(lambda _: self._take_found())
        self.found.currentRowChanged.connect(lambda at: self.add_found.setEnabled(at >= 0))
        self.setFocusProxy(self.search)
        self._show_found([])
        self._read(units, lambda found: self.unit.set_items([(one, one) for one in found]), "units")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field("By name or number", self.search))
        column.addWidget(self.found, 1)
        column.addLayout(to_the_right(self.add_found))
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(Field("Everybody of a role", self.role), 1)
        across.addWidget(Field("of a unit", self.unit), 1)
        column.addLayout(across)
        column.addLayout(to_the_right(self.add_all))
        column.addWidget(Field("A list of numbers; a name makes a new member", self.numbers))
        column.addLayout(to_the_right(self.add_numbers))

    def _search(self) -> None:
        text = self.search.text().strip()
        if not text:
            self._show_found([])
            return
        self._read(
            lambda *given: candidates(*given, text=text, limit=FOUND_SHOWN),
            self._show_found,
            "search",
        )

    def _show_found(self, found: list[Candidate]) -> None:
        self._found = found
        self.found.clear()
        self.found.addItems([called(one) for one in found])
        self.found.setCurrentRow(0 if len(found) == 1 else -1)
        self.add_found.setEnabled(len(found) == 1)

    def _take_found(self) -> None:
        row = self.found.currentRow()
        if 0 <= row < len(self._found):
            self.picked.emit([self._found[row]])

    def _take_all(self) -> None:
        role, unit = self.role.value(), self.unit.value()
        if not role and not unit:
            self.said.emit("Choose a role, a unit or both.", "warning")
            return

        def answer(found: list[Candidate]) -> None:
            self.picked.emit(found)
            none = "Nobody serves in that role and unit."
            self.said.emit(f"Added {len(found)}." if found else none, "info")

        self._read(lambda *given: candidates(*given, role=role, unit=unit), answer, "all")

    def _take_pasted(self) -> None:
        text = self.numbers.toPlainText()

        def answer(found: Pasted) -> None:
            self.picked.emit([*found.known, *found.new])
            self.numbers.setPlainText("\n".join(found.unknown))
            if found.unknown:
                named = ", ".join(found.unknown[:UNKNOWN_NAMED])
                rest = len(found.unknown) - UNKNOWN_NAMED
                more = f" and {rest} more" if rest > 0 else ""
                self.said.emit(
                    f"Nobody who serves has the number {named}{more}. Correct it, or write the "
                    "family name after it to record a new member.",
                    "warning",
                )
            else:
                self.said.emit(f"Added {len(found.known) + len(found.new)}.", "info")

        self._read(lambda connection, today: pasted(connection, text, today), answer, "pasted")

    def _read(self, question: Callable[..., T], answer: Callable[[T], None], key: str) -> None:
        """Ask something of the register, as of its day."""
        today = self._register.today()
        self._ask(lambda connection: question(connection, today), answer, key)

    def _unanswered(self, error: ProbityError) -> None:
        self.said.emit(str(error), "error")


def called(one: Candidate | NewMember) -> str:
    """A member in a line: ``Harmer, James  ·  4417  ·  Estuary``."""
    if isinstance(one, Candidate):
        return "  ·  ".join(part for part in (one.name, one.number, one.unit) if part)
    name = ", ".join(part for part in (one.family_name, one.given_names) if part)
    return f"{name}  ·  {one.number}  ·  new to the register"


def plain_button(words: str, act: Callable[[], None]) -> QPushButton:
    """A button that Enter in a field beside it does not press."""
    made = QPushButton(words)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _: act())
    return made


def to_the_right(button: QPushButton) -> QHBoxLayout:
    """The button at the end of its line."""
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(button)
    return line

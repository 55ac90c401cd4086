"""The second page: what each column is, and what holds where no column says it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.exchange.incoming.fields import LEFT_OUT, fields
from models.exchange.incoming.mapping import CHOICES
from models.rules import vocabularies
from ui.importing.work import Work
from ui.looks import theme
from ui.widgets.card import Card
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.plain import clear, plain_label


def offered() -> list[tuple[str, str]]:
    """What a column can be read as."""
    return [
        (LEFT_OUT, "Leave it out"),
        *((one.code, f"{one.group}: {one.title}") for one in fields()),
    ]


BESIDE = "Keep as a note"
TWICE = "Another column is already imported as this. Each field has one column."
LONGEST = 60  # characters of an example


class ColumnsPage(QScrollArea):
    """A line a column: its heading, what stands in it, and its field."""

    kept = Signal(str)

    def __init__(self, work: Work, users: dict[int, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.choices: dict[str, Choice] = {}
        self._fields: dict[str, Field] = {}
        self.rows_are = Choice(CHOICES["rows_are"].items(), empty="")
        self.day_order = Choice(CHOICES["day_order"].items(), empty="")
        self.kind = _of("kind")
        self.stage = Choice(_terms("stage"), empty="Worked out from the row")
        self.role = Choice(_terms("role"), empty="An officer where there is a rank")
        self.owner = Choice([(name, name) for name in users.values()], empty="Nobody")
        self.received = QLineEdit()
        self.received.setPlaceholderText("Such as 2013, or 1 Apr 2013")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Such as FOI requests")
        self.name.setAccessibleName("Name of the mapping")
        self.keep = QPushButton("Keep the mapping")
        self.keep.clicked.connect(lambda _: self._keep())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._lay_out()

    def show_columns(self) -> None:
        """Show the columns of the file as they are mapped."""
        heads, mapping = self._work.heads, self._work.mapping
        assert heads is not None
        clear(self._grid)
        self.choices.clear()
        self._fields.clear()
        for place, words in enumerate(("Column of the file", "Examples", "Import as")):
            self._grid.addWidget(plain_label(words, "muted"), 0, place)
        for place, heading in enumerate(heads.names):
            choice = Choice(offered(), empty=BESIDE)
            choice.setAccessibleName(f"Import {heading} as")
            choice.set_value(mapping.field_of(heading) or None)
            choice.changed.connect(partial(self._chosen, heading))
            self.choices[heading] = choice
            self._fields[heading] = Field("", choice)
            self._fields[heading].label.hide()
            self._grid.addWidget(plain_label(heading, "strong"), place + 1, 0)
            self._grid.addWidget(plain_label(self._examples(place), "muted"), place + 1, 1)
            self._grid.addWidget(self._fields[heading], place + 1, 2)
        for choice, value in (
            (self.rows_are, mapping.rows_are),
            (self.day_order, mapping.day_order),
            (self.kind, mapping.defaults.get("kind")),
            (self.stage, mapping.defaults.get("stage")),
            (self.role, mapping.defaults.get("role")),
            (self.owner, mapping.defaults.get("owner")),
        ):
            choice.set_value(value or None)
        self.received.setText(mapping.defaults.get("received", ""))

    def take(self) -> bool:
        """Put what is chosen into the mapping; whether it can be read so."""
        seen: dict[str, str] = {}
        good = True
        for heading, choice in self.choices.items():
            code = choice.value() or ""
            twice = code not in ("", LEFT_OUT) and code in seen
            self._fields[heading].set_error(TWICE if twice else None)
            good &= not twice
            seen[code] = heading
        given = {
            "kind": self.kind.value(),
            "stage": self.stage.value(),
            "role": self.role.value(),
            "owner": self.owner.value(),
            "received": self.received.text().strip(),
        }
        self._work.mapping = replace(
            self._work.mapping,
            columns={heading: one.value() or "" for heading, one in self.choices.items()},
            defaults={name: value for name, value in given.items() if value},
            rows_are=self.rows_are.value() or "allegation",
            day_order=self.day_order.value() or "day first",
        )
        return good

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        inner = QWidget()
        inner.setObjectName("page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        columns = Card("Columns")
        columns.body.addLayout(self._grid)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 3)
        rest = Card("Where no column gives it")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for at, (words, part) in enumerate(
            (
                ("Each row is", self.rows_are),
                ("Days are written", self.day_order),
                ("Kind of matter", self.kind),
                ("Received", self.received),
                ("Stage", self.stage),
                ("Investigator", self.owner),
                ("Role of the subject", self.role),
            )
        ):
            grid.addWidget(Field(words, part), at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        rest.body.addLayout(grid)
        kept = Card("Keep the mapping for the next file of this kind")
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.keep)
        kept.body.addLayout(line)
        for card in (columns, rest, kept):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inner)

    def _examples(self, place: int) -> str:
        """A few different values of a column."""
        cells = [row[place].strip() for row in self._work.sample if place < len(row)]
        found = list(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell))[:3]
        return " · ".join(cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…" for cell in found)

    def _chosen(self, heading: str) -> None:
        self._fields[heading].set_error(None)

    def _keep(self) -> None:
        if self.take():
            name = self.name.text().strip()
            self._work.keep_mapping(name, lambda: self.kept.emit(name))


def _terms(vocabulary: str) -> list[tuple[str, str]]:
    return [(term.code, term.name) for term in vocabularies.terms(vocabulary)]


def _of(vocabulary: str) -> Choice:
    made = Choice(_terms(vocabulary), empty="Choose…")
    made.setMinimumWidth(theme.px(200))
    return made

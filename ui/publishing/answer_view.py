"""An answer on the screen: the paragraph, tables with what they count, charts, what to know."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from models.errors import ProbityError
from models.rules.publishing.answers import Answer, Listing, Table, shown
from ui.charts.chart_card import ChartCard
from ui.looks import theme
from ui.publishing.answer_charts import charts
from ui.widgets.across import Across
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label
from ui.widgets.scrolling_column import ScrollingColumn
from ui.widgets.tables.row_delegate import RowDelegate
from ui.widgets.tables.row_table import RowTable
from ui.widgets.tables.rows_model import RowsModel

#: Puts on record that something of the answer leaves (see :class:`ChartCard`).
Leave = Callable[[str, Callable[[], None], Callable[[ProbityError], None]], None]
INSET = 14  # pixels at 100% text by which a part is set in under what it is part of
ROW, ROWS_SHOWN = 44, 12
#: The columns of a list in short; their names in full are said under it.
HEADS = ("Rank or role", "Platform", "Nature", "Outcome", "Origin", "Days")
LABEL = 210


class AnswerView(ScrollingColumn):
    """Shows the answer that it is given."""

    def __init__(self, leave: Leave, why_not: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leave = leave
        self._why_not = why_not
        self.answer: Answer | None = None
        self.paragraph = plain_label("")
        self.cards: dict[str, ChartCard] = {}

    def show_answer(self, answer: Answer | None) -> None:
        """Show an answer; ``None`` for none."""
        if answer == self.answer:
            return
        self.answer = answer
        clear(self.column)
        self.cards = {}
        if answer is None:
            return
        self.column.addWidget(self._words(answer))
        for table in answer.tables:
            self.column.addWidget(_table_card(table, answer))
            for series in charts(answer):
                if series.code == table.code:
                    card = ChartCard(series, self._leave, self._why_not)
                    self.cards[series.code] = card
                    self.column.addWidget(card)
        if answer.listing is not None:
            self.column.addWidget(_rows_card(answer.listing))
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _words(self, answer: Answer) -> Card:
        card = Card(answer.title)
        card.wrap_title()
        self.paragraph = plain_label(answer.paragraph)
        self.paragraph.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.paragraph.setAccessibleName("The answer in words")
        card.body.addWidget(self.paragraph)
        factor = answer.question.factor
        said = [answer.coding.sentence(factor)] if answer.coding is not None else []
        for words in [*said, *answer.notes]:
            card.body.addWidget(plain_label(words, "muted"))
        return card


def _table_card(table: Table, answer: Answer) -> Card:
    card = Card(table.title)
    day = f"{answer.basis[:1].lower()}{answer.basis[1:]}"
    card.body.addWidget(plain_label(f"{answer.unit}  ·  by the {day}", "muted"))
    card.body.addWidget(Across(_grid(table)))
    for name, words in table.definitions:
        card.body.addWidget(plain_label(f"{name}: {words}", "muted"))
    return card


def _grid(table: Table) -> QWidget:
    """Each line with its numbers; what it counts stands under it, as wide as the table."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
    bottom = Qt.AlignmentFlag.AlignBottom
    grid.addWidget(_head(table.heading), 0, 0, bottom)
    for place, name in enumerate(table.columns, 1):
        head = _head(name)
        head.setAlignment(right | bottom)
        grid.addWidget(head, 0, place, bottom)
    for at, line in enumerate(table.lines):
        row, inset = 1 + 2 * at, theme.px(INSET) * line.level
        label = plain_label(line.label, "strong" if line.definition and not line.level else "")
        label.setContentsMargins(inset, theme.px(4), 0, 0)
        grid.addWidget(label, row, 0, top)
        for place, value in enumerate(line.values, 1):
            number = QLabel(shown(value))
            number.setTextFormat(Qt.TextFormat.PlainText)
            number.setProperty("kind", "muted" if value is None else "")
            number.setContentsMargins(0, theme.px(4), 0, 0)
            number.setAccessibleName(f"{line.label}, {table.columns[place - 1]}")
            number.setAccessibleDescription(line.definition)
            grid.addWidget(number, row, place, top | right)
        if line.definition:
            words = plain_label(line.definition, "muted")
            words.setContentsMargins(inset, 0, 0, theme.px(2))
            grid.addWidget(words, row + 1, 0, 1, len(table.columns) + 1)
    grid.setColumnStretch(0, 3)
    grid.setColumnMinimumWidth(0, theme.px(LABEL))
    for place in range(1, len(table.columns) + 1):
        grid.setColumnStretch(place, 1)
    holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return holder


def _head(words: str) -> QLabel:
    return plain_label(words, "label")


def _rows_card(listing: Listing) -> Card:
    card = Card(f"Rows ({len(listing.rows):,})")
    days = len(listing.columns) - 1
    model: RowsModel[tuple[str, ...]] = RowsModel(HEADS, tuple, numeric=(days,))
    model.show_items(list(listing.rows))
    table = RowTable("A row for each subject", ROW)
    table.setItemDelegate(RowDelegate(table, wrap=True))
    table.setModel(model)
    model.setParent(table)
    table.set_widths([106, 84, 200, 120, 66, 106])
    table.horizontalHeader().setStretchLastSection(True)
    table.setFixedHeight(theme.px(40 + ROW * min(len(listing.rows), ROWS_SHOWN)) + 4)
    card.body.addWidget(table)
    for name, words in listing.definitions:
        card.body.addWidget(plain_label(f"{name}: {words}", "muted"))
    return card

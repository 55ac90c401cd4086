"""The third page: which code each word of the file stands for, the unknown ones first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from models.exchange.incoming import values
from models.exchange.incoming.fields import field
from models.exchange.incoming.mapping import CHOICES
from models.rules import vocabularies
from ui.importing.work import Work
from ui.looks import theme
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.field import Field
from ui.widgets.plain import plain_label

#: What stands for "it is known to stand for nothing".
NOTHING = "\0nothing"
UNKNOWN = "▲ Not in the list"
#: Lines a field shows; beyond them a word is best mended in the file.
MOST = 60
#: Forces publish either under either heading.
EITHER = {"finding": "outcome", "outcome": "finding", "rank": "role"}


class ValuesPage(QScrollArea):
    """A card a field, a line a word: how often it stands there, and what it is read as."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.choices: dict[tuple[str, str], Choice] = {}
        self.unknown_values = Choice(CHOICES["unknown_values"].items(), empty="")
        self.setWidgetResizable(True)

    def show_words(self) -> None:
        """Show the words that stand in the columns of codes."""
        self.choices.clear()
        inner = QWidget()
        inner.setObjectName("page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.unknown_values = Choice(CHOICES["unknown_values"].items(), empty="")
        self.unknown_values.set_value(self._work.mapping.unknown_values)
        if any(self._work.words.values()):
            rest = Card()
            rest.body.addWidget(Field("A word that is not in the list", self.unknown_values))
            column.addWidget(rest)
            for code, words in sorted(self._work.words.items(), key=self._is_known):
                if words:
                    column.addWidget(self._card(code, words))
            column.addStretch(1)
        else:
            column.addWidget(
                EmptyState(
                    "No column contains values from a list",
                    "There is nothing to choose here. Continue to see what the import would do.",
                )
            )
        self.setWidget(inner)

    def take(self) -> bool:
        """Put what is chosen into the mapping."""
        mapping = self._work.mapping
        for (code, word), choice in self.choices.items():
            said = choice.value()
            if said == self._guessed(code, word):
                continue
            meant = "" if said in (None, NOTHING) else said
            if said is not None or word.casefold() in mapping.values.get(code, {}):
                mapping = mapping.with_value(code, word, meant)
        self._work.mapping = mapping
        self._work.choose(unknown_values=self.unknown_values.value() or "refuse")
        return True

    def unknown(self) -> list[tuple[str, str]]:
        """The words for which nothing is chosen, with their fields."""
        return [key for key, choice in self.choices.items() if choice.value() is None]

    def _is_known(self, one: tuple[str, dict[str, int]]) -> bool:
        """Whether nothing has to be said of a field: those of which something has come first."""
        code, words = one
        return all(self._chosen(code, word) is not None for word in words)

    def _card(self, code: str, words: dict[str, int]) -> Card:
        card = Card(field(code).title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 3)
        ordered = sorted(words.items(), key=lambda one: self._guessed(code, one[0]) is not None)
        for at, (word, many) in enumerate(ordered[:MOST]):
            choice = Choice(_offered(code, self._guessed(code, word)), empty=UNKNOWN)
            choice.setAccessibleName(f"Import {word} as")
            choice.set_value(self._chosen(code, word))
            choice.changed.connect(partial(self._colour, choice))
            self._colour(choice)
            self.choices[code, word] = choice
            rows = plain_label(f"{many:,} row{'s' * (many != 1)}", "muted")
            rows.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows.setMinimumWidth(theme.px(80))
            grid.addWidget(plain_label(" ".join(word.split())[:200]), at, 0)
            grid.addWidget(rows, at, 1)
            grid.addWidget(choice, at, 2)
        card.body.addLayout(grid)
        if len(ordered) > MOST:
            more = f"There are {len(ordered) - MOST} more, which are known or rare."
            card.body.addWidget(plain_label(more, "muted"))
        return card

    def _colour(self, choice: Choice) -> None:
        choice.setProperty("invalid", "true" if choice.value() is None else "false")
        choice.style().unpolish(choice)
        choice.style().polish(choice)

    def _chosen(self, code: str, word: str) -> str | None:
        said = self._work.mapping.values.get(code, {}).get(word.casefold())
        if said is not None:
            return said or NOTHING
        return self._guessed(code, word)

    @staticmethod
    def _guessed(code: str, word: str) -> str | None:
        """What it is read as without a word of anybody's; of two of one name, either."""
        found = values.code_of(field(code).vocabulary, word)
        other = EITHER.get(code)
        if not found and other and values.code_of(field(other).vocabulary, word):
            return f"\0{other}"
        if not found and values.says_nothing(word):
            return NOTHING
        return found or None


def _offered(code: str, guessed: str | None) -> Iterator[tuple[str, str]]:
    yield NOTHING, "Nothing: leave it empty"
    if guessed and code in EITHER and guessed == f"\0{EITHER[code]}":
        yield guessed, f"Import as the {field(EITHER[code]).title.lower()} instead"
    for term in vocabularies.terms(field(code).vocabulary):
        yield term.code, term.name

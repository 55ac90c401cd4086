"""One case at its review: why it is here, who is in it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.queries.cases.retention import Kept, Matter, Part, Review
from models.rules import vocabularies
from models.rules.dates import format_date
from ui.looks import theme
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label
from ui.widgets.scrolling_column import ScrollingColumn

#: What each act does, in a line under its button.
ACTS = (
    ("keep", "Keep…", "It stays as it is, and is due for review again on the day you choose."),
    (
        "anonymise",
        "Anonymise…",
        "Figures stay correct. Everybody’s details and every text in it are removed for good.",
    ),
    (
        "erase",
        "Erase…",
        "The whole case is removed, also from figures. Its number is never reused.",
    ),
)


class RetentionPanel(ScrollingColumn):
    """Shows what it is given; what is pressed on it is told by its signals."""

    open_case = Signal(int)
    act_wanted = Signal(str)
    person_wanted = Signal(object)  # Part

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self.show_matter(None, None)

    def show_matter(self, review: Review | None, matter: Matter | None) -> None:
        """Show a case; ``None`` says that one is to be chosen."""
        clear(self.column)
        self.buttons = {}
        if review is None or matter is None:
            card = self._card("No case is chosen")
            words = "Choose a case to see why it is due for review and what may be done with it."
            card.body.addWidget(plain_label(words, "muted"))
        else:
            self._show_why(review)
            self._show_acts(review)
            self._show_people(matter)
            self._show_content(matter)
            self._show_kept(matter.kept)
        self.column.addStretch(1)

    def _card(self, title: str) -> Card:
        card = Card(title)
        self.column.addWidget(card)
        return card

    def _show_why(self, review: Review) -> None:
        card = self._card(review.reference)
        card.buttons.addWidget(_button("Open", partial(self.open_case.emit, review.case_id)))
        card.body.addWidget(plain_label(review.title, "strong"))
        card.body.addWidget(plain_label(review.due.why))
        when = format_date(review.due.day)
        said = f"▲ Due for review since {when}" if review.late else f"Due for review on {when}"
        card.body.addWidget(plain_label(said, "warning" if review.late else "muted"))

    def _show_acts(self, review: Review) -> None:
        card = self._card("What may be done")
        suggested = vocabularies.name("retention", review.due.suggests).lower()
        card.body.addWidget(plain_label(f"The rule suggests: {suggested}.", "muted"))
        for act, words, does in ACTS:
            button = _button(words, partial(self.act_wanted.emit, act))
            if act == "erase":
                button.setProperty("kind", "danger")
            self.buttons[act] = button
            card.body.addWidget(_beside(button, does))

    def _show_people(self, matter: Matter) -> None:
        card = self._card(f"People ({len(matter.people)})" if matter.people else "People")
        if not matter.people:
            card.body.addWidget(plain_label("Nobody is named in it.", "muted"))
        for part in matter.people:
            button = _button("Anonymise…", partial(self.person_wanted.emit, part))
            button.setAccessibleName(f"Anonymise {part.name}")
            card.body.addWidget(_person(part, button))

    def _show_content(self, matter: Matter) -> None:
        card = self._card("What is in it")
        counts = (
            _count(matter.exhibits, "exhibit", "exhibits"),
            _count(matter.entries, "chronology entry", "chronology entries"),
        )
        card.body.addWidget(plain_label("  ·  ".join(counts)))
        if matter.consolidated:
            words = f"Goes with it, consolidated into it: {', '.join(matter.consolidated)}."
            card.body.addWidget(plain_label(words))

    def _show_kept(self, kept: list[Kept]) -> None:
        if not kept:
            return
        card = self._card("Kept before")
        for one in kept:
            until = f"until {format_date(one.until)}" if one.until else ""
            when = format_date(one.decided) if one.decided else ""
            card.body.addWidget(plain_label(f"{until}: {one.reason}"))
            card.body.addWidget(plain_label(f"{when}, {one.by}", "muted"))


def _elsewhere(part: Part) -> str:
    if not part.elsewhere:
        return "In no other case that you may see."
    stays = "stays there" + (", where it is open" if part.in_open else "")
    return f"Also in {', '.join(map(unbroken, part.elsewhere))}, and {stays}."


def unbroken(reference: str) -> str:
    """A reference that no line breaks at a stroke."""
    return reference.replace("/", "/\N{WORD JOINER}")


def _beside(button: QPushButton, words: str) -> QWidget:
    """A button, and what it does beside it; such buttons are as wide as the widest."""
    button.setMinimumWidth(button.fontMetrics().horizontalAdvance("Anonymise…") + theme.px(40))
    holder, line = _line()
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(plain_label(words, "muted"), 1)
    return holder


def _person(part: Part, button: QPushButton) -> QWidget:
    holder, line = _line()
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(plain_label(f"{part.name}  ·  {part.part}"))
    words.addWidget(plain_label(_elsewhere(part), "muted"))
    line.addLayout(words, 1)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _line() -> tuple[QWidget, QHBoxLayout]:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    return holder, line


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}" if number else f"No {several}"


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    made = QPushButton(words)
    made.clicked.connect(lambda _: act())
    return made

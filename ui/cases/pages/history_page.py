"""Who changed what in this case, and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from models.exchange.tables.record_csv import change_lines
from models.queries.cases.history import ERASED, Event, history
from models.queries.cases.origins import Origin, before, origin
from models.register import Register
from models.rules.dates import format_moment
from ui.background import Job, Runner
from ui.cases.form.draft import Draft
from ui.cases.form.page import Page
from ui.widgets.card import Card
from ui.widgets.plain import clear, plain_label

#: Saves shown at first, and again with each press of “Show earlier”.
STEP = 30
BEFORE = "Before it came here"


class HistoryPage(Page):
    """The audit record of one case as sentences, newest first; those of one save share a card."""

    def __init__(
        self, register: Register, runner: Runner, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._draft = draft
        self._saves: list[list[Event]] = []
        self._shown = STEP
        self._here = 0
        self._came: Origin | None = None
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self.column.insertLayout(0, self._cards)
        self.more = QPushButton("Show earlier")
        self.more.clicked.connect(lambda _: self._show_more())
        self.add(self.more)
        draft.replaced.connect(self.reload)
        self._show([])
        self.reload()

    def reload(self) -> None:
        """Read the case's history."""
        case_id = self._draft.file.case["id"]
        if case_id is None:
            return

        def work(job: Job) -> tuple[list[Event], Origin | None, list[Event]]:
            with job.reading(self._register) as connection:
                came = origin(connection, case_id)
                earlier = before(connection, case_id) if came is not None else []
                return history(connection, case_id), came, earlier

        def done(found: tuple[list[Event], Origin | None, list[Event]]) -> None:
            self._show(*found)

        self._runner.run(work, done=done, key=f"history {id(self)}", owner=self)

    def _show(
        self, events: list[Event], came: Origin | None = None, earlier: Sequence[Event] = ()
    ) -> None:
        self._saves = _saves(events)
        self._here, self._came = len(self._saves), came
        self._saves += _saves(list(earlier))
        clear(self._cards)
        if not events:
            self._cards.addWidget(_label("Everything done to this case is shown here.", "muted"))
        self._add_cards(0)

    def _show_more(self) -> None:
        before, self._shown = self._shown, self._shown + STEP
        self._add_cards(before)

    def _add_cards(self, start: int) -> None:
        for at, together in enumerate(self._saves[start : self._shown], start=start):
            if at == self._here and self._came is not None:
                self._cards.addWidget(_label(BEFORE, "heading"))
                self._cards.addWidget(_label(_where_from(self._came), "muted"))
            self._cards.addWidget(_card(together))
        self.more.setVisible(len(self._saves) > self._shown)


def _where_from(came: Origin) -> str:
    """Where a case was before, and what it was linked with that is not here."""
    said = [f"What was done to it as {came.words}, as recorded in the other register."]
    if came.links:
        said.append(
            "In the other register it was linked with cases that are not here: "
            f"{', '.join(came.links)}."
        )
    return " ".join(said)


def _saves(events: list[Event]) -> list[list[Event]]:
    """Events of one save together: one person, one reason, within a second of each other."""
    groups: list[list[Event]] = []
    for event in events:
        last = groups[-1][-1] if groups else None
        same = last is not None and (last.user_name, last.reason) == (event.user_name, event.reason)
        if last is not None and same and abs((last.at - event.at).total_seconds()) < 1:
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def _card(events: list[Event]) -> QWidget:
    card = Card()
    first = events[0]
    reason = f" · {first.reason}" if first.reason else ""
    card.body.addWidget(_label(f"{format_moment(first.at)} · {first.user_name}{reason}", "strong"))
    for event in events:
        card.body.addWidget(_label(f"{event.act}  ·  {event.what}", ""))
        lines = [ERASED] if event.erased else change_lines(event)
        if lines:
            card.body.addWidget(_label("\n".join(lines), "muted"))
    return card


def _label(words: str, kind: str) -> QLabel:
    label = plain_label(words, kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

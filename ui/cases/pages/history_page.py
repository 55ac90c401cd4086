"""Who changed what in this case, and when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from models.queries.history import Event
from models.rules.dates import format_moment
from ui.cases.page import Page
from ui.widgets.card import Card
from ui.widgets.plain import plain_label


class HistoryPage(Page):
    """The audit record of one case as sentences, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block: QWidget | None = None
        self.show_events([])

    def show_events(self, events: list[Event]) -> None:
        """Show these events, newest first; those of one save share a card."""
        if self._block is not None:
            self._block.setParent(None)
            self._block.deleteLater()
        self._block = QWidget()
        column = QVBoxLayout(self._block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if not events:
            column.addWidget(_label("What is done to this case is shown here.", "muted"))
        for together in _saves(events):
            column.addWidget(_card(together))
        self.add(self._block)


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
        card.body.addWidget(_label(event.what, ""))
        lines = []
        for name, before, after in event.changes:
            if event.action == "alter":
                lines.append(f"{name}: {before or '—'}  →  {after or '—'}")
            else:
                lines.append(f"{name}: {after or before}")
        if lines:
            card.body.addWidget(_label("\n".join(lines), "muted"))
    return card


def _label(words: str, kind: str) -> QLabel:
    label = plain_label(words, kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

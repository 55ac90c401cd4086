"""One person beside the list: alerts, warnings, suspensions, cases, posts, merged records."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from models.queries.people.early_intervention import StandingAlert
from models.queries.people.person import Appearance, Informed, Person, Suspended, Warned
from models.rules import vocabularies
from models.rules.dates import format_date, on_the_wall
from ui.widgets.card import Card
from ui.widgets.fields.forbid import forbid
from ui.widgets.plain import clear, plain_label
from ui.widgets.scrolling_column import ScrollingColumn

CASES_SHOWN = 60


class PersonPanel(ScrollingColumn):
    """Shows what it is given; what is pressed on it is told by its signals."""

    open_case = Signal(int)
    edit_wanted = Signal()
    post_wanted = Signal()
    review_wanted = Signal(object, bool)  # StandingAlert, whether to close it
    undo_wanted = Signal(int)  # a merge's id

    def __init__(
        self,
        today: datetime.date,
        why_not: Callable[[str], str] = lambda _act: "",
        parent: QWidget | None = None,
    ) -> None:
        """:param why_not: why the user may not do an act, empty where they may."""
        super().__init__(parent)
        self._why_not = why_not
        self._today = today
        self.show_person(None, [])

    def show_person(self, shown: Person | None, alerts: list[StandingAlert]) -> None:
        """Show a person; ``None`` says that one is to be chosen."""
        clear(self.column)
        if shown is None:
            card = self._card("Nobody selected")
            card.body.addWidget(plain_label("Choose somebody to see their history.", "muted"))
        else:
            self._show_details(shown)
            self._show_alerts(alerts)
            self._show_lines("Warnings", shown.warnings, _warned)
            self._show_lines("Suspensions and restricted duties", shown.suspensions, _suspended)
            self._show_cases(shown.appearances)
            self._show_guidance(shown.guidance)
            self._show_posts(shown)
            self._show_merges(shown)
        self.column.addStretch(1)

    def _card(self, title: str) -> Card:
        card = Card(title)
        self.column.addWidget(card)
        return card

    def _show_details(self, shown: Person) -> None:
        card = self._card(shown.name or "Without a name")
        row = shown.row
        for one in shown.service:
            role = vocabularies.name("role", one["role"]) or "Member of the force"
            since = f"joined {_day(one['joined'])}" if one["joined"] else ""
            named = f"{role} {one['number']}".strip()
            card.body.addWidget(plain_label("  ·  ".join(filter(None, (named, since)))))
        said = [
            f"Born {_day(row['date_of_birth'])}" if row["date_of_birth"] else "",
            vocabularies.name("sex", row["sex"]),
            vocabularies.name("ethnicity", row["ethnicity"]),
            row["telephone"],
            row["email"],
        ]
        if any(said):
            card.body.addWidget(plain_label("  ·  ".join(filter(None, said)), "muted"))
        if row["monitored_from"]:
            until = f" to {_day(row['monitored_to'])}" if row["monitored_to"] else ""
            words = f"Monitored from {_day(row['monitored_from'])}{until}: {row['monitored_why']}"
            card.body.addWidget(plain_label(words, "strong"))
        self.edit_button = _button("Edit details…", self.edit_wanted.emit)
        forbid(self.edit_button, self._why_not("merge"))
        card.buttons.addWidget(self.edit_button)
        if shown.service:
            self.post_button = _button("Add post…", self.post_wanted.emit)
            forbid(self.post_button, self._why_not("merge"))
            card.buttons.addWidget(self.post_button)

    def _show_alerts(self, alerts: list[StandingAlert]) -> None:
        for alert in alerts:
            card = self._card(alert.rule.name)
            card.body.addWidget(plain_label("Early-intervention alert", "danger-box"))
            for case_id, reference, title in alert.cases:
                card.body.addWidget(self._link(case_id, reference, title))
            if alert.reviewed:
                card.body.addWidget(plain_label(f"Reviewed: {alert.reviewed}", "muted"))
            for words, closed in (("Review…", False), ("Close…", True)):
                act = partial(self.review_wanted.emit, alert, closed)
                button = _button(words, act)
                forbid(button, self._why_not("intervene"))
                card.buttons.addWidget(button)

    def _show_lines(
        self,
        title: str,
        rows: list[Warned] | list[Suspended],
        words: Callable[..., tuple[str, bool]],
    ) -> None:
        if not rows:
            return
        card = self._card(title)
        for row in rows:
            said, live = words(row)
            card.body.addWidget(plain_label(said, "strong" if live else "muted"))
            card.body.addWidget(self._link(row.case_id, row.reference))

    def _show_cases(self, rows: list[Appearance]) -> None:
        card = self._card(f"Cases ({len(rows)})" if rows else "Cases")
        if not rows:
            card.body.addWidget(plain_label("In no case that you may see.", "muted"))
        for row in rows[:CASES_SHOWN]:
            card.body.addWidget(self._link(row.case_id, row.reference, row.title))
            said = (row.part, format_date(row.received), row.stage, row.result)
            card.body.addWidget(plain_label("  ·  ".join(filter(None, said)), "muted"))
        if len(rows) > CASES_SHOWN:
            words = f"and {len(rows) - CASES_SHOWN} earlier: search the list for the name"
            card.body.addWidget(plain_label(words, "muted"))

    def _show_posts(self, shown: Person) -> None:
        if not shown.posts:
            return
        card = self._card("Posts held")
        for row in shown.posts:
            what = (vocabularies.name("rank", row["rank"]), row["post"], row["unit"])
            card.body.addWidget(plain_label("  ·  ".join(filter(None, what))))
            until = _day(row["ends"]) or "now"
            card.body.addWidget(plain_label(f"{_day(row['starts']) or '…'} to {until}", "muted"))

    def _show_guidance(self, rows: list[Informed]) -> None:
        if not rows:
            return
        card = self._card("Guidance given")
        for row in rows:
            given = f"Given {format_date(row.given)}{_how(row.how)}"
            card.body.addWidget(plain_label(row.called))
            if row.acknowledged is None:
                card.body.addWidget(plain_label(f"▲ {given}, not acknowledged", "warning"))
                continue
            known = f"{format_date(row.acknowledged)}{_how(row.acknowledged_how)}"
            card.body.addWidget(plain_label(f"{given}, acknowledged {known}", "muted"))

    def _show_merges(self, shown: Person) -> None:
        if not shown.merges:
            return
        card = self._card("Merged records")
        for one in shown.merges:
            line = QHBoxLayout()
            words = (
                f"{one.gone}, {format_date(on_the_wall(one.at).date())} by {one.by}: {one.reason}"
            )
            line.addWidget(plain_label(words), 1)
            undo = _button("Undo…", partial(self.undo_wanted.emit, one.id))
            forbid(undo, self._why_not("merge"))
            line.addWidget(undo)
            holder = QWidget()
            line.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(line)
            card.body.addWidget(holder)

    def _link(self, case_id: int, reference: str, words: str = "") -> QWidget:
        """A case's reference to press, and beside it words that wrap."""
        button = _button(reference, partial(self.open_case.emit, case_id))
        button.setProperty("kind", "link")
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(button)
        line.addWidget(plain_label(words), 1)
        return holder


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    made = QPushButton(words)
    made.clicked.connect(lambda _: act())
    return made


def _how(words: str) -> str:
    return f" ({words.lower()})" if words else ""


def _warned(row: Warned) -> tuple[str, bool]:
    ends = f"expires {format_date(row.expires)}" if row.live else f"to {format_date(row.expires)}"
    state = "live" if row.live else "no longer live"
    parts = (row.name, state, f"from {format_date(row.starts)}" if row.starts else "")
    return "  ·  ".join([*filter(None, parts), ends] if row.expires else filter(None, parts)), (
        row.live
    )


def _suspended(row: Suspended) -> tuple[str, bool]:
    reviews = ", ".join(format_date(day) for day in row.reviews)
    until = f"to {format_date(row.ended)}" if row.ended else "still in force"
    parts = (
        row.name,
        f"from {format_date(row.began)}",
        until,
        f"reviewed {reviews}" if reviews else "not yet reviewed",
    )
    return "  ·  ".join(parts), row.ended is None


def _day(text: str | None) -> str:
    return format_date(datetime.date.fromisoformat(text)) if text else ""

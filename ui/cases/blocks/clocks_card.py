"""The clocks of a case: what is due and by which rule, and the ways to change that."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.rules.dates import format_date
from models.rules.links import consolidated_into
from models.rules.process.clocks import Clock, clocks_of
from models.schema import sections
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.cases.form.reason_dialog import ReasonDialog
from ui.cases.list.list_delegate import SOON_DAYS, due_words
from ui.widgets.card import Card
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.fields.forbid import forbid
from ui.widgets.plain import clear, plain_label

UNSAVED = "Save the case first. A deadline can be changed once the date it runs from is saved."
TITLES = {"extension": "Extend", "pause": "Pause", "resume": "Resume"}


class ClocksCard(Card):
    """Shows every running clock of the draft, worked out anew as it is edited."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__("Deadlines", parent)
        self._draft = draft
        self._sources = sources
        self.shown: list[Clock] = []
        draft.after_edits(self, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Work the clocks out and show them, unless they stand as they are shown."""
        found = clocks_of(self._draft.file, self._sources.nation)
        stands = bool(found) and found == self.shown
        if stands and self.body.count():
            return
        self.shown = found
        clear(self.body)
        if not found:
            closed = self._draft.file.case["stage"] == "closed"
            into = consolidated_into(self._draft.file)
            words = (
                "A closed case has no deadlines."
                if closed
                else ("No deadlines are running in this case.")
            )
            if into is not None and not closed:
                words = f"Consolidated: its deadlines run in {into['other_reference']}."
            self.body.addWidget(plain_label(words, "muted"))
        for clock in found:
            self.body.addWidget(self._line(clock))

    def change(self, clock: Clock, kind: str) -> None:
        """Ask for the day and the reason, and put the change into the draft."""
        dialog = ClockDialog(clock, kind, self._draft.today, self)
        dialog.accepted.connect(lambda: self._put(clock, kind, dialog))
        dialog.open()

    def _put(self, clock: Clock, kind: str, dialog: ClockDialog) -> None:
        extends = kind == "extension"
        self._draft.add(
            "clock_changes",
            clock=clock.rule.code,
            about=clock.about,
            kind=kind,
            day=self._draft.today if extends else dialog.day.value(),
            until=dialog.day.value() if extends else None,
            reason=dialog.words(),
        )

    def _line(self, clock: Clock) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(plain_label(clock.words, "strong"))
        words.addWidget(plain_label(self._said(clock), self._kind(clock)))
        words.addWidget(
            plain_label(f"Since {format_date(clock.started)} · {clock.source}", "muted")
        )
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 4)
        line.addLayout(words, 1)
        if clock.reference:
            line.addWidget(self._open_button(clock))
        for kind in self._kinds(clock):
            button = QPushButton(f"{TITLES[kind]}…")
            button.setProperty("kind", "link")
            button.setAccessibleName(f"{TITLES[kind]} {clock.words}")
            saved = clock.about >= 0 and self._draft.original is not None
            button.setEnabled(saved)
            button.setToolTip("" if saved else UNSAVED)
            button.clicked.connect(lambda _, kind=kind: self.change(clock, kind))
            forbid(button, self._draft.why_not)
            line.addWidget(button)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _open_button(self, clock: Clock) -> QPushButton:
        """To the case that it comes from, where what it waits for is recorded."""
        other = next(
            one for one in self._draft.file.taken_over if one.case["reference"] == clock.reference
        )
        button = QPushButton(f"Open {clock.reference}")
        button.setProperty("kind", "link")
        button.clicked.connect(lambda _: self._sources.open_case(other.case["id"]))
        return button

    def _said(self, clock: Clock) -> str:
        if clock.state == "soon":
            return "As soon as practicable"
        if clock.due is None:
            return f"Paused · by the rule it would be due {format_date(clock.first_due)}"
        if clock.state == "lapses":
            run_out = clock.due < self._draft.today
            return f"{'Ran out' if run_out else 'Open until'} {format_date(clock.due)}"
        near = (clock.due - self._draft.today).days <= SOON_DAYS
        day = format_date(clock.due)
        said = f"{due_words(clock.due, self._draft.today)[0]} · {day}" if near else f"Due {day}"
        if clock.first_due and clock.first_due != clock.due:
            said += f" · moved from {format_date(clock.first_due)}"
        return said

    def _kind(self, clock: Clock) -> str:
        late = clock.state == "running" and clock.due and clock.due < self._draft.today
        return "error" if late else ""

    @staticmethod
    def _kinds(clock: Clock) -> tuple[str, ...]:
        if clock.state == "paused":
            return ("resume",)
        return () if clock.state in ("soon", "lapses") else ("extension", "pause")


class ClockDialog(ReasonDialog):
    """Asks for a day and a reason; says beside the field what cannot be."""

    def __init__(
        self, clock: Clock, kind: str, today: datetime.date, parent: QWidget | None = None
    ) -> None:
        lacking = "Give the reason for changing the deadline."
        super().__init__(f"{TITLES[kind]} a deadline", TITLES[kind], parent, lacking=lacking)
        self._clock = clock
        self._kind = kind
        self._today = today
        self.heading.setText(clock.words)
        self.day = DateEdit(today)
        label = sections.label("clock_changes", "until" if kind == "extension" else "day")
        self._day_field = Field(label, self.day, required=True)
        if kind != "extension":
            self.day.set_value(today)
        if clock.due:
            self.above.addWidget(plain_label(f"Due {format_date(clock.due)}", "muted"))
        self.above.addWidget(self._day_field)
        self.setTabOrder(self.day, self.reason)
        self.day.setFocus()

    def _holds(self) -> bool:
        wrong = self._wrong_day()
        self._day_field.set_error(wrong)
        return super()._holds() and wrong is None

    def _wrong_day(self) -> str | None:
        day = self.day.value()
        if day is None:
            return self.day.problem() or "Say which day."
        if self._kind == "extension":
            if self._clock.due and day <= self._clock.due:
                return f"An extension must end after {format_date(self._clock.due)}."
        elif day > self._today:
            return "This is in the future."
        elif day < self._clock.started:
            return (
                f"The deadline runs from {format_date(self._clock.started)}. Choose that day "
                "or a later one."
            )
        return None

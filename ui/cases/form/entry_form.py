"""The form for the next entry of a chronology, or for one that corrects an earlier."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from models.case.casefile import Row
from models.errors import InvalidError
from models.rules import vocabularies
from models.rules.dates import format_date, on_the_wall, parse_time
from models.schema import sections
from ui.cases.form.draft import Draft
from ui.cases.form.forms import Sources
from ui.widgets.card import Card
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.fields.text_area import TextArea


class EntryForm(Card):
    """Puts what is written in it into the draft; a decision is written with its rationale."""

    added = Signal()
    edited = Signal()

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__("New entry", parent)
        self._draft = draft
        self._sources = sources
        self._corrects: int | None = None
        self.day = DateEdit(draft.today)
        self.time = QLineEdit()
        self.time.setPlaceholderText("hour:minute")
        self._show_moment(self._now())
        self.kind = Choice()
        kinds = vocabularies.terms("chronology_kind")
        self.kind.set_items([(one.code, one.name) for one in kinds if one.code != "correction"])
        self.kind.set_value("event")
        self.kind.currentIndexChanged.connect(lambda _: self._ask_rationale())
        self.text = TextArea()
        self.rationale = TextArea()
        self._text_field = _watched(Field(_label("text"), self.text, required=True))
        self._rationale_field = _watched(Field(_label("rationale"), self.rationale, required=True))
        self._kind_field = Field(_label("kind"), self.kind)
        self._day_field = Field(_label("occurred"), self.day, required=True)
        self._time_field = Field("Time", self.time, required=True)
        self.day.changed.connect(lambda: self._day_field.set_error(self.day.problem()))
        self.time.textEdited.connect(lambda _: self._time_field.set_error(""))
        self.add_button = QPushButton("Add entry")
        self.add_button.clicked.connect(self.add_entry)
        self.cancel = QPushButton("Cancel correction")
        self.cancel.clicked.connect(self.clear)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(self._day_field, 2)
        top.addWidget(self._time_field, 1)
        top.addWidget(self._kind_field, 2)
        note = QLabel("An entry cannot be edited. Add a later one to correct it.")
        note.setProperty("kind", "muted")
        below = QHBoxLayout()
        below.addWidget(note, 1)
        below.addWidget(self.cancel)
        below.addWidget(self.add_button)
        self.body.addLayout(top)
        self.body.addWidget(self._text_field)
        self.body.addWidget(self._rationale_field)
        self.body.addLayout(below)
        self.cancel.hide()
        self._rationale_field.hide()
        if draft.why_not:
            self.hide()
        for area in (self.text, self.rationale):
            area.textChanged.connect(self.edited)

    def add_entry(self) -> None:
        """Put what is written into the draft as the next entry."""
        text = self.text.toPlainText().strip()
        rationale = self.rationale.toPlainText().strip() if self._wants_rationale() else ""
        if not text:
            self._text_field.set_error("Write what happened.")
            self.text.setFocus()
            return
        if self._wants_rationale() and not rationale:
            self._rationale_field.set_error("Give the rationale of the decision.")
            self.rationale.setFocus()
            return
        local = self._moment()
        if local is None:
            return
        occurred = local.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
        corrects = self._corrects
        kind = str(self.kind.value() or "event") if corrects is None else "correction"
        self.clear()
        self._draft.add(
            "chronology",
            text=text,
            rationale=rationale,
            kind=kind,
            occurred=occurred,
            corrects_id=corrects,
            entered_by_id=self._sources.user_id,
            entered_by_name=self._sources.user_name,
        )
        self.added.emit()

    def is_written_in(self) -> bool:
        """Whether something stands in the form that is not yet an entry."""
        return bool(self.text.toPlainText().strip() or self.rationale.toPlainText().strip())

    def written(self) -> dict[str, Any]:
        """What stands in the form and is not yet an entry, to be put back; empty if nothing."""
        if not self.is_written_in():
            return {}
        return {
            "day": self.day.text(),
            "time": self.time.text(),
            "kind": self.kind.value(),
            "text": self.text.toPlainText(),
            "rationale": self.rationale.toPlainText(),
            "corrects": self._corrects,
        }

    def put_back(self, written: dict[str, Any]) -> None:
        """Go on with what :meth:`written` gave; what it corrected must still be there."""
        row = self._draft.file.row("chronology", written["corrects"])
        if row is not None and written["corrects"] is not None:
            self.correct(row)
        else:
            self.kind.set_value(written["kind"])
        self.day.setText(written["day"])
        self.time.setText(written["time"])
        self.text.setPlainText(written["text"])
        self.rationale.setPlainText(written["rationale"])

    def correct(self, row: Row) -> None:
        """Begin an entry that corrects ``row``."""
        self._corrects = row["id"]
        self.set_title(f"Correct entry {row['number']}")
        self._show_moment(on_the_wall(row["occurred"]))
        self.text.setPlainText(row["text"])
        self.rationale.setPlainText(row["rationale"])
        self._rationale_field.setVisible(bool(row["rationale"]))
        self._kind_field.hide()
        self.cancel.show()
        self.text.setFocus()

    def clear(self) -> None:
        """Begin anew."""
        self._corrects = None
        self.set_title("New entry")
        self.text.clear()
        self.rationale.clear()
        self._show_moment(self._now())
        self._kind_field.show()
        self.cancel.hide()
        self._ask_rationale()

    def _wants_rationale(self) -> bool:
        return self._rationale_field.isVisibleTo(self)

    def _ask_rationale(self) -> None:
        asked = self._corrects is None and self.kind.value() == "decision"
        self._rationale_field.setVisible(asked)
        self._text_field.set_label("What was decided" if asked else _label("text"))

    def _now(self) -> datetime.datetime:
        """The register's day, which in a demonstration stands still, at this hour."""
        return datetime.datetime.combine(self._draft.today, datetime.datetime.now().time())

    def _show_moment(self, moment: datetime.datetime) -> None:
        self.day.setText(format_date(moment.date()))
        self.time.setText(f"{moment:%H:%M}")

    def _moment(self) -> datetime.datetime | None:
        """When it happened, on the clock of the wall; says beside the field what is no moment."""
        day = self.day.value()
        if day is None:
            self._day_field.set_error(self.day.problem() or "Say when it happened.")
            self.day.setFocus()
            return None
        try:
            return datetime.datetime.combine(day, parse_time(self.time.text()))
        except InvalidError as error:
            self._time_field.set_error(str(error))
            self.time.setFocus()
            return None


def _label(name: str) -> str:
    return sections.label("chronology", name)


def _watched(field: Field) -> Field:
    """A field of text that says what it refuses, and forgets it when somebody types on."""
    area = field.editor
    assert isinstance(area, TextArea)
    area.refused.connect(field.set_error)
    area.textChanged.connect(lambda: field.set_error(""))
    return field

"""What is asked for a letter: its template, whom it is to, its date, and what is written for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from models.case.casefile import CaseFile
from models.changes.case.letters import NewLetter
from models.exchange.letters.occasion import Occasion, Recipient, about_whom, recipients
from models.exchange.letters.templates import Template, letter_file_name, offered
from models.queries.cases.case_list import owners
from models.queries.cases.casefile import load_case
from models.register import Register
from models.rules import vocabularies
from models.rules.letters import Recorded, recorded_as
from models.rules.names import subject_label
from models.schema import Letter
from models.storage.engine import sqlite3
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.fields.text_area import TextArea
from ui.widgets.fields_dialog import field_of
from ui.widgets.plain import plain_label


@dataclass(frozen=True)
class Known:
    """What a letter begins from: the case as it is saved, its users, the templates."""

    file: CaseFile
    users: dict[int, str]
    templates: list[Template]


def known(connection: sqlite3.Connection, case_id: int) -> Known:
    """Read what a letter of a case begins from.

    :raises NotFoundError: there is no such case.
    """
    file = load_case(connection, case_id)
    return Known(file, owners(connection), offered(connection))


class LetterForm(QWidget):
    """Says ``changed`` when the letter would be another."""

    changed = Signal()

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._known: Known | None = None
        self.template = Choice(empty="Choose a template")
        self.recipient = Choice(empty="Nobody in the case")
        self.subject = Choice(empty="Nobody")
        self.sent = DateEdit(register.today())
        self.sent.set_value(register.today())
        self.method = Choice(
            [(term.code, term.name) for term in vocabularies.terms("method")], empty="Not given"
        )
        self.words = TextArea(lines=5)
        self.record = QCheckBox()
        self.record.setChecked(True)
        self.record.setAccessibleName("Record what the letter is")
        self.fields = {
            "template": Field("Template", self.template, required=True),
            "recipient": field_of(Letter, "recipient", self.recipient),
            "subject": Field("About which subject", self.subject),
            "sent": field_of(Letter, "sent", self.sent, required=True),
            "method": field_of(Letter, "method", self.method),
            "words": Field("What you write for this letter", self.words),
        }
        self.offer = plain_label("", "muted")
        self.note = plain_label("", "muted")
        self._lay_out()
        self.recipient.changed.connect(self._offer_subject)
        for signal in (
            self.template.changed,
            self.recipient.changed,
            self.subject.changed,
            self.sent.changed,
            self.words.textChanged,
        ):
            signal.connect(self._tell)

    def begin(self, known: Known) -> None:
        """Offer what there is to choose."""
        self._known = known
        self.template.set_items(
            (one.key, f"{one.name} (own)" if one.own else one.name) for one in known.templates
        )
        everybody = recipients(known.file)
        self.recipient.set_items((one.key, one.label) for one in everybody)
        self.subject.set_items((row["id"], subject_label(row)) for row in known.file.subjects)
        self.fields["subject"].setVisible(len(known.file.subjects) > 1)
        if everybody:
            self.recipient.set_value(everybody[0].key)
        self._offer_subject()
        self._tell()

    def chosen_template(self) -> Template | None:
        """The template that is chosen."""
        every = self._known.templates if self._known else []
        return next((one for one in every if one.key == self.template.value()), None)

    def chosen_recipient(self) -> Recipient | None:
        """Whom the letter is to."""
        every = recipients(self._known.file) if self._known else []
        return next((one for one in every if one.key == self.recipient.value()), None)

    def occasion(self) -> Occasion | None:
        """What the letter is made from; ``None`` until the case is read."""
        if self._known is None:
            return None
        file = self._known.file
        return Occasion(
            file,
            self.chosen_recipient(),
            file.row("subjects", self.subject.value()) if self.subject.value() else None,
            self.sent.value(),
            self.words.toPlainText(),
            self._register.user.full_name,
            self._register.force,
            self._register.nation,
            self._known.users,
        )

    def letter(self, template: Template, docx: bytes) -> NewLetter:
        """The letter as it is to be kept.

        :param docx: its Word file.
        """
        assert self._known is not None
        return NewLetter(
            template.name,
            template.about,
            docx,
            letter_file_name(self._known.file.case["reference"], template.name),
            self.sent.value(),
            self.method.value(),
            self.chosen_recipient(),
            self.recorded(template) if self.record.isChecked() else None,
        )

    def recorded(self, template: Template) -> Recorded:
        """What a letter of this template is recorded as."""
        assert self._known is not None
        to = self.chosen_recipient()
        section, row = (to.section, to.row) if to else ("", None)
        return recorded_as(template.about, section, row, self._known.file)

    def refuse(self, beside: dict[str, str]) -> bool:
        """Say beside their fields what cannot be kept; whether all of it is said."""
        for name in beside.keys() & self.fields.keys():
            self.fields[name].set_error(beside[name])
        return bool(beside) and beside.keys() <= self.fields.keys()

    def _offer_subject(self) -> None:
        if self._known is not None:
            row = about_whom(self._known.file, self.chosen_recipient())
            self.subject.set_value(row["id"] if row else None)

    def _tell(self, *_: Any) -> None:
        self.fields["sent"].set_error(self.sent.problem())
        template = self.chosen_template()
        self.offer.setText(self.recorded(template).offer if template else "")
        self.changed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for name in ("template", "recipient", "subject"):
            column.addWidget(self.fields[name])
        day = QHBoxLayout()
        day.setSpacing(12)
        day.addWidget(self.fields["sent"])
        day.addWidget(self.fields["method"])
        column.addLayout(day)
        column.addWidget(self.fields["words"])
        tick = QHBoxLayout()
        tick.setSpacing(0)
        tick.addWidget(self.record)
        tick.addWidget(self.offer, 1)
        column.addLayout(tick)
        column.addWidget(self.note)
        column.addStretch(1)

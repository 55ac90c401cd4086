"""What a letter is made from: the case, whom it is to, whom it is about, and when it is sent."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.dates import in_full
from models.rules.names import full_name, subject_label
from models.rules.process.clocks import SOON, Clock, clocks_of
from models.rules.process.working_days import DEFAULT_NATION


@dataclass(frozen=True)
class Recipient:
    """Somebody in a case to whom a letter can go: the section and the row that they are."""

    section: str
    row: Row

    @property
    def key(self) -> str:
        """Tells them from any other in the case."""
        return f"{self.section}.{self.row['id']}"

    @property
    def name(self) -> str:
        """As an envelope has it."""
        if self.section == "subjects":
            return full_name(self.row) or subject_label(self.row)
        return full_name(self.row)

    @property
    def label(self) -> str:
        """As a choice among several has it."""
        if self.section == "subjects":
            return f"{subject_label(self.row)} (subject)"
        what = vocabularies.name("capacity", self.row["capacity"]).lower() or "complainant"
        return f"{full_name(self.row)} ({what})"


@dataclass(frozen=True)
class Occasion:
    """What a letter is made from.

    :ivar recipient: whom it is to.
    :ivar subject: whom it is about, where it is about one.
    :ivar sent: the letter's date.
    :ivar words: what is written for this one letter, where its template has a place for that.
    :ivar users: full names by user id.
    """

    file: CaseFile
    recipient: Recipient | None = None
    subject: Row | None = None
    sent: datetime.date | None = None
    words: str = ""
    sender: str = ""
    force: str = ""
    nation: str = DEFAULT_NATION
    users: dict[int, str] = field(default_factory=dict)

    def clock(self, code: str) -> str:
        """The last day of a clock of the case, that of whom the letter is to or about first."""
        of = {subject_label(self.subject)} if self.subject else set()
        if self.recipient is not None:
            of |= {self.recipient.name, subject_label(self.recipient.row)}
        found = [one for one in clocks_of(self.file, self.nation) if one.rule.code == code]
        found.sort(key=lambda one: one.of not in of)
        return _due(found[0]) if found else ""

    def latest(self, section: str, key: str, *, of: str = "subject_id") -> Any:
        """A field of the latest row of a section that is about the subject."""
        who = self.subject["id"] if self.subject else None
        rows = [row for row in self.file.rows(section) if row.get(of) == who and row.get(key)]
        return rows[-1][key] if rows else None


def recipients(file: CaseFile) -> list[Recipient]:
    """Everybody in a case to whom a letter can go: complainants and witnesses, then subjects."""
    return [
        *(Recipient("complainants", row) for row in file.complainants),
        *(Recipient("subjects", row) for row in file.subjects if row["family_name"]),
    ]


def about_whom(file: CaseFile, recipient: Recipient | None) -> Row | None:
    """The subject that a letter is about unless somebody says otherwise: its own, or the only."""
    if recipient is not None and recipient.section == "subjects":
        return recipient.row
    return file.subjects[0] if len(file.subjects) == 1 else None


def _due(clock: Clock) -> str:
    return SOON if clock.state == "soon" else in_full(clock.due)

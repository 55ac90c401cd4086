"""What followed: proceedings against a subject, and what came of it."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QWidget

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.names import subject_label
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormField, Sources
from ui.cases.form.page import Page
from ui.cases.form.row_cards import RowCards

#: The College of Policing keeps them since then (Policing and Crime Act 2017).
LISTS_FROM = datetime.date(2017, 12, 15)


def _listed(row: Row, *lists: str) -> bool:
    """Whether there was such a list to tell of the outcome on the day it was decided."""
    term = vocabularies.term("outcome", row["outcome"])
    return (
        term is not None and term.listed in lists and (row["decided"] or LISTS_FROM) >= LISTS_FROM
    )


PROCEEDING = (
    FormField("kind"),
    FormField("subject_id"),
    FormField("notified"),
    FormField("fixed_for"),
    FormField("held"),
    FormField("chair"),
    FormField("representative"),
    FormField("public"),
    FormField("result"),
    FormField("allegation_id"),
    FormField("panel", wide=True),
    FormField("appeal_lodged", shown=lambda row: bool(row["held"])),
    FormField("appeal_decided", shown=lambda row: bool(row["appeal_lodged"])),
    FormField("appeal_result", shown=lambda row: bool(row["appeal_lodged"])),
)
OUTCOME = (
    FormField("outcome"),
    FormField("subject_id"),
    FormField("decided"),
    FormField("decided_by"),
    FormField("proceeding_id"),
    FormField("starts"),
    FormField("expires"),
    FormField("allegation_id"),
    FormField("barred_listed", shown=lambda row: _listed(row, "barred")),
    FormField("advisory_listed", shown=lambda row: _listed(row, "advisory")),
    FormField("list_details", wide=True, shown=lambda row: _listed(row, "barred", "advisory")),
    FormField("notes", wide=True),
)


class ProceedingsPage(Page):
    """A card for each proceeding, then a card for each outcome."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proceedings = RowCards(
            draft,
            sources,
            section="proceedings",
            fields=PROCEEDING,
            heading="Proceedings",
            add_words="Add proceeding",
            empty="No meeting, hearing or other proceeding has been recorded.",
            name=_proceeding_name,
            given=lambda: _only_subject(draft),
            needs_subject=True,
            parent=self.inner,
        )
        self.outcomes = RowCards(
            draft,
            sources,
            section="outcomes",
            fields=OUTCOME,
            heading="Outcomes",
            add_words="Add outcome",
            empty="No outcome has been recorded for any subject.",
            name=_outcome_name,
            given=lambda: _only_subject(draft) | {"decided": draft.today},
            needs_subject=True,
            parent=self.inner,
        )
        self.add(self.proceedings)
        self.add(self.outcomes)


def _only_subject(draft: Draft) -> Row:
    """The first subject: the one that is meant where there is only one."""
    return {"subject_id": draft.file.subjects[0]["id"]} if draft.file.subjects else {}


def _proceeding_name(row: Row, file: CaseFile) -> str:
    return _named(vocabularies.name("proceeding", row["kind"]) or "New proceeding", row, file)


def _outcome_name(row: Row, file: CaseFile) -> str:
    return _named(vocabularies.name("outcome", row["outcome"]) or "New outcome", row, file)


def _named(what: str, row: Row, file: CaseFile) -> str:
    subject = file.row("subjects", row["subject_id"])
    return f"{what} · {subject_label(subject)}" if subject else what

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

#: Outcomes that are reported to the barred list, and those that may be to the advisory list.
DISMISSED = ("dwn", "dwon", "wouldve")
LEFT = ("resigned", "retired")
#: The College of Policing keeps them since then (Policing and Crime Act 2017).
LISTS_FROM = datetime.date(2017, 12, 15)


def _listed(row: Row, outcomes: tuple[str, ...]) -> bool:
    """Whether there was a list to tell of such an outcome on the day it was decided."""
    return row["outcome"] in outcomes and (row["decided"] or LISTS_FROM) >= LISTS_FROM


PROCEEDING = (
    FormField("kind", "Kind of proceeding", "choice", "proceeding", required=True),
    FormField("subject_id", "Subject", "subject", required=True),
    FormField("notified", "Notice given", "date"),
    FormField("fixed_for", "Fixed for", "date"),
    FormField("held", "Held", "date"),
    FormField("chair", "Chaired by"),
    FormField("representative", "Representative"),
    FormField("public", "Held in public", "yesno"),
    FormField("result", "Result", "choice", "proceeding_result"),
    FormField("allegation_id", "About the allegation (all, where empty)", "allegation"),
    FormField("panel", "Panel", wide=True),
    FormField("appeal_lodged", "Appeal lodged", "date", shown=lambda row: bool(row["held"])),
    FormField(
        "appeal_decided", "Appeal decided", "date", shown=lambda row: bool(row["appeal_lodged"])
    ),
    FormField(
        "appeal_result",
        "Result of the appeal",
        "choice",
        "appeal_result",
        shown=lambda row: bool(row["appeal_lodged"]),
    ),
)
OUTCOME = (
    FormField("outcome", "Outcome", "choice", "outcome", required=True),
    FormField("subject_id", "Subject", "subject", required=True),
    FormField("decided", "Decided", "date", required=True),
    FormField("decided_by", "Decided by"),
    FormField("proceeding_id", "Following", "proceeding"),
    FormField("starts", "Takes effect", "date"),
    FormField("expires", "Expires", "date"),
    FormField("allegation_id", "For the allegation (all, where empty)", "allegation"),
    FormField(
        "barred_listed", "Barred list told", "date", shown=lambda row: _listed(row, DISMISSED)
    ),
    FormField(
        "advisory_listed", "Advisory list told", "date", shown=lambda row: _listed(row, LEFT)
    ),
    FormField(
        "list_details",
        "Details given to the list",
        "area",
        wide=True,
        shown=lambda row: _listed(row, (*DISMISSED, *LEFT)),
    ),
    FormField("notes", "Notes", "area", wide=True),
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

"""The summary: what the matter is, where it stands, and who brought it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from models.casefile import Row
from models.rules import vocabularies
from models.rules.names import full_name
from ui.cases.checklist_card import ChecklistCard
from ui.cases.draft import Draft
from ui.cases.forms import FormCard, FormField, Sources
from ui.cases.page import Page
from ui.cases.row_cards import RowCards

MATTER = (
    FormField("title", "Title", required=True, wide=True),
    FormField("kind", "Kind of matter", "choice", "kind", required=True),
    FormField("received", "Received", "date", required=True),
    FormField("came_to_notice", "Came to notice", "date"),
    FormField("regime", "Regime", "choice", "regime"),
    FormField("summary", "Summary", "area", wide=True),
)
PROGRESS = (
    FormField("stage", "Stage", "choice", "stage", required=True),
    FormField("owner_id", "Investigator", "user"),
    FormField("recorded", "Recorded", "date"),
    FormField("closed", "Closed", "date"),
    FormField("next_due", "Reminder on", "date"),
    FormField("next_due_for", "Reminder of"),
    FormField("marking", "Handling marking", "choice", "marking"),
    FormField("restricted", "Restricted: only those named may see it", "flag"),
)
INCIDENT = (
    FormField("incident_from", "Incident from", "date"),
    FormField("incident_to", "Incident to", "date"),
    FormField("incident_place", "Place", wide=True),
)
REFERRAL = (
    FormField("referral", "Referral", "choice", "referral"),
    FormField("referral_decided", "Decided", "date"),
    FormField("referral_mode", "Mode decided", "choice", "referral_mode"),
)
COMPLAINANT = (
    FormField("family_name", "Family name", required=True),
    FormField("given_names", "Given names"),
    FormField("title", "Title"),
    FormField("capacity", "Capacity", "choice", "capacity"),
    FormField("since", "Since", "date"),
    FormField("contact_preference", "Prefers contact by", "choice", "contact_preference"),
    FormField("email", "Email"),
    FormField("telephone", "Telephone"),
    FormField("address", "Address", "area", wide=True),
)


class SummaryPage(Page):
    """The case's own fields, a card a group, then its complainants."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checklist = ChecklistCard(draft, sources)
        for heading, fields in (
            ("The matter", MATTER),
            ("Progress", PROGRESS),
            ("The incident", INCIDENT),
            ("Referral to the IOPC", REFERRAL),
        ):
            self.add(FormCard(heading, draft, "case", None, fields, sources))
            if fields is PROGRESS:
                self.add(self.checklist)
        self.complainants = RowCards(
            draft,
            sources,
            section="complainants",
            fields=COMPLAINANT,
            heading="Complainants and interested persons",
            add_words="Add complainant",
            empty="Nobody has been recorded as bringing this matter.",
            name=_complainant_name,
        )
        self.add(self.complainants)


def _complainant_name(row: Row, *_: Any) -> str:
    capacity = vocabularies.name("capacity", row["capacity"]) or "Complainant"
    return f"{full_name(row) or 'New'} · {capacity}"

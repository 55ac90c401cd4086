"""The summary: what the matter is, where it stands, and who brought it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.names import full_name
from models.rules.process.decisions import is_revised
from ui.cases.blocks.checklist_card import ChecklistCard
from ui.cases.blocks.imported_card import ImportedCard
from ui.cases.blocks.known_people import KnownPeople
from ui.cases.blocks.links_block import LinksBlock
from ui.cases.blocks.named_block import NamedBlock
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormCard, FormField, Sources, further
from ui.cases.form.page import Page
from ui.cases.form.row_cards import RowCards

MATTER = (
    FormField("title", wide=True),
    FormField("kind"),
    FormField("received"),
    FormField("came_to_notice"),
    FormField("regime"),
    FormField("summary", wide=True),
)
PROGRESS = (
    FormField("stage"),
    FormField("owner_id"),
    FormField("recorded"),
    FormField("closed"),
    FormField("next_due"),
    FormField("next_due_for"),
    FormField("marking"),
    FormField("restricted"),
)
INCIDENT = (
    FormField("incident_from"),
    FormField("incident_to"),
    FormField("incident_place", wide=True),
)


def _goes(row: Row) -> bool:
    return bool(row["kind"] != "none")


#: What comes of a decision to refer, after it.
SENT = (
    FormField("referred", shown=_goes),
    FormField("mode", shown=_goes),
    FormField("mode_decided", shown=_goes),
)
REFERRAL = (
    FormField("kind"),
    FormField("decided"),
    FormField("decided_by_id"),
    *SENT,
    FormField("reason", wide=True),
)
COMPLAINANT = (
    FormField("family_name"),
    FormField("given_names"),
    FormField("title"),
    FormField("capacity"),
    FormField("since"),
    FormField("contact_preference"),
    FormField("wants_told"),
    FormField("email"),
    FormField("telephone"),
    FormField("address", wide=True),
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
        ):
            self.add(FormCard(heading, draft, "case", None, fields, sources, parent=self.inner))
            if fields is PROGRESS:
                self.named = NamedBlock(draft, sources)
                self.add(self.named)
                self.add(self.checklist)
        others = further("case", (*MATTER, *PROGRESS, *INCIDENT))
        if others:
            self.add(
                FormCard("Further details", draft, "case", None, others, sources, parent=self.inner)
            )
        self.referrals = RowCards(
            draft,
            sources,
            section="referrals",
            fields=REFERRAL,
            heading="Referral to the IOPC (before 8 Jan 2018 the IPCC)",
            add_words="Add referral decision",
            empty="No decision on a referral has been recorded.",
            name=_referral_name,
            given=lambda: {"decided": draft.today, "decided_by_id": sources.user_id},
            fixed=lambda row: row["id"] > 0,
            after=SENT,
            revise=lambda row: _revision(row, draft, sources),
            parent=self.inner,
        )
        self.add(self.referrals)
        self.complainants = RowCards(
            draft,
            sources,
            section="complainants",
            fields=COMPLAINANT,
            heading="Complainants, interested persons and witnesses",
            add_words="Add complainant",
            empty="Nobody has been recorded as bringing this matter.",
            name=_complainant_name,
            below=lambda row: [KnownPeople(draft, sources, row["id"])] if row["id"] < 0 else [],
            parent=self.inner,
        )
        self.add(self.complainants)
        self.links = LinksBlock(draft, sources)
        self.add(self.links)
        self.imported = ImportedCard(draft, sources)
        self.add(self.imported)


def _referral_name(row: Row, file: CaseFile) -> str:
    kind = vocabularies.name("referral", row["kind"]) or "New referral"
    stands = "revised by a later decision" if is_revised(file, row) else ""
    return " · ".join(part for part in (kind, format_date(row["decided"]), stands) if part)


def _revision(row: Row, draft: Draft, sources: Sources) -> Row | None:
    """A further decision in this one’s place; what has been sent already stays sent."""
    if is_revised(draft.file, row):
        return None
    sent = {name: row[name] for name in ("kind", "referred", "mode", "mode_decided")}
    return sent | {
        "revises_id": row["id"],
        "decided": draft.today,
        "decided_by_id": sources.user_id,
    }


def _complainant_name(row: Row, *_: Any) -> str:
    capacity = vocabularies.name("capacity", row["capacity"]) or "Complainant"
    return f"{full_name(row) or 'New'} · {capacity}"

"""One subject: who they are, what is alleged of them, how serious it is, what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from models.casefile import CaseFile, Row
from models.queries.people import FoundMember
from models.rules import vocabularies
from models.rules.names import subject_label
from ui.cases.draft import Draft
from ui.cases.forms import FormCard, FormField, Sources, member_values
from ui.cases.guidance_block import GuidanceBlock
from ui.cases.page import Page
from ui.cases.row_cards import RowCards


def _social(row: Row) -> bool:
    return "social-media" in (row.get("factors") or [])


SUBJECT = (
    FormField("number", "Number"),
    FormField("role", "Role", "choice", "role"),
    FormField("family_name", "Family name"),
    FormField("given_names", "Given names"),
    FormField("title", "Title"),
    FormField("rank", "Rank", "choice", "rank"),
    FormField("post", "Post"),
    FormField("unit", "Unit"),
)
ALLEGATION = (
    FormField("particulars", "What is alleged", "area", required=True, wide=True),
    FormField("category", "Category", "choice", "category", wide=True),
    FormField("standard", "Standard breached", "choice", "standard"),
    FormField("duty", "On or off duty", "choice", "duty"),
    FormField("conduct_from", "Conduct from", "date"),
    FormField("conduct_to", "Conduct to", "date"),
    FormField("factors", "Factors", "factors", "factor", wide=True),
    FormField("platform", "Platform", "choice", "platform", shown=_social),
    FormField("conduct", "What was done", "choice", "conduct", shown=_social),
    FormField("guidance_version_id", "Guidance in force that it breached", "guidance"),
    FormField("guidance_clause_id", "Clause", "clause"),
    FormField("guidance", "Guidance in other words", wide=True),
)
FINDING = (
    FormField("finding", "Finding", "choice", "finding", required=True),
    FormField("level", "Found by", "choice", "finding_level"),
    FormField("decided", "Decided", "date", required=True),
    FormField("decided_by_id", "Decided by", "user"),
    FormField("reason", "Reason", "area", wide=True),
)
ASSESSMENT = (
    FormField("severity", "Severity", "choice", "severity", required=True),
    FormField("decided", "Assessed", "date", required=True),
    FormField("decided_by_id", "Assessed by", "user"),
    FormField("reason", "Reason", "area", required=True, wide=True),
)


class SubjectDetail(Page):
    """A subject's form, assessments and allegations, each allegation with its findings."""

    def __init__(
        self, draft: Draft, subject_id: int, sources: Sources, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._id = subject_id
        self._sources = sources
        self.subject = FormCard("The subject", draft, "subjects", subject_id, SUBJECT, sources)
        self.offer = QPushButton()
        self.offer.setVisible(False)
        self.offer.clicked.connect(self._take_offer)
        self.subject.add_below(self.offer)
        self._found: FoundMember | None = None
        draft.changed.connect(self._look_up)
        self.add(self.subject)
        self.allegations = RowCards(
            draft,
            sources,
            section="allegations",
            fields=ALLEGATION,
            heading="Allegations",
            add_words="Add allegation",
            empty="Nothing is alleged of this subject yet.",
            name=_allegation_name,
            wanted=lambda row: row["subject_id"] == subject_id,
            given=lambda: {"subject_id": subject_id},
            below=self._below_allegation,
        )
        self.add(self.allegations)
        self.assessments = RowCards(
            draft,
            sources,
            section="assessments",
            fields=ASSESSMENT,
            heading="Severity assessments",
            add_words="Add assessment",
            empty="How serious this would be if proven has not been assessed.",
            name=_assessment_name,
            wanted=lambda row: row["subject_id"] == subject_id,
            given=lambda: {
                "subject_id": subject_id,
                "decided": draft.today,
                "decided_by_id": sources.user_id,
            },
            fixed=lambda row: row["id"] > 0,
        )
        self.add(self.assessments)

    def _below_allegation(self, row: Row) -> Sequence[QWidget]:
        allegation_id = row["id"]
        return [
            GuidanceBlock(self._draft, self._sources, allegation_id),
            RowCards(
                self._draft,
                self._sources,
                section="findings",
                fields=FINDING,
                heading="Findings",
                add_words="Add finding",
                empty="Nothing has been found on this allegation yet.",
                name=_finding_name,
                wanted=lambda one: one["allegation_id"] == allegation_id,
                given=lambda: {
                    "allegation_id": allegation_id,
                    "decided": self._draft.today,
                    "decided_by_id": self._sources.user_id,
                },
                flat=True,
            ),
        ]

    def _look_up(self, section: str, row_id: int | None, name: str) -> None:
        """A number of a known member: offer that person."""
        if section != "subjects" or row_id != self._id:
            return
        row = self._draft.file.row("subjects", self._id)
        if name != "number" or row is None:
            if row is not None and row["member_id"] is not None:
                self._show_offer(None)
            return
        if row["member_id"] is None and row["number"].strip():
            self._sources.find_members(row["number"], self._show_found)
        else:
            self._show_offer(None)

    def _show_found(self, found: list[FoundMember]) -> None:
        row = self._draft.file.row("subjects", self._id)
        fits = [one for one in found if row is not None and one.number == row["number"].strip()]
        unlinked = row is not None and row["member_id"] is None
        self._show_offer(fits[0] if fits and unlinked else None)

    def _show_offer(self, found: FoundMember | None) -> None:
        self._found = found
        self.offer.setVisible(found is not None)
        if found is not None:
            who = subject_label(member_values(found))
            self.offer.setText(f"The register knows {who}: use this person")

    def _take_offer(self) -> None:
        if self._found is None:
            return
        with self._draft.step("Use the known person"):
            for name, value in member_values(self._found).items():
                if value is not None:
                    self._draft.set("subjects", self._id, name, value)
        self._show_offer(None)


def _allegation_name(row: Row, file: CaseFile) -> str:
    mine = [one["id"] for one in file.allegations if one["subject_id"] == row["subject_id"]]
    number = mine.index(row["id"]) + 1 if row["id"] in mine else len(mine) + 1
    what = vocabularies.name("category", row["category"])
    return f"Allegation {number} · {what}" if what else f"Allegation {number}"


def _assessment_name(row: Row, file: CaseFile) -> str:
    what = vocabularies.name("severity", row["severity"]) or "New assessment"
    mine = [one for one in file.assessments if one["subject_id"] == row["subject_id"]]
    latest = mine and mine[-1]["id"] == row["id"]
    return f"{what} · in force" if latest and row["severity"] else what


def _finding_name(row: Row, _: CaseFile) -> str:
    return vocabularies.name("finding", row["finding"]) or "New finding"

"""One subject: who they are, what is alleged of them, how serious it is, what was found."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from models.case.casefile import CaseFile, Row
from models.queries.people.people import FoundMember
from models.rules import vocabularies
from models.rules.names import subject_label
from models.rules.process.decisions import severity_in_force
from ui.cases.blocks.findings_block import FindingsBlock
from ui.cases.blocks.guidance_block import GuidanceBlock
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormCard, FormField, Sources, further, member_values
from ui.cases.form.page import Page
from ui.cases.form.row_cards import RowCards


def _social(row: Row) -> bool:
    return "social-media" in (row.get("factors") or [])


SUBJECT = (
    FormField("number"),
    FormField("role"),
    FormField("family_name"),
    FormField("given_names"),
    FormField("title"),
    FormField("rank"),
    FormField("post"),
    FormField("unit"),
)
ALLEGATION = (
    FormField("particulars", wide=True),
    FormField("category", wide=True),
    FormField("subject_id", shown=lambda row: row["subject_id"] is None),
    FormField("standard"),
    FormField("duty"),
    FormField("conduct_from"),
    FormField("conduct_to"),
    FormField("factors", wide=True),
    FormField("platform", shown=_social),
    FormField("conduct", shown=_social),
    FormField("guidance_version_id"),
    FormField("guidance_clause_id"),
    FormField("guidance", wide=True),
)
ASSESSMENT = (
    FormField("severity"),
    FormField("decided"),
    FormField("decided_by_id"),
    FormField("reason", wide=True),
)


class UnnamedDetail(Page):
    """What is alleged of nobody in particular: of the force’s service, or of somebody unknown."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.allegations = _allegations(draft, sources, None)
        self.add(self.allegations)


class SubjectDetail(Page):
    """A subject's form, assessments and allegations, each allegation with its findings."""

    def __init__(
        self, draft: Draft, subject_id: int, sources: Sources, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._id = subject_id
        self._sources = sources
        self.subject = FormCard(
            "The subject", draft, "subjects", subject_id, SUBJECT, sources, parent=self.inner
        )
        self.offer = QPushButton()
        self.offer.setVisible(False)
        self.offer.clicked.connect(self._take_offer)
        self.subject.add_below(self.offer)
        self._found: FoundMember | None = None
        draft.changed.connect(self._look_up)
        draft.replaced.connect(self._withdraw)
        self.add(self.subject)
        others = further("subjects", SUBJECT)
        if others:
            card = FormCard(
                "Further details", draft, "subjects", subject_id, others, sources, parent=self.inner
            )
            self.add(card)
        self.allegations = _allegations(draft, sources, subject_id)
        self.add(self.allegations)
        self.assessments = RowCards(
            draft,
            sources,
            section="assessments",
            fields=ASSESSMENT,
            heading="Severity assessments",
            add_words="Add assessment",
            empty="The severity has not been assessed yet.",
            name=_assessment_name,
            wanted=lambda row: row["subject_id"] == subject_id,
            given=lambda: {
                "subject_id": subject_id,
                "decided": draft.today,
                "decided_by_id": sources.user_id,
            },
            fixed=lambda row: row["id"] > 0,
            revise=self._revision,
            parent=self.inner,
        )
        self.add(self.assessments)

    def _revision(self, row: Row) -> Row | None:
        """A further assessment, where this is the one in force."""
        if severity_in_force(self._draft.file, self._id) is not row:
            return None
        return {
            "subject_id": self._id,
            "severity": row["severity"],
            "decided": self._draft.today,
            "decided_by_id": self._sources.user_id,
        }

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
            self.offer.setText(f"{who} is already in the register: use this person")

    def _withdraw(self) -> None:
        self._show_offer(None)

    def _take_offer(self) -> None:
        if self._found is None:
            return
        with self._draft.step("Use the known person"):
            for name, value in member_values(self._found).items():
                if value is not None:
                    self._draft.set("subjects", self._id, name, value)
        self._show_offer(None)


def _allegations(draft: Draft, sources: Sources, subject_id: int | None) -> RowCards:
    nobody = subject_id is None
    return RowCards(
        draft,
        sources,
        section="allegations",
        fields=ALLEGATION,
        heading="Allegations against nobody identified" if nobody else "Allegations",
        add_words="Add allegation",
        empty="Add allegations here where nobody has been identified."
        if nobody
        else "There is no allegation against this subject yet.",
        name=_allegation_name,
        wanted=lambda row: row["subject_id"] == subject_id,
        given=lambda: {"subject_id": subject_id},
        below=lambda row: [
            GuidanceBlock(draft, sources, row["id"]),
            FindingsBlock(draft, sources, row["id"]),
        ],
    )


def _allegation_name(row: Row, file: CaseFile) -> str:
    mine = [one["id"] for one in file.allegations if one["subject_id"] == row["subject_id"]]
    number = mine.index(row["id"]) + 1 if row["id"] in mine else len(mine) + 1
    what = vocabularies.name("category", row["category"])
    return f"Allegation {number} · {what}" if what else f"Allegation {number}"


def _assessment_name(row: Row, file: CaseFile) -> str:
    what = vocabularies.name("severity", row["severity"]) or "New assessment"
    if not row["severity"]:
        return what
    stands = severity_in_force(file, row["subject_id"]) is row
    return f"{what} · {'in force' if stands else 'revised by a later one'}"

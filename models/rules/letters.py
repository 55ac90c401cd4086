"""What a letter about something is recorded as, where the case has a place for that."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies

#: Proceedings that are hearings; a referral to any other is to a meeting.
HEARINGS = ("misconduct-hearing", "accelerated-hearing", "staff-hearing")
#: What a letter to a complainant is recorded as having told them.
TOLD = {"update": "update", "outcome": "outcome-letter"}


@dataclass(frozen=True)
class Recorded:
    """A row that a letter adds to its case: in which section, and of which kind.

    :ivar vocabulary: of the kind.
    """

    section: str
    kind: str
    vocabulary: str

    @property
    def words(self) -> str:
        """What it is recorded as, in words."""
        return vocabularies.name(self.vocabulary, self.kind)

    @property
    def offer(self) -> str:
        """What a person is asked to agree to."""
        if self.section == "updates":
            clock = ", which restarts the 28 days" if self.kind == "update" else ""
            return f"Record it as what the complainant was told: {self.words.lower()}{clock}"
        if self.section == "notices":
            return f"Record it as a notice served: {self.words[:1].lower()}{self.words[1:]}"
        return "Record it in the chronology"


def recorded_as(about: str | None, section: str, row: Row | None, file: CaseFile) -> Recorded:
    """What a letter is recorded as.

    :param about: a code of the vocabulary ``letter``.
    :param section: of the case, in which its recipient stands; empty for nobody in it.
    :param row: the recipient's.
    """
    if section == "complainants" and about in TOLD and row and row["capacity"] != "witness":
        return Recorded("updates", TOLD[about or ""], "update")
    if section == "subjects" and row and about in ("notice", "referral"):
        kind = "investigation" if about == "notice" else _referred_to(row, file)
        staff = "staff-" if vocabularies.is_staff(row["role"]) else ""
        return Recorded("notices", f"{staff}{kind}", "notice")
    return Recorded("chronology", "contact", "chronology_kind")


def _referred_to(subject: Row, file: CaseFile) -> str:
    kinds = [row["kind"] for row in file.proceedings if row["subject_id"] == subject["id"]]
    return "hearing" if kinds and kinds[-1] in HEARINGS else "meeting"

"""How a complaint stands with each who is to be told of it: last told, letter, review."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.names import full_name
from models.rules.process.clocks import Clock


@dataclass(frozen=True)
class Told:
    """One person to be kept informed; days are empty where it has not come to that.

    :ivar due: the day by which the next update is due.
    :ivar review_until: the last day on which a review can be asked for.
    """

    complainant_id: int
    name: str
    capacity: str
    told: datetime.date | None
    due: datetime.date | None
    letter: datetime.date | None
    review_until: datetime.date | None
    requested: Row | None
    decided: Row | None

    @property
    def next(self) -> tuple[str, ...]:
        """The kinds of update that may follow, in their order."""
        if self.requested and not self.decided:
            return ("review-decided",)
        if self.letter:
            return () if self.requested else ("review-requested",)
        return ("update", "outcome-letter")

    def words(self) -> list[str]:
        """How it stands, a sentence each."""
        said = [f"Last told {format_date(self.told)}." if self.told else "Not told anything yet."]
        if self.due:
            said.append(f"Next update due {format_date(self.due)}.")
        if self.letter:
            said.append(f"Outcome letter {format_date(self.letter)}.")
        if self.requested:
            body = vocabularies.name("review_body", self.requested["review_body"])
            said.append(
                f"Review requested {format_date(self.requested['sent'])}"
                + (f", to be decided by: {body}." if body else ".")
            )
        elif self.review_until:
            said.append(f"A review can be requested until {format_date(self.review_until)}.")
        if self.decided:
            result = vocabularies.name("review_result", self.decided["review_result"])
            said.append(
                f"Review decided {format_date(self.decided['sent'])}"
                + (f": {result}." if result else ".")
            )
        return said


def is_complaint(file: CaseFile) -> bool:
    """Whether the case is a public complaint, so that its allegations have findings as such."""
    kind = vocabularies.term("kind", file.case.get("kind"))
    return kind is not None and kind.complaint


def standing(file: CaseFile, clocks: Sequence[Clock]) -> list[Told]:
    """Everybody who is to be kept informed, in the file's order."""
    return [_told(file, row, clocks) for row in file.complainants if _is_informed(row)]


def _is_informed(row: Row) -> bool:
    """Whether somebody is kept informed; a witness is not."""
    capacity = vocabularies.term("capacity", row["capacity"])
    return row["capacity"] is None or (capacity is not None and capacity.informed)


def finding_problem(row: Row) -> str:
    """Why a finding cannot stand where it does: on the complaint, or of misconduct."""
    term = vocabularies.term("finding", row.get("finding"))
    groups = term.group.split() if term else []
    complaint = row.get("level") == "complaint"
    if (
        term is None
        or not groups
        or ("complaint" in groups if complaint else groups != ["complaint"])
    ):
        return ""
    said = "is not a finding on a complaint" if complaint else "is a finding on the complaint"
    return f"“{term.name}” {said}: record it under the other heading."


def review_problems(row: Row, file: CaseFile) -> Iterator[tuple[str, str]]:
    """What an update about a review lacks, as field and sentence."""
    if row["kind"] == "review-requested" and not row["review_body"]:
        yield "review_body", "Say who decides the review."
    if row["kind"] != "review-decided":
        return
    if not row["review_result"]:
        yield "review_result", "Choose the result of the review."
    asked = [
        one["sent"]
        for one in file.updates
        if one["kind"] == "review-requested" and one["complainant_id"] == row["complainant_id"]
    ]
    if row["sent"] and not any(day and day <= row["sent"] for day in asked):
        yield "sent", "A review cannot be decided before it is requested. Record the request."


def _told(file: CaseFile, row: Row, clocks: Sequence[Clock]) -> Told:
    mine = sorted(
        (one for one in file.updates if one["complainant_id"] == row["id"] and one["sent"]),
        key=lambda one: one["sent"],
    )

    def last(*kinds: str) -> Row | None:
        return next((one for one in reversed(mine) if one["kind"] in kinds), None)

    def due(code: str, *about: int) -> datetime.date | None:
        return next(
            (one.due for one in clocks if one.rule.code == code and one.about in about), None
        )

    letter = last("outcome-letter")
    told = last("update", "outcome-letter")
    return Told(
        row["id"],
        full_name(row) or "New complainant",
        vocabularies.name("capacity", row["capacity"]),
        told["sent"] if told else None,
        due("update", row["id"]),
        letter["sent"] if letter else None,
        due("review", letter["id"]) if letter else None,
        last("review-requested"),
        last("review-decided"),
    )

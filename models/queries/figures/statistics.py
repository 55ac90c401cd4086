"""How many were investigated, for how many there was a case to answer, and what happened."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from models.queries.figures.counting import ANSWER, PENDING, counted, weight
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.publishing.questions import Question
from models.storage.engine import sqlite3

UNIT = "subjects (a person counted once a case)"
DEFINITIONS = {
    "investigated": (
        "Subjects of cases received in the period, with an allegation against them{factor}."
    ),
    "case_to_answer": (
        "Those for whom the investigation’s latest finding on such an allegation was a case to "
        "answer."
    ),
    "outcomes": (
        "What happened to those with a case to answer; of several outcomes the most serious, "
        "“pending” where there is none yet."
    ),
}


@dataclass(frozen=True)
class Statistics:
    """Figures about subjects; each dictionary counts them by code (platform and role by code).

    ``case_to_answer_per_year`` is subjects a year of the period, to two places.
    """

    factor: str | None
    start: datetime.date
    end: datetime.date
    investigated: int
    case_to_answer: int
    outcomes: dict[str, int]
    by_role: dict[str, int]
    by_year: dict[str, int]
    by_platform: dict[str, int]
    case_to_answer_per_year: float
    unit: str = UNIT

    def definitions(self) -> dict[str, str]:
        """What each figure counts, in a sentence."""
        name = vocabularies.name("factor", self.factor).lower()
        factor = f" that carries the factor {name}" if self.factor else ""
        return {key: text.format(factor=factor) for key, text in DEFINITIONS.items()}

    def to_dict(self) -> dict[str, Any]:
        """The figures as one JSON object."""
        said = asdict(self) | {"definitions": self.definitions()}
        return said | {"start": self.start.isoformat(), "end": self.end.isoformat()}

    def to_text(self) -> str:
        """The figures for a person to read, with their unit and definitions."""
        about = vocabularies.name("factor", self.factor).lower() if self.factor else "any matter"
        said = self.definitions()
        lines = [
            f"{about[:1].upper()}{about[1:]}, {format_date(self.start)} to {format_date(self.end)}",
            f"Unit: {self.unit}.",
            "",
            f"Investigated: {self.investigated}",
            f"  {said['investigated']}",
            f"Case to answer: {self.case_to_answer} ({self.case_to_answer_per_year} a year)",
            f"  {said['case_to_answer']}",
            "Outcomes:",
            f"  {said['outcomes']}",
        ]
        lines += [f"  {count:>5}  {outcome_name(code)}" for code, count in self.outcomes.items()]
        for title, counts, vocabulary in (
            ("Investigated by role:", self.by_role, "role"),
            ("Investigated by year received:", self.by_year, ""),
            (
                "Investigated by platform (a subject counts under each):",
                self.by_platform,
                "platform",
            ),
        ):
            lines.append(title)
            for code, count in counts.items():
                name = vocabularies.name(vocabulary, code) if vocabulary else code
                lines.append(f"  {count:>5}  {name}")
        return "\n".join(lines)


def outcome_name(code: str) -> str:
    """An outcome in words; ``pending`` where none was recorded yet."""
    return "Pending" if code == PENDING else vocabularies.name("outcome", code)


def stats(
    connection: sqlite3.Connection,
    *,
    factor: str | None = None,
    start: datetime.date,
    end: datetime.date,
    kind: str | None = None,
    category: str | None = None,
    role: str | None = None,
) -> Statistics:
    """Count the subjects of cases received from ``start`` to ``end``, both included."""
    asked = Question(start, end, factor=factor, kind=kind, category=category, role=role)
    subjects = counted(connection, asked)
    answering = [one for one in subjects if one.found == ANSWER]
    years = ((end - start).days + 1) / 365.25
    outcomes = Counter(one.outcome or PENDING for one in answering)
    return Statistics(
        factor=factor,
        start=start,
        end=end,
        investigated=len(subjects),
        case_to_answer=len(answering),
        outcomes=dict(sorted(outcomes.items(), key=lambda item: weight(item[0]))),
        by_role=_ordered(
            Counter(one.codes("role")[0] if one.codes("role") else "unknown" for one in subjects)
        ),
        by_year=dict(sorted(Counter(one.year for one in subjects).items())),
        by_platform=_ordered(Counter(name for one in subjects for name in one.platforms)),
        case_to_answer_per_year=round(len(answering) / years, 2) if years > 0 else 0.0,
    )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

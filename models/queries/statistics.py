"""How many were investigated, for how many there was a case to answer, and what happened."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from models.engine import sqlite3
from models.rules import vocabularies
from models.rules.dates import format_date

#: From most to least serious: a subject with several outcomes is counted under the first.
SERIOUSNESS = (
    "dwon",
    "wouldve",
    "dwn",
    "resigned",
    "retired",
    "rank",
    "fww",
    "ww",
    "rprp",
    "words",
    "advice",
    "none",
)
CASE_TO_ANSWER = ("cta-misconduct", "cta-gross")
UNIT = "subjects (a person counted once a case)"
DEFINITIONS = {
    "investigated": (
        "Subjects of cases received in the period, with an allegation against them{factor}."
    ),
    "case_to_answer": (
        "Those of them for whom the latest finding of the investigation on such an allegation "
        "was a case to answer."
    ),
    "outcomes": (
        "What happened to those with a case to answer; of several outcomes the most serious, "
        "“pending” where there is none yet."
    ),
}

QUERY = """
SELECT s.id, s.member_id, s.role, CAST(substr(c.received, 1, 4) AS INTEGER) AS year,
    c.id AS case_id, a.id AS allegation_id, a.platform,
    (SELECT f.finding FROM finding f WHERE f.allegation_id = a.id AND f.level = 'investigation'
        AND f.finding IS NOT NULL ORDER BY f.decided DESC, f.id DESC LIMIT 1) AS finding
FROM "case" c JOIN subject s ON s.case_id = c.id JOIN allegation a ON a.subject_id = s.id
WHERE c.received BETWEEN :start AND :end
    AND (:factor IS NULL OR EXISTS (SELECT 1 FROM allegation_factor x
        WHERE x.allegation_id = a.id AND x.factor = :factor))
    AND (:kind IS NULL OR c.kind = :kind) AND (:category IS NULL OR a.category = :category)
    AND (:role IS NULL OR s.role = :role)
ORDER BY s.id, a.id
"""


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
    return "Pending" if code == "pending" else vocabularies.name("outcome", code)


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
    given = {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "factor": factor,
        "kind": kind,
        "category": category,
        "role": role,
    }
    subjects: dict[tuple[int, int], dict[str, Any]] = {}
    for row in connection.execute(QUERY, given):
        one = subjects.setdefault(
            (row["case_id"], row["member_id"] or -row["id"]),
            {"role": row["role"] or "unknown", "year": str(row["year"]), "on": set(), "cta": False},
        )
        if row["platform"]:
            one["on"].add(row["platform"])
        one["cta"] = one["cta"] or row["finding"] in CASE_TO_ANSWER
    answering = {key for key, one in subjects.items() if one["cta"]}
    platforms = Counter(name for one in subjects.values() for name in one["on"])
    years = ((end - start).days + 1) / 365.25
    return Statistics(
        factor=factor,
        start=start,
        end=end,
        investigated=len(subjects),
        case_to_answer=len(answering),
        outcomes=_outcomes(connection, answering),
        by_role=_ordered(Counter(one["role"] for one in subjects.values())),
        by_year=dict(sorted(Counter(one["year"] for one in subjects.values()).items())),
        by_platform=_ordered(platforms),
        case_to_answer_per_year=round(len(answering) / years, 2) if years > 0 else 0.0,
    )


def _outcomes(connection: sqlite3.Connection, subjects: set[tuple[int, int]]) -> dict[str, int]:
    """How many of ``subjects`` had each outcome, a subject counted under the most serious."""
    found: dict[tuple[int, int], str] = {}
    for case_id, who, code in connection.execute(
        "SELECT o.case_id, COALESCE(s.member_id, -s.id), o.outcome FROM outcome o"
        " JOIN subject s ON s.id = o.subject_id WHERE o.outcome IS NOT NULL"
    ):
        key = (case_id, who)
        if key in subjects:
            before = found.get(key)
            if before is None or _weight(code) < _weight(before):
                found[key] = code
    counts = Counter(found.get(subject, "pending") for subject in subjects)
    return dict(sorted(counts.items(), key=lambda item: _weight(item[0])))


def _weight(code: str) -> int:
    return SERIOUSNESS.index(code) if code in SERIOUSNESS else len(SERIOUSNESS)


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

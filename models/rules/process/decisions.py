"""Decisions that are revised by a further one: which stands, and which a later one replaced."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from models.case.casefile import CaseFile, Row


def latest(rows: Sequence[Row]) -> Row | None:
    """The row decided last; of one day, the one written last."""
    by_day = [(row["decided"] or datetime.date.min, place) for place, row in enumerate(rows)]
    return rows[max(by_day)[1]] if by_day else None


def severity_in_force(file: CaseFile, subject_id: int | None) -> Row | None:
    """The severity assessment that stands for a subject."""
    return latest([row for row in file.assessments if row["subject_id"] == subject_id])


def is_revised(file: CaseFile, referral: Row) -> bool:
    """Whether a later decision on the referral takes this one's place."""
    return any(other["revises_id"] == referral["id"] for other in file.referrals)

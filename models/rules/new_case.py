"""A new case: what is known of it on the day that it is received."""

from __future__ import annotations

import datetime

from models.case.casefile import CaseFile, blank_values
from models.rules import vocabularies
from models.schema import Case


def blank_case(today: datetime.date, owner_id: int | None = None) -> CaseFile:
    """A new case, received today, at its first stage."""
    case = blank_values(Case)
    case |= {
        "id": None,
        "year": today.year,
        "received": today,
        "came_to_notice": today,
        "regime": vocabularies.regime_for(today),
        "owner_id": owner_id or None,
    }
    return CaseFile(case)

"""What the process left along the way in the demonstration's open cases."""

from __future__ import annotations

import datetime
from typing import Any

from models import casefile
from models.casefile import CaseFile, Row

WEEKS_4 = datetime.timedelta(days=28)
RESPONSE = datetime.timedelta(days=9)
SERVED = datetime.timedelta(days=1)


def follow(file: CaseFile, stage: str, today: datetime.date) -> None:
    """Put the notices and updates into an open case that its stage and the day ask for."""
    for complainant in file.complainants:
        told = (complainant["since"] or file.case["received"]) + WEEKS_4
        while told <= today:
            _add(
                file,
                "updates",
                complainant_id=complainant["id"],
                sent=told,
                method="email",
                summary="Told how far the investigation has come and what follows.",
            )
            told += WEEKS_4
    if stage in ("recorded", "assessed"):
        return
    for subject in file.subjects:
        if subject["role"] in ("officer", "special"):
            _serve(file, subject, stage, today)


def _serve(file: CaseFile, subject: Row, stage: str, today: datetime.date) -> None:
    assessed = [row["decided"] for row in file.assessments if row["subject_id"] == subject["id"]]
    if not assessed:
        return
    served = min(min(assessed) + SERVED, today)
    _add(
        file,
        "notices",
        kind="investigation",
        subject_id=subject["id"],
        served=served,
        method="person",
        served_by="The investigator",
        response_received=served + RESPONSE if served + RESPONSE <= today else None,
    )
    for proceeding in file.proceedings if stage in ("proceedings", "outcome") else ():
        if proceeding["subject_id"] == subject["id"] and proceeding["notified"]:
            _add(
                file,
                "notices",
                kind="hearing" if "hearing" in proceeding["kind"] else "meeting",
                subject_id=subject["id"],
                served=proceeding["notified"],
                method="representative",
                served_by="Professional standards",
                response_received=None,
            )


def _add(file: CaseFile, section: str, **values: Any) -> None:
    file.rows(section).append(casefile.blank_row(section, file, **values))

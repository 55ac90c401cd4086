"""What the process left along the way in the demonstration's cases."""

from __future__ import annotations

import datetime

from models.case import casefile
from models.case.casefile import CaseFile, Row

SO_FAR = "Told how far the investigation has come and what follows."
THE_END = "Told the outcome, the reasons, and how to ask for a review."
#: What is asked for at a stage: the task, in how many days at least, and its priority.
TASKS = {
    "assessed": ("Ask the division for the duty records", 3, "normal"),
    "investigation": ("Take the witness statement", 1, "high"),
    "decision": ("Send the report to the appropriate authority", 5, "normal"),
    "proceedings": ("Agree a day with the representative", 2, "high"),
}
WEEKS_4 = datetime.timedelta(days=28)
RESPONSE = datetime.timedelta(days=9)
SERVED = datetime.timedelta(days=1)


def follow(file: CaseFile, today: datetime.date) -> None:
    """Put the notices, updates and letters into a case that its stage and the day ask for."""
    stage, closed = file.case["stage"], file.case["closed"]
    if stage in TASKS and file.case["received"].day % 2:
        title, days, priority = TASKS[stage]
        casefile.add_row(
            "tasks",
            file,
            title=title,
            due=today + datetime.timedelta(days=days + file.case["received"].day % 9),
            priority=priority,
            assigned_to_id=file.case["owner_id"],
            assigned_by_id=file.case["owner_id"],
        )
    for complainant in file.complainants:
        told = (complainant["since"] or file.case["received"]) + WEEKS_4
        while told <= today and not closed:
            _tell(file, complainant, "update", told, SO_FAR)
            told += WEEKS_4
        if closed:
            _tell(file, complainant, "outcome-letter", closed, THE_END)
    if stage in ("recorded", "assessed"):
        return
    for subject in file.subjects:
        if subject["role"] in ("officer", "special"):
            _serve(file, subject, stage, today)


def _tell(file: CaseFile, complainant: Row, kind: str, sent: datetime.date, words: str) -> None:
    casefile.add_row(
        "updates",
        file,
        complainant_id=complainant["id"],
        kind=kind,
        sent=sent,
        method="email",
        summary=words,
    )


def _serve(file: CaseFile, subject: Row, stage: str, today: datetime.date) -> None:
    assessed = [row["decided"] for row in file.assessments if row["subject_id"] == subject["id"]]
    if not assessed:
        return
    served = min(min(assessed) + SERVED, today)
    casefile.add_row(
        "notices",
        file,
        kind="investigation",
        subject_id=subject["id"],
        served=served,
        method="person",
        served_by="The investigator",
        response_received=served + RESPONSE if served + RESPONSE <= today else None,
    )
    for proceeding in file.proceedings if stage in ("proceedings", "outcome", "closed") else ():
        if proceeding["subject_id"] == subject["id"] and proceeding["notified"]:
            casefile.add_row(
                "notices",
                file,
                kind="hearing" if "hearing" in proceeding["kind"] else "meeting",
                subject_id=subject["id"],
                served=proceeding["notified"],
                method="representative",
                served_by="Professional standards",
                response_received=None,
            )

"""What a case says of the guidance that an allegation names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.case.casefile import CaseFile, Row
from models.rules.names import subject_label
from models.rules.process.guidance import Receipt, answer, not_in_force, version_of, when_held


def guidance_named(file: CaseFile, row: Row) -> str:
    """The version, when it held, and the clause: empty where the allegation names none.

    A version that was not in force on the day of the conduct is said to be none.
    """
    version = version_of(file.guidance, row["guidance_version_id"])
    if version is None:
        return ""
    clause = version.clause(row["guidance_clause_id"])
    day = row["conduct_from"]
    parts = (
        f"{version.called} ({when_held(version)})",
        f"clause {clause.called}" if clause else "",
        not_in_force(version, day) if day else "",
    )
    return "  ·  ".join(part for part in parts if part)


def guidance_known(file: CaseFile, row: Row, receipts: Mapping[int, Sequence[Receipt]]) -> str:
    """Whether the subject had been given it, and acknowledged it, on the day of the conduct.

    :param receipts: what subjects were given, by their ``member_id``.
    """
    version = version_of(file.guidance, row["guidance_version_id"])
    subject = file.row("subjects", row["subject_id"])
    if version is None or subject is None:
        return ""
    found = answer(
        subject_label(subject),
        version,
        receipts.get(subject["member_id"], ()),
        row["conduct_from"],
        row["conduct_to"],
    )
    return f"{found.verdict}. {found.words}"

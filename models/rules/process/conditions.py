"""Conditions that rules written as data put on a case's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.case.casefile import CaseFile, Row
from models.rules.process.decisions import is_revised, severity_in_force


def holds(wanted: Mapping[str, Sequence[str]], row: Row, file: CaseFile) -> bool:
    """Whether every field named in ``wanted`` has one of its values."""
    return all(_value(name, row, file) in codes for name, codes in wanted.items())


def _value(name: str, row: Row, file: CaseFile) -> object:
    """A field, or a field of the row that it points at: ``proceeding_id.kind``.

    ``revised`` says whether a later decision on a referral takes the row's place, ``severity_now``
    how serious the conduct of its subject is held to be.
    """
    if name == "revised":
        return is_revised(file, row)
    if name == "severity_now":
        return (severity_in_force(file, row["subject_id"]) or {}).get("severity")
    pointer, _, further = name.partition(".")
    if not further:
        return row.get(name)
    other = file.row(f"{pointer.removesuffix('_id')}s", row.get(pointer))
    return (other or {}).get(further)

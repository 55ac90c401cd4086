"""How people are called: a subject by rank, number and family name; anybody by initials."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

RANK_ABBREVIATIONS = {
    "constable": "PC",
    "sergeant": "Sgt",
    "inspector": "Insp",
    "chief-inspector": "Ch Insp",
    "superintendent": "Supt",
    "chief-superintendent": "Ch Supt",
    "acc": "ACC",
    "dcc": "DCC",
    "chief-constable": "CC",
}
IOPC_FROM = datetime.date(2018, 1, 8)
ROLE_ABBREVIATIONS = {"special": "SC", "pcso": "PCSO"}


def subject_label(row: Mapping[str, Any]) -> str:
    """A subject in a few words: ``PC 4417 Harmer``, ``Ms T. Ravel (staff)``.

    :param row: has ``role``, ``rank``, ``number``, ``title``, ``given_names``, ``family_name``;
        any of them may be missing or empty.
    """
    family = row.get("family_name") or ""
    if not family:
        return "Unidentified subject"
    role, rank = row.get("role"), row.get("rank")
    short = ROLE_ABBREVIATIONS.get(role or "") or RANK_ABBREVIATIONS.get(rank or "", "")
    if role in ("officer", "special", "pcso") or (role in ("former", None) and short):
        number = row.get("number") or ""
        return " ".join(part for part in (short, number, family) if part)
    given = initials(row.get("given_names") or "")
    called = " ".join(part for part in (row.get("title") or "", given, family) if part)
    what = {"staff": "staff", "designated": "designated person"}.get(role or "", role or "")
    return f"{called} ({what})" if what and what != "unknown" else called


def full_name(row: Mapping[str, Any]) -> str:
    """Given names and family name, as recorded."""
    return " ".join(part for part in (row.get("given_names"), row.get("family_name")) if part)


def initials(names: str) -> str:
    """``"Mary-Ann Jane"`` as ``"M.J."``; empty for nothing."""
    return "".join(f"{part[0].upper()}." for part in names.split() if part)


def oversight(day: datetime.date | None) -> str:
    """Who oversaw complaints on that day: the IPCC, from 8 January 2018 the IOPC."""
    return "IPCC" if day is not None and day < IOPC_FROM else "IOPC"

"""How people are called: a subject by rank, number and family name; anybody by initials."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from models.rules import vocabularies

IOPC_FROM = datetime.date(2018, 1, 8)


def subject_label(row: Mapping[str, Any]) -> str:
    """A subject in a few words: ``PC 4417 Harmer``, ``Ms T. Ravel (staff)``.

    :param row: has ``role``, ``rank``, ``number``, ``title``, ``given_names``, ``family_name``;
        any of them may be missing or empty.
    """
    family = row.get("family_name") or ""
    if not family:
        return "Unidentified subject"
    role = vocabularies.term("role", row.get("role"))
    rank = vocabularies.term("rank", row.get("rank"))
    short = (role.short if role else "") or (rank.short if rank else "")
    ranked = role.ranked if role else not row.get("role")
    if (role is not None and role.by_number) or (ranked and short):
        number = row.get("number") or ""
        return " ".join(part for part in (short, number, family) if part)
    given = initials(row.get("given_names") or "")
    called = " ".join(part for part in (row.get("title") or "", given, family) if part)
    what = (role.called if role else "") or row.get("role") or ""
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

"""What somebody made of a case and has not saved: as little as brings it back later."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.case.casefile import SECTIONS, CaseFile, Row, fitted


@dataclass(frozen=True)
class Edits:
    """What a window held: of a known case what differs from it, of a new one all of it.

    ``rows`` are ``[section, before, after]``; ``before`` is ``None`` for a row added, ``after`` for
    one removed. ``writing`` is what stood in a form and was not yet an entry.
    """

    case_id: int | None
    title: str
    rows: list[tuple[str, Row | None, Row | None]]
    writing: dict[str, Any]


def edits_of(
    file: CaseFile, original: CaseFile | None, writing: dict[str, Any] | None = None
) -> Edits:
    """What differs between a case as it was loaded and what somebody made of it."""
    rows: list[tuple[str, Row | None, Row | None]] = []
    for section in ("case", *SECTIONS):
        before = {row["id"]: row for row in original.rows(section)} if original else {}
        after = {row["id"]: row for row in file.rows(section)}
        for row_id, row in after.items():
            if before.get(row_id) != row:
                rows.append((section, before.get(row_id), row))
        rows.extend((section, row, None) for row_id, row in before.items() if row_id not in after)
    case = file.case
    title = " ".join(filter(None, (case["reference"], case["title"]))) or "New case"
    return Edits(case["id"], title, rows, writing or {})


def bring_back(edits: Edits, standing: CaseFile | None) -> tuple[CaseFile, CaseFile | None]:
    """The edited case and what it was edited from, to go on as if nothing had happened.

    Where the case was saved by somebody else since, what they changed is in both, except in rows
    that were edited here: those are as they were loaded then, so that a save compares the two.

    :param standing: the case as it is now; ``None`` for a new one.
    """
    if edits.case_id is None or standing is None:
        mine = CaseFile({})
        for section, _, row in edits.rows:
            _put(mine, section, row)
        return mine, None
    mine, original = standing.copy(), standing.copy()
    for section, before, after in edits.rows:
        known = after or before
        assert known is not None
        for file, row in ((original, before), (mine, after)):
            if row is None:
                rows = file.rows(section)
                rows[:] = [one for one in rows if one["id"] != known["id"]]
            else:
                _put(file, section, row)
    return mine, original


def _put(file: CaseFile, section: str, row: Row | None) -> None:
    """Put a row in the place of the one with its id, or at the end."""
    if row is None:
        return
    if section == "case":
        file.case = dict(row)
        return
    rows = file.rows(section)
    for place, one in enumerate(rows):
        if one["id"] == row["id"]:
            rows[place] = dict(row)
            return
    rows.append(dict(row))


def to_json(edits: Edits, user: str) -> bytes:
    """The edits of a user as bytes, to be sealed."""
    data = {
        "user": user,
        "case_id": edits.case_id,
        "title": edits.title,
        "rows": edits.rows,
        "writing": edits.writing,
    }
    return json.dumps(data, ensure_ascii=False, default=_tagged).encode()


def from_json(content: bytes) -> tuple[Edits, str]:
    """The edits and whose they are.

    :raises ValueError: it is no such thing; also KeyError, TypeError.
    """
    data = json.loads(content, object_hook=_untagged)
    rows = [
        (section, *(None if row is None else fitted(section, row) for row in (before, after)))
        for section, before, after in data["rows"]
    ]
    edits = Edits(data["case_id"], str(data["title"]), rows, dict(data["writing"]))
    return edits, str(data["user"])


#: How JSON carries what it has no words for.
TAGS: dict[str, Callable[[str], Any]] = {
    "@moment": datetime.datetime.fromisoformat,
    "@day": datetime.date.fromisoformat,
}


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, datetime.datetime):
        return {"@moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"@day": value.isoformat()}
    raise TypeError(f"a draft cannot keep {type(value).__name__}")


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        ((name, value),) = found.items()
        if name in TAGS:
            return TAGS[name](value)
    return found

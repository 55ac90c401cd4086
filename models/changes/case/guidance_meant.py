"""Which version and clause of guidance an allegation means that names them by their names."""

from __future__ import annotations

from typing import Any

from models.case.casefile import Row
from models.change import Change
from models.errors import InvalidError
from models.rules.validation import LATEST
from models.schema import GuidanceClause, GuidanceDocument, GuidanceVersion, Record


def meant(change: Change, row: Row) -> Row:
    """The ids of the version and clause that an allegation's row names by their names.

    A document named without a version means the one in force when the conduct began.

    :raises InvalidError: there is no such document, version or clause.
    """
    title = str(row.get("guidance_document") or "").strip()
    if not title or row.get("guidance_version_id") is not None:
        return {}
    where = f"allegations.{row['id']}"
    same = [
        one
        for one in _of(change, GuidanceDocument, GuidanceDocument.id > 0)
        if one.title.casefold() == title.casefold()
    ]
    if not same:
        raise InvalidError({f"{where}.guidance_document": f"No guidance is called “{title}”."})
    held = _of(change, GuidanceVersion, GuidanceVersion.document == same[0].id)
    name, day = str(row.get("guidance_version") or "").strip(), row.get("conduct_from")
    fits = [
        one
        for one in held
        if (one.name == name if name else day and one.starts <= day <= (one.ends or LATEST))
    ]
    if not fits:
        said = f"has no version {name}" if name else "had no version in force on that day"
        raise InvalidError({f"{where}.guidance_version": f"“{title}” {said}."})
    number = str(row.get("guidance_clause") or "").strip()
    clauses = _of(change, GuidanceClause, GuidanceClause.guidance == fits[0].id)
    clause = next((one.id for one in clauses if number and one.number == number), None)
    if number and clause is None:
        said = f"Version {fits[0].name} of “{title}” has no clause {number}."
        raise InvalidError({f"{where}.guidance_clause": said})
    return {"guidance_version_id": fits[0].id, "guidance_clause_id": clause}


def _of(change: Change, model: type[Record], condition: Any) -> list[Any]:
    return list(model.select().where(condition).order_by(model.id).execute(change.database))

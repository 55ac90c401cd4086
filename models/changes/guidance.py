"""Guidance documents, their versions and clauses; no two versions hold on the same day."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.change import Change
from models.changes.case.exhibits import Progress, discard, keep
from models.errors import InvalidError, NotFoundError
from models.register import Register
from models.rules.dates import format_date
from models.rules.texts import cannot_be_kept
from models.rules.validation import EARLIEST, LATEST, TEXT_LIMIT
from models.schema import (
    Allegation,
    ExhibitFile,
    GuidanceClause,
    GuidanceDocument,
    GuidanceIssue,
    GuidanceVersion,
    Record,
)

ONE_DAY = datetime.timedelta(days=1)
#: Says which of the two it is to nobody: the case may be one that they do not see.
VERSION_IN_USE = (
    "This version is in use and cannot be removed: an allegation names it, or it has been "
    "given to somebody."
)


def add_document(change: Change, *, title: str, factor: str | None = None, notes: str = "") -> int:
    """Record a document; return its id.

    :raises InvalidError: it has no title, or another has the same.
    """
    _check_title(change, title, None)
    _check_texts(notes=notes)
    return change.add(GuidanceDocument, title=title.strip(), factor=factor, notes=notes)


def describe_document(
    change: Change,
    document_id: int,
    version: int,
    *,
    title: str,
    factor: str | None = None,
    notes: str = "",
) -> None:
    """Change what is said of a document.

    :raises InvalidError: as :func:`add_document`.
    :raises ConflictError: somebody else changed it first.
    """
    _check_title(change, title, document_id)
    _check_texts(notes=notes)
    change.edit(
        GuidanceDocument, document_id, version, title=title.strip(), factor=factor, notes=notes
    )


def remove_document(change: Change, document_id: int, version: int) -> None:
    """Take out a document that has no version.

    :raises InvalidError: it has one.
    """
    if _of(change, GuidanceVersion, GuidanceVersion.document == document_id):
        raise InvalidError({"document": "Remove its versions first. Nothing was removed."})
    change.remove(GuidanceDocument, document_id, version)


def add_version(
    change: Change,
    document_id: int,
    *,
    name: str,
    starts: datetime.date | None,
    ends: datetime.date | None = None,
    notes: str = "",
    clauses_of: int | None = None,
) -> int:
    """Record a version; the one that held on its first day ends the day before. Return its id.

    :param ends: its last day; empty, it holds until the next begins.
    :param clauses_of: a version whose clauses it takes over.
    :raises InvalidError: it has no name or first day, or would hold on another's days.
    """
    _check_version(change, document_id, None, name, starts, notes)
    assert starts is not None
    ends = _make_room(change, document_id, None, starts, ends)
    added = change.add(
        GuidanceVersion,
        document=document_id,
        name=name.strip(),
        starts=starts,
        ends=ends,
        notes=notes,
    )
    for clause in _of(change, GuidanceClause, GuidanceClause.guidance == clauses_of):
        change.add(GuidanceClause, guidance=added, number=clause.number, words=clause.words)
    return added


def edit_version(
    change: Change,
    version_id: int,
    version: int,
    *,
    name: str,
    starts: datetime.date | None,
    ends: datetime.date | None = None,
    notes: str = "",
) -> None:
    """Change a version; where its first day moves, the last day of the one before moves too.

    :raises InvalidError: as :func:`add_version`.
    :raises ConflictError: somebody else changed it first.
    """
    row = _row(change, GuidanceVersion, version_id)
    _check_version(change, row.document_id, version_id, name, starts, notes)
    assert starts is not None
    ends = _make_room(change, row.document_id, row, starts, ends)
    change.edit(
        GuidanceVersion,
        version_id,
        version,
        name=name.strip(),
        starts=starts,
        ends=ends,
        notes=notes,
    )


def remove_version(change: Change, version_id: int, version: int) -> None:
    """Take out a version that nobody was given and no allegation names, with its clauses.

    The one before holds again on its days, if it ended because this one began.

    :raises InvalidError: it is in use.
    """
    row = _row(change, GuidanceVersion, version_id)
    named = _of(change, Allegation, Allegation.guidance_version == version_id)
    if named or _of(change, GuidanceIssue, GuidanceIssue.guidance == version_id):
        raise InvalidError({"version": VERSION_IN_USE})
    for clause in _of(change, GuidanceClause, GuidanceClause.guidance == version_id):
        change.remove(GuidanceClause, clause.id, clause.version)
    change.remove(GuidanceVersion, version_id, version)
    if row.file_id is not None:
        ExhibitFile.delete().where(ExhibitFile.id == row.file_id).execute(change.database)
    for before in _of(change, GuidanceVersion, GuidanceVersion.document == row.document_id):
        if before.ends == row.starts - ONE_DAY:
            change.edit(GuidanceVersion, before.id, before.version, ends=row.ends)


def add_clause(change: Change, version_id: int, *, number: str, words: str = "") -> int:
    """Record a clause of a version; return its id.

    :raises InvalidError: it has no number, or another of the version has the same.
    """
    _check_clause(change, version_id, None, number, words)
    return change.add(
        GuidanceClause, guidance=version_id, number=number.strip(), words=words.strip()
    )


def edit_clause(
    change: Change, clause_id: int, version: int, *, number: str, words: str = ""
) -> None:
    """Change a clause.

    :raises InvalidError: as :func:`add_clause`.
    :raises ConflictError: somebody else changed it first.
    """
    row = _row(change, GuidanceClause, clause_id)
    _check_clause(change, row.guidance_id, clause_id, number, words)
    change.edit(GuidanceClause, clause_id, version, number=number.strip(), words=words.strip())


def remove_clause(change: Change, clause_id: int, version: int) -> None:
    """Take out a clause that no allegation names.

    :raises InvalidError: one does.
    """
    if _of(change, Allegation, Allegation.guidance_clause == clause_id):
        raise InvalidError({"clause": "This clause is in use and cannot be removed."})
    change.remove(GuidanceClause, clause_id, version)


def attach_file(
    register: Register,
    version_id: int,
    path: Path,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Keep a file as a version's own, in place of the one it had.

    :param progress: told ``(done, total)`` in bytes.
    :param check: called between chunks; may raise to stop.
    :raises ProbityError: the file cannot be read, or changed while it was read.
    """
    register.require("guidance")
    replaced: list[int] = []

    def put(change: Change, stored: dict[str, Any]) -> int:
        row = _row(change, GuidanceVersion, version_id)
        if row.file_id is not None:  # unfinished again, so that it is cleared away as such
            old = ExhibitFile.update(complete=False).where(ExhibitFile.id == row.file_id)
            old.execute(change.database)
            replaced.append(row.file_id)
        change.edit(GuidanceVersion, version_id, row.version, file_name=path.name, **stored)
        return version_id

    keep(register, path, put, "Guidance", progress, check)
    for file_id in replaced:
        discard(register, file_id)


def _make_room(
    change: Change,
    document_id: int,
    moved: Any,
    starts: datetime.date,
    ends: datetime.date | None,
) -> datetime.date | None:
    """End the version before, and return the last day of the one that begins on ``starts``."""
    others = [
        one
        for one in _of(change, GuidanceVersion, GuidanceVersion.document == document_id)
        if moved is None or one.id != moved.id
    ]
    if any(one.starts == starts for one in others):
        raise InvalidError({"starts": "Another version comes into force on that day."})
    if ends is not None and ends < starts:
        raise InvalidError({"ends": "A version cannot end before it begins."})
    after = min((one for one in others if one.starts > starts), key=_starts, default=None)
    if after is not None and ends is None:
        ends = after.starts - ONE_DAY
    if after is not None and ends is not None and ends >= after.starts:
        said = (
            f"Version {after.name} begins on {format_date(after.starts)}: this one must end "
            "before then."
        )
        raise InvalidError({"ends": said})
    before = max((one for one in others if one.starts < starts), key=_starts, default=None)
    if before is not None:
        overlaps = before.ends is None or before.ends >= starts
        follows = moved is not None and before.ends == moved.starts - ONE_DAY
        if overlaps or follows:
            change.edit(GuidanceVersion, before.id, before.version, ends=starts - ONE_DAY)
    return ends


def _starts(row: Any) -> datetime.date:
    day: datetime.date = row.starts
    return day


def _check_title(change: Change, title: str, document_id: int | None) -> None:
    wanted = title.strip().casefold()
    if not wanted:
        raise InvalidError({"title": "Give the document's title."})
    _check_texts(title=title)
    for one in _of(change, GuidanceDocument, GuidanceDocument.id > 0):
        if one.id != document_id and one.title.casefold() == wanted:
            raise InvalidError({"title": "Another document has this title: add a version to it."})


def _check_version(
    change: Change,
    document_id: int,
    version_id: int | None,
    name: str,
    starts: datetime.date | None,
    notes: str,
) -> None:
    problems = {}
    if not name.strip():
        problems["name"] = "Say what the version is called, such as 2 or 2012."
    if starts is None:
        problems["starts"] = "Say when it comes into force."
    elif not EARLIEST <= starts < LATEST:
        problems["starts"] = "This date is out of range: use a year from 1900 to 2199."
    for one in _of(change, GuidanceVersion, GuidanceVersion.document == document_id):
        if one.id != version_id and one.name.casefold() == name.strip().casefold():
            problems["name"] = "Another version has this name."
    if problems:
        raise InvalidError(problems)
    _check_texts(name=name, notes=notes)


def _check_clause(
    change: Change, version_id: int, clause_id: int | None, number: str, words: str
) -> None:
    if not number.strip():
        raise InvalidError({"number": "Give the clause's number, such as 4.2."})
    _check_texts(number=number, words=words)
    for one in _of(change, GuidanceClause, GuidanceClause.guidance == version_id):
        if one.id != clause_id and one.number == number.strip():
            raise InvalidError({"number": "This version already has a clause with that number."})


def _check_texts(**texts: str) -> None:
    for name, text in texts.items():
        if len(text) > TEXT_LIMIT or cannot_be_kept(text):
            said = f"A field can hold at most {TEXT_LIMIT:,} characters, and no null characters."
            raise InvalidError({name: said})


def _row(change: Change, model: type[Record], row_id: int) -> Any:
    for row in _of(change, model, model.id == row_id):
        return row
    raise NotFoundError("This guidance is no longer in the register. Nothing was saved.")


def _of(change: Change, model: type[Record], condition: Any) -> list[Any]:
    return list(model.select().where(condition).order_by(model.id).execute(change.database))

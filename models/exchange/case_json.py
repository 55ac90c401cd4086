"""A case as JSON: codes, ISO dates, references between rows by their place's number.

The same form is printed by ``show --json`` and read by ``new --json-file``.
"""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from peewee import BooleanField, DateField, DateTimeField, ForeignKeyField, IntegerField

from models.case import casefile
from models.case.casefile import SECTIONS, CaseFile, Row
from models.errors import InvalidError
from models.rules import vocabularies
from models.rules.new_case import blank_case
from models.schema import Case, sections

#: What nobody hands in, beside what the register sets by itself: whom a row stands for, and what is
#: told by names instead (``guidance_document``, ``guidance_version``, ``guidance_clause``).
KEPT: dict[str, frozenset[str]] = {
    "subjects": frozenset(("member_id",)),
    "complainants": frozenset(("person_id",)),
    "allegations": frozenset(("guidance_version_id", "guidance_clause_id")),
    "chronology": frozenset(("entered", "entered_by_id")),
    "tasks": frozenset(("uid",)),
}
#: What one case may bring in a section, and a file in all (bytes), so that none is read for hours.
MOST_ROWS, LARGEST = 10_000, 50_000_000
LARGEST_NUMBER = 2**63 - 1  # as SQLite keeps them
MOST_PROBLEMS = 20


#: Told to nobody: a gap in these numbers would tell that there is a case that one may not see.
UNTOLD = frozenset({"case_id", "member_id", "person_id", "other_id"})


def to_json(file: CaseFile) -> dict[str, Any]:
    """The case as plain JSON values: the case's fields, then a list a section.

    Rows are numbered from 1 in each section, and point at each other by that number.
    """
    said = {name: _plain(value) for name, value in file.case.items() if name != "id"}
    places = {
        section: {row["id"]: place for place, row in enumerate(file.rows(section), start=1)}
        for section in SECTIONS
    }
    for section in SECTIONS:
        said[section] = [_told(section, row, places) for row in file.rows(section)]
    return said


def _told(section: str, row: Row, places: dict[str, dict[int, int]]) -> dict[str, Any]:
    said = {name: _plain(value) for name, value in row.items() if name not in UNTOLD}
    said["id"] = places[section][row["id"]]
    for name in casefile.POINTERS.keys() & said.keys():
        said[name] = places[casefile.POINTERS[name]].get(said[name])
    return said


def from_json(given: Any, today: datetime.date, owner_id: int | None = None) -> CaseFile:
    """A new case from what :func:`to_json` writes or a person wrote by hand.

    A row's ``id`` may be any number that other rows of the same object point at; without one, a
    lone subject is meant where a row names none.

    :raises InvalidError: an unknown key or a value of the wrong kind, each with a sentence.
    """
    if not isinstance(given, dict):
        raise InvalidError({"case": "A case is written as one JSON object with its fields."})
    problems: dict[str, str] = {}
    file = blank_case(today, owner_id)
    file.case |= _row("case", Case, given, frozenset(SECTIONS) | {"id", "number"}, problems)
    if "received" in given and "came_to_notice" not in given:
        file.case["came_to_notice"] = file.case["received"]
    if "regime" not in given and isinstance(file.case["came_to_notice"], datetime.date):
        file.case["regime"] = vocabularies.regime_for(file.case["came_to_notice"])
    numbers: dict[str, dict[int, int]] = {}
    for section in SECTIONS:
        _read_section(section, given.get(section, []), file, numbers, problems)
    if problems:
        raise InvalidError(dict(itertools.islice(problems.items(), MOST_PROBLEMS)))
    return file


def _read_section(
    section: str,
    given: Any,
    file: CaseFile,
    numbers: dict[str, dict[int, int]],
    problems: dict[str, str],
) -> None:
    numbers[section] = {}
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        problems[section] = f"“{section}” is a list of objects."
        return
    if len(given) > MOST_ROWS:
        problems[section] = f"“{section}” has {len(given):,} rows; a case holds {MOST_ROWS:,}."
        return
    part = SECTIONS[section]
    for item, row in zip(given, casefile.blank_rows(section, file), strict=False):
        read = _row(section, part.model, item, frozenset(part.carried) | {"id", "number"}, problems)
        row |= read
        if isinstance(item.get("id"), int):
            numbers[section][item["id"]] = row["id"]
        _point(section, row, item, file, numbers, problems)
        file.rows(section).append(row)


def _point(
    section: str,
    row: Row,
    item: dict[str, Any],
    file: CaseFile,
    numbers: dict[str, dict[int, int]],
    problems: dict[str, str],
) -> None:
    """Turn the numbers by which rows point at each other into the file's own ids."""
    for key, target in casefile.POINTERS.items():
        if key not in row:
            continue
        pointed = item.get(key)
        if pointed is None:
            only = file.rows(target) if key in ("subject_id", "allegation_id") else []
            row[key] = only[0]["id"] if len(only) == 1 else None
        elif isinstance(pointed, int) and pointed in numbers[target]:
            row[key] = numbers[target][pointed]
        else:
            problems[f"{section}.{key}"] = f"“{key}” {_said(pointed)} names no row of “{target}”."


def _row(
    section: str,
    model: Any,
    given: dict[str, Any],
    also: frozenset[str],
    problems: dict[str, str],
) -> Row:
    kinds = {item.column_name: item for item in model._meta.sorted_fields}
    kept = sections.own(section) | KEPT.get(section, frozenset())
    row: Row = {}
    for name, value in given.items():
        if name in kept or (name in also and name in ("id", *SECTIONS)):
            continue
        if name not in kinds and name not in also:
            problems[f"{section}.{name}"] = f"There is no field “{name[:40]}” in “{section}”."
            continue
        try:
            row[name] = _typed(kinds.get(name), name, value)
        except (TypeError, ValueError, OverflowError):
            problems[f"{section}.{name}"] = f"“{name}” cannot be {_said(value)}."
    return row


def _said(value: Any) -> str:
    """A value as a sentence names it, at no length."""
    said = "a list or an object" if isinstance(value, list | dict) else repr(value)
    return said if len(said) <= 60 else f"{said[:60]}…"


def _typed(kind: Any, name: str, value: Any) -> Any:
    if value is None:
        return "" if kind is not None and not kind.null else None
    if isinstance(kind, DateTimeField):
        moment = datetime.datetime.fromisoformat(value)
        return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    if isinstance(kind, DateField) or name == "date_of_birth":
        return datetime.date.fromisoformat(value)
    expected: type = str
    if name == "factors":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise TypeError(name)
        return value
    if isinstance(kind, BooleanField):
        expected = bool
    elif isinstance(kind, ForeignKeyField | IntegerField):
        expected = int
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        raise TypeError(name)
    if isinstance(value, int) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise OverflowError(name)
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value

"""Who was given a version of guidance, who acknowledged it, and to whom it can be given."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from models.queries.people.directory import escaped
from models.storage.engine import sqlite3

#: The filter's codes, and how each is called.
WHICH = (
    ("given", "Everybody who was given it"),
    ("waiting", "Given, not acknowledged"),
    ("acknowledged", "Acknowledged"),
    ("missing", "Serving, not given it"),
)
#: A member's unit: of the latest post, else as a case recorded it last.
UNIT = """COALESCE(
    NULLIF((SELECT unit FROM posting o WHERE o.member_id = m.id
            ORDER BY o.starts IS NOT NULL DESC, o.starts DESC, o.id DESC LIMIT 1), ''),
    (SELECT s.unit FROM subject s WHERE s.member_id = m.id AND s.unit <> ''
     ORDER BY s.id DESC LIMIT 1), '')"""
NAME = "TRIM(p.family_name || ', ' || p.given_names, ', ')"
#: Whether anybody's row of the same version says that this person acknowledged it.
KNOWN = """EXISTS (
    SELECT 1 FROM guidance_issue j JOIN member n ON n.id = j.member_id
    WHERE j.guidance_id = :guidance AND n.person_id = m.person_id
      AND j.acknowledged IS NOT NULL)"""
SERVING = """m.merged_into_id IS NULL AND p.merged_into_id IS NULL
    AND (m.left IS NULL OR m.left >= :today) AND (m.joined IS NULL OR m.joined <= :today)"""
GIVEN = f"""
SELECT i.id, i.version, m.id, p.id, m.number, {NAME}, COALESCE(m.role, ''), {UNIT} AS unit,
       i.given, COALESCE(i.how, ''), i.acknowledged, COALESCE(i.acknowledged_how, '')
FROM guidance_issue i JOIN member m ON m.id = i.member_id JOIN person p ON p.id = m.person_id
WHERE i.guidance_id = :guidance
"""
MISSING = f"""
SELECT NULL, 0, m.id, p.id, m.number, {NAME}, COALESCE(m.role, ''), {UNIT} AS unit,
       NULL, '', NULL, ''
FROM member m JOIN person p ON p.id = m.person_id
WHERE {SERVING} AND NOT EXISTS (
    SELECT 1 FROM guidance_issue j JOIN member n ON n.id = j.member_id
    WHERE j.guidance_id = :guidance AND n.person_id = m.person_id)
"""
TEXT = """ AND (p.family_name LIKE :text ESCAPE '!' OR p.given_names LIKE :text ESCAPE '!'
    OR m.number = :number)"""
BY_NAME = " ORDER BY p.family_name, p.given_names, m.number, m.id LIMIT :limit"
CONDITIONS = {"given": "", "waiting": f" AND NOT {KNOWN}", "acknowledged": f" AND {KNOWN}"}


@dataclass(frozen=True)
class Recipient:
    """A member and what is recorded of one version; ``issue_id`` is empty where nothing is.

    :ivar name: ``Harmer, Daniel``.
    :ivar how: a code, as ``acknowledged_how`` is.
    """

    issue_id: int | None
    row_version: int
    member_id: int
    person_id: int
    number: str
    name: str
    role: str
    unit: str
    given: datetime.date | None
    how: str
    acknowledged: datetime.date | None
    acknowledged_how: str


@dataclass(frozen=True)
class Candidate:
    """A serving member to whom guidance may be given."""

    member_id: int
    number: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True)
class NewMember:
    """A member of the force whom the register does not know yet."""

    number: str
    family_name: str
    given_names: str = ""


@dataclass(frozen=True)
class Pasted:
    """What a list of numbers means: members known, members to be recorded, and what is neither."""

    known: list[Candidate] = field(default_factory=list)
    new: list[NewMember] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def recipients(
    connection: sqlite3.Connection,
    version_id: int,
    which: str,
    text: str,
    today: datetime.date,
    limit: int = -1,
) -> list[Recipient]:
    """Members by what is recorded of a version, in order of name.

    :param which: a code of ``WHICH``.
    :param text: how a name begins, or a number; empty for everybody.
    """
    wanted = text.strip()
    given = {
        "guidance": version_id,
        "today": today.isoformat(),
        "limit": limit,
        "text": f"{escaped(wanted)}%",
        "number": wanted,
    }
    query = MISSING if which == "missing" else GIVEN + CONDITIONS[which]
    query += (TEXT if wanted else "") + BY_NAME
    return [_recipient(row) for row in connection.execute(query, given)]


def candidates(
    connection: sqlite3.Connection,
    today: datetime.date,
    *,
    text: str = "",
    role: str | None = None,
    unit: str | None = None,
    limit: int = -1,
) -> list[Candidate]:
    """Serving members by name or number, by role, by unit, or by all of these at once."""
    wanted = text.strip()
    query = (
        f"SELECT * FROM (SELECT m.id, m.number, {NAME}, COALESCE(m.role, '') AS role,"
        f" {UNIT} AS unit FROM member m JOIN person p ON p.id = m.person_id WHERE {SERVING}"
        f"{TEXT if wanted else ''} ORDER BY p.family_name, p.given_names, m.number, m.id)"
        " WHERE (:role IS NULL OR role = :role) AND (:unit IS NULL OR unit = :unit) LIMIT :limit"
    )
    given = {
        "today": today.isoformat(),
        "text": f"{escaped(wanted)}%",
        "number": wanted,
        "role": role,
        "unit": unit,
        "limit": limit,
    }
    return [Candidate(*row) for row in connection.execute(query, given)]


def units(connection: sqlite3.Connection, today: datetime.date) -> list[str]:
    """The units of the members who serve, in order."""
    return sorted({one.unit for one in candidates(connection, today) if one.unit})


def pasted(connection: sqlite3.Connection, text: str, today: datetime.date) -> Pasted:
    """What a pasted list means: a line a member, or numbers with spaces or commas between.

    A line of a number and a name (``4417 Harmer, Daniel``) whose number is not known is a member
    to be recorded.
    """
    by_number: dict[str, list[Candidate]] = {}
    for one in candidates(connection, today):
        if one.number:
            by_number.setdefault(one.number.casefold(), []).append(one)
    found: dict[int, Candidate] = {}
    new: dict[str, NewMember] = {}
    unknown: dict[str, None] = {}
    for number, family, given in (part for line in text.splitlines() for part in _parts(line)):
        known = by_number.get(number.casefold(), [])
        if known:
            found |= {one.member_id: one for one in known}
        elif family:
            new.setdefault(number, NewMember(number, family, given))
        else:
            unknown[number] = None
    return Pasted(list(found.values()), list(new.values()), list(unknown))


def _parts(line: str) -> list[tuple[str, str, str]]:
    """Number, family name and given names of each member in a line."""
    words = line.replace(",", " , ").replace(";", " , ").split()
    plain = [word for word in words if word != ","]
    if not plain:
        return []
    if all(any(letter.isdecimal() for letter in word) for word in plain):
        return [(word, "", "") for word in plain]
    number = plain[0]
    rest = " ".join(words[words.index(number) + 1 :]).strip(" ,")
    family, _, given = rest.partition(",")
    return [(number, family.strip(), given.strip())]


def _recipient(row: Any) -> Recipient:
    values = list(row)
    for place in (8, 10):
        values[place] = datetime.date.fromisoformat(values[place]) if values[place] else None
    return Recipient(*values)

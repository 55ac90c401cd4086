"""Who is behind a subject or a complainant: known people are found, new ones recorded."""

from __future__ import annotations

from models.casefile import PERSON_FIELDS, Row
from models.change import Change
from models.errors import ConflictError
from models.schema import Member, Person


def person_behind(change: Change, row: Row, known: Row | None) -> int:
    """The id of the person a complainant's row stands for: the linked one, mended, or a new one."""
    values = {key: row[key] for key in PERSON_FIELDS if key in row}
    person_id: int | None = row.get("person_id")
    if person_id is None:
        return change.add(Person, **values)
    _edit_person(change, person_id, values, known)
    return person_id


def member_behind(change: Change, row: Row, known: Row | None) -> int | None:
    """The id of the member a subject's row stands for; ``None`` while nobody is named.

    A number that the register knows under the same family name is that member; otherwise a person
    and a membership are recorded.
    """
    values = {key: row[key] for key in PERSON_FIELDS if key in row}
    member_id: int | None = row.get("member_id")
    if member_id is not None:
        member = next(iter(Member.select().where(Member.id == member_id).execute(change.database)))
        if known is not None:
            _edit_person(change, member.person_id, values, known)
            if row["number"] != known.get("number"):
                change.edit(Member, member_id, member.version, number=row["number"])
        return member_id
    if not row["family_name"] and not row["number"]:
        return None
    found = _known_member(change, row["number"], row["family_name"])
    if found is not None:
        return found
    person_id = change.add(Person, **values)
    return change.add(Member, person=person_id, number=row["number"], role=row["role"])


def _known_member(change: Change, number: str, family_name: str) -> int | None:
    if not number:
        return None
    query = (
        Member.select(Member.id)
        .join(Person)
        .where((Member.number == number) & (Person.family_name == family_name))
        .order_by(Member.id)
    )
    found: int | None = query.scalar(change.database)
    return found


def _edit_person(change: Change, person_id: int, values: Row, known: Row | None) -> None:
    if known is None:
        return
    different = {key: value for key, value in values.items() if known.get(key) != value}
    if not different:
        return
    person = next(iter(Person.select().where(Person.id == person_id).execute(change.database)))
    theirs = {key: getattr(person, key) for key in different}
    if any(theirs[key] != known.get(key) for key in different):
        raise ConflictError(
            "Somebody else changed this person's details while you were editing them. "
            "Nothing of yours was written over theirs; compare the two and save again.",
            mine=different,
            theirs=theirs,
        )
    change.edit(Person, person_id, person.version, **different)

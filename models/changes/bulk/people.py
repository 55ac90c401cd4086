"""Who is behind the subjects and complainants of cases that are written many at once."""

from __future__ import annotations

from peewee import BaseQuery

from models.case.casefile import PERSON_FIELDS, CaseFile, Row
from models.change import Change
from models.changes.bulk.rows import Rows, blank
from models.queries.cases.history import field_label
from models.schema import Member, Person
from models.sight.seeing import own_people
from models.storage.asking import given, question, rows, value

#: Members found or made that are remembered, so that few are asked for twice.
REMEMBERED = 20_000


@question
def _known() -> BaseQuery:
    """Members by number and family name, with what is known of the person."""
    about = [getattr(Person, name) for name in PERSON_FIELDS]
    return (
        Member.select(Member.id, *about)
        .join(Person, on=(Person.id == Member.person))
        .where(
            (Member.number == given("number"))
            & (Person.family_name == given("family_name"))
            & Member.merged_into.is_null()
        )
        .order_by(Member.id)
    )


@question
def _whose() -> BaseQuery:
    return Member.select(Member.person).where(Member.id == given("member"))


class People:
    """Known members are found by number and family name; everybody else is recorded."""

    def __init__(self, change: Change, rows: Rows) -> None:
        self._change = change
        self._connection = change.database.connection()
        self._rows = rows
        self._members: dict[tuple[str, str], tuple[int, Row]] = {}
        self._own: dict[int, tuple[frozenset[int], frozenset[str]]] = {}
        #: What was said of known members of the last case, and is not so here.
        self.otherwise: dict[str, str] = {}

    def behind(self, file: CaseFile) -> list[tuple[Row, Row | None]]:
        """Say who is behind each subject and complainant; the people and memberships made."""
        found: list[tuple[Row, Row | None]] = []
        self.otherwise = {}
        for row in file.subjects:
            if not row["family_name"] and not row["number"]:
                continue
            key = row["number"], row["family_name"]
            known = self._members.get(key) or self._known(*key)
            if known is None:
                person = self._person(row)
                known = self._rows.next_id("member"), {name: row[name] for name in PERSON_FIELDS}
                member = blank(Member) | {"id": known[0], "person_id": person["id"]}
                member |= {"number": row["number"], "role": row["role"]}
                self._rows.keep("member", member)
                found.append((person, member))
            if row["number"]:
                self._members[key] = known
            row["member_id"] = known[0]
            for name, here in known[1].items():  # one who is known is called as they are known
                if row[name] and str(row[name]) != str(here or ""):
                    about = f"{field_label(name)} of {' '.join(filter(None, key))} in the file"
                    self.otherwise[about] = str(row[name])
                row[name] = here
        for row in file.complainants:
            person = self._person(row)
            row["person_id"] = person["id"]
            found.append((person, None))
        return found

    def _known(self, number: str, family_name: str) -> tuple[int, Row] | None:
        if not number:
            return None
        known = rows(self._connection, _known, number=number, family_name=family_name)
        for member_id, *values in known:
            if self._change.sees_all or self._change.sees(Member, member_id):
                return int(member_id), dict(zip(PERSON_FIELDS, values, strict=True))
        return None

    def _person(self, row: Row) -> Row:
        made = blank(Person) | {key: row[key] for key in PERSON_FIELDS if key in row}
        made["id"] = self._rows.next_id("person")
        self._rows.keep("person", made)
        return made

    def takes_part(self, user_id: int, file: CaseFile) -> bool:
        """Whether a user is themselves a subject of a case that is about to be written."""
        if user_id not in self._own:
            self._own[user_id] = own_people(self._connection, user_id)
        people, numbers = self._own[user_id]
        if not people:
            return False
        if any(row["number"] in numbers for row in file.subjects):
            return True
        known = (self._known(row["number"], row["family_name"]) for row in file.subjects)
        found = (value(self._connection, _whose, member=member[0]) for member in known if member)
        return any(person_id in people for person_id in found)

    def flushed(self) -> None:
        """What was kept has been written, and can be asked for again."""
        if len(self._members) > REMEMBERED:
            self._members.clear()

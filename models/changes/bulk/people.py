"""Who is behind the subjects and complainants of cases that are written many at once."""

from __future__ import annotations

from models.case.casefile import CaseFile, Row
from models.change import Change
from models.changes.bulk.rows import Rows, blank
from models.schema import Member, Person, sections
from models.schema.sections import PERSON_FIELDS
from models.sight.seeing import own_people

#: Members found or made that are remembered, so that few are asked for twice.
REMEMBERED = 20_000
_PERSON = ", ".join(f"p.{name}" for name in PERSON_FIELDS)
KNOWN = (
    f"SELECT m.id, {_PERSON} FROM member m JOIN person p ON p.id = m.person_id"
    " WHERE m.number = ? AND p.family_name = ? AND m.merged_into_id IS NULL ORDER BY m.id"
)


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
            for name, value in known[1].items():  # one who is known is called as they are known
                if row[name] and str(row[name]) != str(value or ""):
                    label = sections.label("subjects", name)
                    about = f"{label} of {' '.join(filter(None, key))} in the file"
                    self.otherwise[about] = str(row[name])
                row[name] = value
        for row in file.complainants:
            person = self._person(row)
            row["person_id"] = person["id"]
            found.append((person, None))
        return found

    def _known(self, number: str, family_name: str) -> tuple[int, Row] | None:
        if not number:
            return None
        for member_id, *values in self._connection.execute(KNOWN, (number, family_name)).fetchall():
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
        query = "SELECT person_id FROM member WHERE id = ?"
        known = (self._known(row["number"], row["family_name"]) for row in file.subjects)
        rows = (self._connection.execute(query, (one[0],)).fetchone() for one in known if one)
        return any(row[0] in people for row in rows)

    def flushed(self) -> None:
        """What was kept has been written, and can be asked for again."""
        if len(self._members) > REMEMBERED:
            self._members.clear()

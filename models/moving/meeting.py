"""What arrives and what is here: which cases are new, which are known, who is known of the people.

Nothing here writes. A preview and the bringing in itself ask the same, the one on a reader and the
other in its transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import ProbityError
from models.moving import arriving, records, shape
from models.moving.asking import Data, Whose
from models.moving.parcel import ABOUT, Parcel, Progress
from models.moving.parts import content_of, details_version, version_of
from models.moving.sealed import DAMAGED
from models.moving.shape import PERSON
from models.rules.names import full_name
from models.sight.unseen import Unseen
from models.storage.engine import sqlite3

NEW, SAME, UPDATE = "new", "same", "update"
OLDER, HERE, BOTH = "older", "here", "both"
REFUSED, ANONYMISED = "refused", "anonymised"
#: What is said of each.
STATES = {
    NEW: "To be added",
    SAME: "Here already, the same",
    UPDATE: "To be brought up to date",
    OLDER: "Here in a later state: stays",
    HERE: "Changed here since: stays",
    BOTH: "Changed here and there: stays",
    REFUSED: "Not for you to bring in",
    ANONYMISED: "Anonymised here: stays",
}
#: What is said of those that were written.
DONE = {NEW: "Added", UPDATE: "Brought up to date"}
WRITTEN = (NEW, UPDATE)


@dataclass(frozen=True)
class Arrival:
    """A case of the parcel: what it is called there, how it meets what is here, what it brings.

    :ivar case_id: the case here, where there is one.
    :ivar version: its hash as it arrives; ``ours`` that of the case here.
    :ivar broken: how many of its records are not as they were sealed.
    :ivar files: numbers of the files that are to be stored.
    """

    number: int
    reference: str
    title: str
    force: str
    restricted: bool
    state: str
    case_id: int | None = None
    here: str = ""
    version: str = ""
    records: int = 0
    broken: int = 0
    exhibits: int = 0
    files: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PersonMet:
    """Somebody in a case that is to be written; ``known`` says by what, "" where they are new.

    :ivar differs: what is said otherwise here, and stays.
    """

    name: str
    known: str
    differs: tuple[str, ...] = ()


@dataclass
class Look:
    """Everything that a parcel would do."""

    force: str
    who: str
    made: str
    sender: str
    arrivals: list[Arrival] = field(default_factory=list)
    people: dict[str, PersonMet] = field(default_factory=dict)

    def count(self, *states: str) -> int:
        """How many cases meet what is here so."""
        return sum(one.state in states for one in self.arrivals)

    @property
    def files(self) -> frozenset[int]:
        """Every file that is to be stored."""
        return frozenset(number for one in self.arrivals for number in one.files)


class Here:
    """What is here, as somebody who brings cases in may be told of it."""

    def __init__(self, connection: sqlite3.Connection, user_id: int, own: Whose) -> None:
        """:param connection: one that sees everything."""
        self.connection = connection
        self.own = own
        self.unseen = Unseen.by(connection, user_id)
        query = "SELECT m.number FROM user u JOIN member m ON m.id = u.member_id WHERE u.id = ?"
        self._own_numbers = {row[0] for row in connection.execute(query, (user_id,))} - {""}

    def case_of(self, identity: list[Any]) -> int | None:
        """The case here that was first recorded in a register under a reference."""
        register, reference = identity
        query = "SELECT case_id FROM case_origin WHERE register = ? AND reference = ?"
        row = self.connection.execute(query, (register, reference)).fetchone()
        if row is None and register == self.own.register:
            row = self.connection.execute(
                "SELECT id FROM \"case\" c WHERE (reference = ?1 OR (former_references <> ''"
                " AND instr(' ' || former_references || ' ', ' ' || ?1 || ' ')))"
                " AND NOT EXISTS (SELECT 1 FROM case_origin o WHERE o.case_id = c.id"
                " AND o.register <> ?2)",
                (reference, register),
            ).fetchone()
        return None if row is None else int(row[0])

    def meet(self, part: Data, sender: str) -> Arrival:
        """How a case of the parcel meets what is here."""
        case_id = self.case_of(part["identity"])
        version = version_of(part)
        state, here = self._state(part, sender, case_id, version)
        seen = case_id is not None and case_id not in self.unseen.cases
        wanted = frozenset(int(one) for one in part["files"]) if state in WRITTEN else frozenset()
        if state == UPDATE:
            wanted -= self._stored(case_id, part)
        return Arrival(
            number=0,
            reference=part["reference"],
            title=part["case"]["title"],
            force=part["force"],
            restricted=bool(part["case"]["restricted"]),
            state=state,
            case_id=case_id if seen else None,
            here=here if seen else "",
            version=version,
            records=len(part["record"]),
            broken=sum(not records.holds(row) for row in part["record"]),
            exhibits=len(part["rows"].get("exhibit", ())),
            files=wanted,
        )

    def person_of(self, part: Data, key: str) -> tuple[int, str] | None:
        """The person here who is one of the parcel, and by what they are known."""
        person = part["people"][key]
        numbers = {one["number"] for one in part["members"].values() if one["person"] == key}
        numbers -= {""}
        for register, origin_id in part["identities"][key]:
            query, values = (
                "SELECT person_id FROM person_origin WHERE register = ? AND origin_id = ?",
                (register, origin_id),
            )
            found = [row[0] for row in self.connection.execute(query, values)]
            if register == self.own.register:
                found.append(origin_id)
            for one in found:
                known = self._kept(one)
                if known is not None and self._agrees(known, person, numbers):
                    return known, "received before"
        for number in sorted(numbers):
            query = (
                "SELECT m.person_id FROM member m JOIN person p ON p.id = m.person_id"
                " WHERE m.number = ? AND p.family_name = ? AND m.merged_into_id IS NULL"
                " ORDER BY m.id"
            )
            for (one,) in self.connection.execute(
                query, (number, person["family_name"])
            ).fetchall():
                if (known := self._kept(one)) is not None:
                    return known, f"number {number}"
        if person["date_of_birth"] and person["family_name"]:
            query = (
                "SELECT id FROM person WHERE family_name = ? AND given_names = ?"
                " AND date_of_birth = ? ORDER BY id"
            )
            named = [person[one] for one in ("family_name", "given_names", "date_of_birth")]
            for (one,) in self.connection.execute(query, named).fetchall():
                if (known := self._kept(one)) is not None:
                    return known, "name and day of birth"
        return None

    def person(self, person_id: int) -> Data:
        """The columns of somebody here."""
        cursor = self.connection.execute("SELECT * FROM person WHERE id = ?", (person_id,))
        names = [item[0] for item in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))

    def differing(self, part: Data, key: str, person_id: int) -> tuple[str, ...]:
        """The columns in which somebody here is told otherwise by the parcel."""
        here = self.person(person_id)
        there = part["people"][key]
        return tuple(
            name for name, value in there.items() if value not in (None, "") and value != here[name]
        )

    def is_touched(self, person_id: int) -> bool:
        """Whether what the parcel says of somebody must not replace what is here.

        It may where they came from there, were left alone here, and are told otherwise now.
        """
        query = "SELECT theirs, ours FROM person_origin WHERE person_id = ? AND ours <> ''"
        row = self.connection.execute(query, (person_id,)).fetchone()
        return row is None or row[1] != self.details(person_id)

    def details(self, person_id: int) -> str:
        """The hash of somebody's own details here."""
        row = self.person(person_id)
        return details_version({name: row[name] for name in PERSON})

    def _state(self, part: Data, sender: str, case_id: int | None, version: str) -> tuple[str, str]:
        if case_id is None:
            own = {one["number"] for one in part["members"].values()} & self._own_numbers
            return (REFUSED if own else NEW), ""
        if case_id in self.unseen.cases:
            return REFUSED, ""
        query = 'SELECT reference, anonymised, restricted FROM "case" WHERE id = ?'
        here, anonymised, restricted = self.connection.execute(query, (case_id,)).fetchone()
        if anonymised:
            return ANONYMISED, here
        ours = version_of(content_of(self.connection, case_id))
        query = "SELECT versions, ours, sender FROM case_origin WHERE case_id = ?"
        row = self.connection.execute(query, (case_id,)).fetchone()
        seen = row[0].split() if row else []
        alone = row is not None and row[1] == ours
        if version == ours or (alone and version == seen[-1]):
            return SAME, here
        if version in seen:
            return (HERE if version == seen[-1] else OLDER), here
        if not seen and version in part["past"]:
            return OLDER, here  # it went from here, and came back as it was
        follows = alone and (row[2] == sender or seen[-1] in part["past"])
        if not follows and ours not in part["past"]:
            return BOTH, here
        if bool(part["case"]["restricted"]) > bool(restricted) and self._is_consolidated(case_id):
            return BOTH, here
        return UPDATE, here

    def _is_consolidated(self, case_id: int) -> bool:
        query = "SELECT 1 FROM case_link WHERE kind = 'consolidated' AND ?1 IN (case_id, other_id)"
        return self.connection.execute(query, (case_id,)).fetchone() is not None

    def _stored(self, case_id: int | None, part: Data) -> frozenset[int]:
        """The files of the parcel that the case here has already."""
        here = {sha for sha, _ in self.files_of(case_id or 0)}
        return frozenset(
            row["file_id"]
            for rows in part["rows"].values()
            for row in rows
            if row.get("file_id") is not None and row.get("sha256") in here
        )

    def files_of(self, case_id: int) -> list[tuple[str, int]]:
        """The hash and the id of each file of a case here."""
        found: list[tuple[str, int]] = []
        for model in shape.travelling().values():
            if {"file_id", "sha256"} <= set(shape.columns(model)):
                query = f'SELECT sha256, file_id FROM "{model._meta.table_name}" WHERE case_id = ?'
                found += [(row[0], row[1]) for row in self.connection.execute(query, (case_id,))]
        return found

    def _kept(self, person_id: int) -> int | None:
        """The record that a person's was merged into, where it may be known of."""
        known: int | None = person_id
        for _ in range(100):
            query = "SELECT merged_into_id, anonymised FROM person WHERE id = ?"
            row = self.connection.execute(query, (known,)).fetchone()
            if row is None or row[1] or known in self.unseen.people:
                return None
            if row[0] is None:
                return known
            known = row[0]
        return None

    def _agrees(self, person_id: int, there: Data, numbers: set[str]) -> bool:
        """Whether it can be the same: row numbers are used again when somebody is taken out."""
        here = self.person(person_id)
        born = there["date_of_birth"]
        if here["family_name"] == there["family_name"] or (born and here["date_of_birth"] == born):
            return True
        query = "SELECT number FROM member WHERE person_id = ?"
        return bool(numbers & {row[0] for row in self.connection.execute(query, (person_id,))})


def look(
    here: Here,
    parcel: Parcel,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Look:
    """Read a parcel whole, verify it, and say what it would do.

    :raises ProbityError: it is damaged, or says what cannot be.
    """
    found: Look | None = None
    files: dict[int, tuple[int, str]] = {}
    for part in parcel.parts(progress, check):
        if (part.name == ABOUT) is (found is not None):
            raise ProbityError(DAMAGED)  # it comes first, and once
        if found is None:
            said = arriving.about(part.json())
            found = Look(said["force"], said["who"], said["made"], said["register"])
        elif part.is_file:
            files[part.number] = (part.size, part.digest())
        else:
            case = arriving.case_part(part.json(), files)
            _add(found, here, case, part.number)
    if found is None or len({one.number for one in found.arrivals}) != len(found.arrivals):
        raise ProbityError(DAMAGED)
    return found


def _add(found: Look, here: Here, case: Data, number: int) -> None:
    arrival = replace(here.meet(case, found.sender), number=number)
    found.arrivals.append(arrival)
    for key in case["people"] if arrival.state in WRITTEN else ():
        if key in found.people:
            continue
        known = here.person_of(case, key)
        differs: tuple[str, ...] = ()
        if known is not None and here.is_touched(known[0]):
            differs = here.differing(case, key, known[0])
        found.people[key] = PersonMet(
            full_name(case["people"][key]), known[1] if known else "", differs
        )

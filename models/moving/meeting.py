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
from models.moving import meeting_questions as asked
from models.moving.asking import Data, Whose
from models.moving.parcel import ABOUT, Parcel, Progress
from models.moving.parts import content_of, details_version, version_of
from models.moving.sealed import DAMAGED
from models.rules.names import full_name
from models.schema import Case, CaseOrigin, Person
from models.sight.unseen import Unseen
from models.storage.asking import ask, dicts, rows, value
from models.storage.engine import sqlite3

NEW, SAME, UPDATE = "new", "same", "update"
OLDER, HERE, BOTH = "older", "here", "both"
REFUSED, ANONYMISED = "refused", "anonymised"
#: What is said of each.
STATES = {
    NEW: "To be added",
    SAME: "Already here, the same",
    UPDATE: "To be updated",
    OLDER: "Newer here: left as it is",
    HERE: "Changed here since: left as it is",
    BOTH: "Changed here and there: left as it is",
    REFUSED: "You may not bring it in",
    ANONYMISED: "Anonymised here: left as it is",
}
#: What is said of those that were written.
DONE = {NEW: "Added", UPDATE: "Updated"}
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
        own_numbers = ask(connection, asked.number_of_user, user=user_id)
        self._own_numbers = {row[0] for row in own_numbers} - {""}

    def case_of(self, identity: list[Any]) -> int | None:
        """The case here that was first recorded in a register under a reference."""
        register, reference = identity
        found = value(self.connection, asked.arrived, register=register, reference=reference)
        if found is None and register == self.own.register:
            own = {"register": register, "reference": reference, "former": f" {reference} "}
            found = value(self.connection, asked.of_reference, **own)
        return None if found is None else int(found)

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
            origin = {"register": register, "origin": origin_id}
            found = [row[0] for row in rows(self.connection, asked.received_as, **origin)]
            if register == self.own.register:
                found.append(origin_id)
            for one in found:
                known = self._kept(one)
                if known is not None and self._agrees(known, person, numbers):
                    return known, "received before"
        for number in sorted(numbers):
            named = {"number": number, "family": person["family_name"]}
            for (one,) in rows(self.connection, asked.of_number, **named):
                if (known := self._kept(one)) is not None:
                    return known, f"number {number}"
        if person["date_of_birth"] and person["family_name"]:
            named = {
                "family": person["family_name"],
                "given_names": person["given_names"],
                "born": person["date_of_birth"],
            }
            for (one,) in rows(self.connection, asked.of_name_and_birth, **named):
                if (known := self._kept(one)) is not None:
                    return known, "name and date of birth"
        return None

    def person(self, person_id: int) -> Data:
        """The columns of somebody here."""
        (found,) = dicts(self.connection, shape.row_of(Person), id=person_id)
        return found

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
        ours = value(self.connection, asked.details_received, person=person_id)
        return ours is None or ours != self.details(person_id)

    def details(self, person_id: int) -> str:
        """The hash of somebody's own details here."""
        row = self.person(person_id)
        return details_version({name: row[name] for name in shape.person_columns()})

    def _state(self, part: Data, sender: str, case_id: int | None, version: str) -> tuple[str, str]:
        if case_id is None:
            own = {one["number"] for one in part["members"].values()} & self._own_numbers
            return (REFUSED if own else NEW), ""
        if case_id in self.unseen.cases:
            return REFUSED, ""
        (case,) = dicts(self.connection, shape.row_of(Case), id=case_id)
        here, restricted = case["reference"], case["restricted"]
        if case["anonymised"]:
            return ANONYMISED, here
        ours = version_of(content_of(self.connection, case_id))
        origins = dicts(self.connection, shape.rows_of(CaseOrigin), case=case_id)
        origin = origins[0] if origins else None
        seen = origin["versions"].split() if origin else []
        alone = origin is not None and origin["ours"] == ours
        if version == ours or (alone and version == seen[-1]):
            return SAME, here
        if version in seen:
            return (HERE if version == seen[-1] else OLDER), here
        if not seen and version in part["past"]:
            return OLDER, here  # it went from here, and came back as it was
        same_sender = origin is not None and origin["sender"] == sender
        follows = alone and (same_sender or seen[-1] in part["past"])
        if not follows and ours not in part["past"]:
            return BOTH, here
        if bool(part["case"]["restricted"]) > bool(restricted) and self._is_consolidated(case_id):
            return BOTH, here
        return UPDATE, here

    def _is_consolidated(self, case_id: int) -> bool:
        return bool(rows(self.connection, asked.consolidations, case=case_id))

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
                query = asked.files_in(model)
                found += [(row[0], row[1]) for row in ask(self.connection, query, case=case_id)]
        return found

    def _kept(self, person_id: int) -> int | None:
        """The record that a person's was merged into, where it may be known of."""
        known: int | None = person_id
        for _ in range(100):
            found = dicts(self.connection, shape.row_of(Person), id=known)
            if not found or found[0]["anonymised"] or known in self.unseen.people:
                return None
            if found[0]["merged_into_id"] is None:
                return known
            known = found[0]["merged_into_id"]
        return None

    def _agrees(self, person_id: int, there: Data, numbers: set[str]) -> bool:
        """Whether it can be the same: row numbers are used again when somebody is taken out."""
        here = self.person(person_id)
        born = there["date_of_birth"]
        if here["family_name"] == there["family_name"] or (born and here["date_of_birth"] == born):
            return True
        here_numbers = ask(self.connection, asked.numbers_of_person, person=person_id)
        return bool(numbers & {row[0] for row in here_numbers})


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

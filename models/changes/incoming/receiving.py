"""Cases brought in from a parcel: all of them in one change, or none.

Each is given a reference of this register and keeps the one that it had; a case that came before is
brought up to date where it was left alone here, and is otherwise left as it is. The record of what
was done to it elsewhere is kept as it was sealed there; that it was is one record here, with its
hash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from models.change import Change
from models.changes.case.restricting import numbered
from models.changes.incoming.arrivals import Arrivals
from models.changes.incoming.case_rows import CaseRows
from models.changes.incoming.origin_links import LinksIn
from models.errors import ProbityError
from models.moving.asking import Data, Whose
from models.moving.meeting import NEW, WRITTEN, Arrival, Here, Look, look
from models.moving.parcel import Parcel, Part, Progress
from models.moving.parts import content_of, version_of
from models.queries.cases import origins
from models.register import Register
from models.schema import (
    Case,
    CaseAccess,
    CaseOrigin,
    ExhibitChunk,
    ExhibitFile,
    OriginRecord,
)
from models.storage import chain as audit
from models.storage.sqlite.walking import takes_part

log = logging.getLogger(__name__)

#: What is kept of a case until all of them are written.
HEADS = ("identity", "force", "past")
#: Columns of a record that are bytes.
BYTES = ("digest", "chain", "entry_hash", "reason_hash", "salt")
CHANGED = (
    "The contents of the parcel do not fit together. Nothing was brought in. Ask the "
    "sender for it again."
)
TAKES_PART = (
    "You are involved in one of these cases, so nothing was brought in. Somebody else must "
    "bring them in."
)


@dataclass(frozen=True)
class Received:
    """What was done: the look at the parcel, the references given, the people recorded."""

    look: Look
    references: dict[int, str]
    people_added: int


def preview(
    register: Register,
    parcel: Parcel,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Look:
    """Verify a parcel and say what bringing it in would do; nothing is written.

    :raises NotAllowedError: the user's role may not receive cases.
    :raises ProbityError: it is damaged, or says what cannot be.
    """
    register.require("transfer")
    with register.reader(whole=True) as connection:
        here = Here(connection, register.user.id, Whose(register.identity, register.force))
        return look(here, parcel, progress, check)


def receive(
    register: Register,
    parcel: Parcel,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Received:
    """Bring in the cases of a parcel: it is verified whole before the first row is written.

    :param progress: told ``(done, total)`` in bytes; it is read twice.
    :param check: raises to stop; nothing is then written.
    :raises NotAllowedError: the user's role may not receive cases.
    :raises ProbityError: it is damaged, says what cannot be, or could not be written.
    """
    own = Whose(register.identity, register.force)
    try:
        with register.change("Received from another register") as change:
            change.require("transfer")
            here = Here(change.database.connection(), change.user.id, own)
            found = look(here, parcel, lambda done, total: progress(done, 2 * total), check)
            receiver = _Receiver(change, here, found)
            with change.acting("transfer"):
                for part in parcel.parts(
                    lambda done, total: progress(total + done, 2 * total), check
                ):
                    receiver.take(part)
                receiver.finish()
    except (peewee.IntegrityError, LookupError, TypeError, ValueError, OverflowError) as error:
        log.warning("a parcel could not be kept: %s", type(error).__name__)
        raise ProbityError(CHANGED) from error
    return Received(found, receiver.references, receiver.arrivals.people_added)


class _Receiver:
    def __init__(self, change: Change, here: Here, found: Look) -> None:
        self._change = change
        self._here = here
        self._look = found
        self._meant = {one.number: one for one in found.arrivals}
        self._files: dict[int, int] = {}
        self._written: dict[int, tuple[Arrival, Data]] = {}
        self._links = LinksIn(change, here)
        self.arrivals = Arrivals(change, here, Whose(found.sender, found.force))
        self._rows = CaseRows(change, here, self.arrivals, self._files)
        self.references: dict[int, str] = {}

    def take(self, part: Part) -> None:
        """Write one part of the parcel."""
        if part.is_file and part.number in self._look.files:
            self._files[part.number] = self._store(part)
        elif part.is_case and self._meant[part.number].state in WRITTEN:
            self._write(self._meant[part.number], part.json())

    def finish(self) -> None:
        """Links, once every case is here; then how each now stands."""
        self._links.write()
        for case_id, (meant, heads) in self._written.items():
            if takes_part(self._here.connection, self._change.user.id, case_id):
                raise ProbityError(TAKES_PART)
            self._keep_origin(case_id, meant, heads)
        for case_id in sorted(self.arrivals.touched - self._written.keys()):
            row = self._origin(case_id)
            self._change.edit(CaseOrigin, row.id, row.version, ours=self._version(case_id))

    def _store(self, part: Part) -> int:
        file = ExhibitFile.insert(started=audit.now(), complete=True)
        file_id: int = file.execute(self._change.database)
        for place, data in enumerate(part.chunks):
            chunk = ExhibitChunk.insert(file=file_id, place=place, data=data)
            chunk.execute(self._change.database)
        return file_id

    def _write(self, meant: Arrival, part: Data) -> None:
        case_id = meant.case_id
        if case_id is None:
            values = self._rows.case_values(part)
            given = numbered(self._change, part["year"], bool(part["case"]["restricted"]))
            former = [*part["former_references"].split(), part["reference"]]
            given["former_references"] = " ".join(dict.fromkeys(former))
            case_id = self._change.add(Case, **values, **given)
            self.references[case_id] = given["reference"]
        outer, self._change.within = self._change.within, case_id
        self.arrivals.meet_people(part)
        if meant.state == NEW:
            self._rows.add(case_id, part)
        else:
            self._rows.update(case_id, part)
        self._stay_in_sight(case_id)
        self._links.note(case_id, part)
        self._keep_record(case_id, meant, part)
        self._written[case_id] = meant, {name: part[name] for name in HEADS}
        self._change.touch(case_id)
        self._change.within = outer

    def _stay_in_sight(self, case_id: int) -> None:
        """Name whoever brings in a restricted case on it, unless they see it already."""
        (case,) = Case.select().where(Case.id == case_id).execute(self._change.database)
        named = CaseAccess.select().where(
            (CaseAccess.case == case_id) & (CaseAccess.user == self._change.user_id)
        )
        if not case.restricted or case.owner_id == self._change.user_id:
            return
        if not named.exists(self._change.database):
            values = {"user": self._change.user_id, "since": self._change.today}
            self._change.add(CaseAccess, case=case_id, **values, reason="Received the case")

    def _keep_record(self, case_id: int, meant: Arrival, part: Data) -> None:
        """Keep what was recorded elsewhere; one record here holds the hash of all of it."""
        self._change.require("transfer")
        for row in part["record"]:
            if row["register"] == self._here.own.register:
                continue  # a case that comes home: it stands in the record itself
            values = {
                name: bytes.fromhex(value) if value is not None and name in BYTES else value
                for name, value in row.items()
            }
            known = OriginRecord.insert(case=case_id, **values).on_conflict_ignore()
            known.execute(self._change.database)
        self._change.tables.add("origin_record")
        force, reference = part["force"], meant.reference
        self._change.note(
            "collect",
            case_id,
            (Case, case_id),
            what=f"Received as {reference} from {force}" if force else f"Received as {reference}",
            sha256=origins.record_hash(self._here.connection, case_id),
        )

    def _keep_origin(self, case_id: int, meant: Arrival, part: Data) -> None:
        register, reference = part["identity"]
        row = self._origin(case_id)
        versions = row.versions.split() if row else []
        versions += [one for one in part["past"] if one not in versions]
        values = {
            "sender": self._look.sender,
            "versions": " ".join(
                [*(one for one in versions if one != meant.version), meant.version]
            ),
            "ours": self._version(case_id),
            "received": audit.now(),
        }
        if row is None:
            first = {"register": register, "reference": reference, "force": part["force"]}
            self._change.add(CaseOrigin, case=case_id, **first, **values)
        else:
            self._change.edit(CaseOrigin, row.id, row.version, **values)

    def _origin(self, case_id: int) -> Any:
        query = CaseOrigin.select().where(CaseOrigin.case == case_id)
        return next(iter(query.execute(self._change.database)), None)

    def _version(self, case_id: int) -> str:
        return version_of(content_of(self._here.connection, case_id))

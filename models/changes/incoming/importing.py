"""A file imported as a whole, and taken back as a whole; mappings of columns that are kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from models.change import Change
from models.changes.bulk.cases import Bulk
from models.changes.case import cases
from models.errors import ConflictError, InvalidError, NotFoundError
from models.exchange.incoming import mapping as mappings
from models.exchange.incoming.cells import Cells
from models.exchange.incoming.deciding import Decider, Decision, say
from models.exchange.incoming.mapping import Mapping
from models.exchange.incoming.staging import Counts, Stage
from models.register import Register
from models.schema import ImportedRow, ImportMapping, ImportRun
from models.storage.engine import keep_decrypted

LONGEST_NAME = 80
#: Pages that the writing connection keeps during an import, in KiB, and otherwise.
CACHE_KIB, USUAL_CACHE_KIB = 64_000, 16_000


@dataclass(frozen=True)
class Done:
    """What an import did; ``run_id`` is ``None`` where there was nothing to write."""

    run_id: int | None
    counts: Counts
    cases: int


class _NothingToWriteError(Exception):
    """Every row was skipped or refused."""


def import_rows(
    register: Register,
    stage: Stage,
    cells: Cells,
    mapping: Mapping,
    *,
    stop_on_error: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Done:
    """Write the rows of a stage into the register, all that can be or, if asked, all or none.

    What became of each row stands in the stage afterwards.

    :param check: raises to cancel; nothing has then been written.
    :raises NotAllowedError: the user may not import.
    :raises InvalidError: a row cannot be imported, and it is to stop there.
    """
    mappings.refuse(mapping)
    name = cells.path.name
    stage.begin()
    try:
        with register.change(f"Imported from {name}") as change, register.reader() as reader:
            change.require("import")
            writing = _Writing(change, mapping, cells)
            decider = Decider(reader, stage, mapping, change.today, name)
            for one in decider.decisions(progress, check):
                writing.write(one)
                if one.became == "refused" and stop_on_error:
                    number, why = next(iter(one.why.items()))
                    raise InvalidError({"row": f"Row {number}: {why} Nothing was imported."})
                say(stage, one)
            check()
            stage.end()
            counts = stage.counts()
            if not writing.cases:
                raise _NothingToWriteError
            writing.finish(counts)
    except _NothingToWriteError:
        return Done(None, counts, 0)
    return Done(writing.run_id, counts, writing.cases)


class _Writing:
    """One import while it is written."""

    def __init__(self, change: Change, mapping: Mapping, cells: Cells) -> None:
        self._change = change
        self.cases = 0
        first = change.head.number + 1
        keep_decrypted(change.database.connection(), CACHE_KIB)
        self.run_id = change.add(
            ImportRun,
            at=datetime.datetime.now(datetime.UTC).replace(tzinfo=None),
            by=change.user_id,
            file_name=cells.path.name,
            sha256=cells.digest,
            mapping=mapping.to_json(),
            first_record=first,
        )
        self._bulk = Bulk(change)

    def write(self, one: Decision) -> None:
        """Write a case that is to be added or changed; where it cannot be, it is refused."""
        rows = [row | {"run_id": self.run_id} for row in one.built.imported]
        head = self._change.head
        try:
            if one.became == "added":
                _, one.reference = self._bulk.add(one.file, rows)
            elif one.became == "changed":
                self._bulk.flush()
                with self._change.database.savepoint():
                    saved = cases.save(self._change, one.file, one.original)
                    for row in rows:
                        values = {("run" if key == "run_id" else key): row[key] for key in row}
                        self._change.add(ImportedRow, case=saved.case_id, **values)
        except (InvalidError, NotFoundError) as error:
            self._change.head = head
            self._refuse(one, str(error))
        except ConflictError:
            self._change.head = head
            self._refuse(one, "Another row of this file changes the same case.")
        if one.became in ("added", "changed"):
            self.cases += 1

    def _refuse(self, one: Decision, why: str) -> None:
        one.became = "refused"
        one.why = dict.fromkeys((number for number, _ in one.group.rows), why)

    def finish(self, counts: Counts) -> None:
        """Write what is left, and what came of it all."""
        self._bulk.flush()
        self._change.edit(
            ImportRun,
            self.run_id,
            1,
            rows=counts.rows,
            added=counts.added,
            changed=counts.changed,
            skipped=counts.skipped,
            refused=counts.refused,
            last_record=self._change.head.number,
        )
        keep_decrypted(self._change.database.connection(), USUAL_CACHE_KIB)


def save_mapping(register: Register, name: str, mapping: Mapping) -> None:
    """Keep a mapping under a name, in the place of one that is called so.

    :raises NotAllowedError: the user may not import.
    :raises InvalidError: it has no name, or says what cannot be.
    """
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        raise InvalidError(
            {"name": f"Give the mapping a name of at most {LONGEST_NAME} characters."}
        )
    mappings.refuse(mapping)
    with register.change(f"Mapping “{called}” kept") as change:
        change.require("import")
        values = {
            "mapping": mapping.to_json(),
            "saved": datetime.datetime.now(datetime.UTC).replace(tzinfo=None),
            "saved_by": change.user_id,
        }
        query = ImportMapping.select().where(ImportMapping.name == called)
        known = next(iter(query.execute(change.database)), None)
        if known is None:
            change.add(ImportMapping, name=called, **values)
        else:
            change.edit(ImportMapping, known.id, known.version, **values)


def remove_mapping(register: Register, name: str) -> None:
    """Keep a mapping no longer.

    :raises NotFoundError: none is called so.
    """
    with register.change(f"Mapping “{name}” removed") as change:
        change.require("import")
        query = ImportMapping.select().where(ImportMapping.name == name)
        known = next(iter(query.execute(change.database)), None)
        if known is None:
            raise NotFoundError(f"No mapping is called “{name}”.")
        change.remove(ImportMapping, known.id, known.version)

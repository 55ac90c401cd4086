"""The rows of a case that is received: added as they are, or those here brought up to date."""

from __future__ import annotations

import uuid
from typing import Any

from models.change import Change
from models.changes.case.restricting import renumbered
from models.changes.incoming.arrivals import Arrivals
from models.moving import shape
from models.moving.aligning import Aligned, align
from models.moving.asking import Data
from models.moving.meeting import Here
from models.moving.parts import content_of, looked_through
from models.schema import (
    Allegation,
    Case,
    CaseAccess,
    ExhibitChunk,
    ExhibitFile,
    Record,
    Table,
    Task,
)
from models.storage.asking import dicts

#: The ids of a case's rows, by table, in the order in which they stand in the parcel.
Ids = dict[str, list[int]]


class CaseRows:
    """Writes the rows of cases of one parcel.

    :param files: the files that were stored, by their number in the parcel.
    """

    def __init__(
        self, change: Change, here: Here, arrivals: Arrivals, files: dict[int, int]
    ) -> None:
        self._change = change
        self._here = here
        self._arrivals = arrivals
        self._files = files

    def case_values(self, part: Data) -> Data:
        """The case's own columns as fields of the model."""
        return self._values(Case, part["case"], part, 0, {})

    def add(self, case_id: int, part: Data) -> None:
        """Add every row of a case that is new here."""
        ids: Ids = {}
        for table, model in shape.travelling().items():
            ids[table] = []
            for row in part["rows"].get(table, ()):
                values = self._values(model, row, part, case_id, ids)
                ids[table].append(self._put(model, values, case_id))

    def update(self, case_id: int, part: Data) -> None:
        """Have the rows of a case here say what those of the parcel say."""
        connection = self._here.connection
        content = content_of(connection, case_id)
        stored = dict(self._here.files_of(case_id))
        for rows in part["rows"].values():
            for row in rows:
                if row.get("file_id") is not None and row.get("sha256") in stored:
                    self._files.setdefault(row["file_id"], stored[row["sha256"]])
        self._update_case(case_id, part)
        ids: Ids = {}
        gone: list[tuple[type[Table], Data]] = []
        for table, model in shape.travelling().items():
            here = dicts(connection, shape.rows_of(model), case=case_id)
            there = part["rows"].get(table, [])
            if model is CaseAccess:  # who was named here since stays so
                self._name(case_id, part, there, {row["user_id"] for row in here})
                continue
            found = _aligned(
                model,
                [looked_through(table, row, content) for row in content["rows"].get(table, [])],
                [looked_through(table, row, part) for row in there],
            )
            ids[table] = [here[at]["id"] for at, _, _ in found.pairs]
            for at, to, same in found.pairs:
                if not same:
                    values = self._values(model, there[to], part, case_id, ids)
                    self._edit(model, here[at], values)
            for to in found.added:
                values = self._values(model, there[to], part, case_id, ids)
                ids[table].append(self._put(model, values, case_id))
            gone += [(model, here[at]) for at in found.removed]
        for model, row in reversed(gone):
            self._change.remove(model, row["id"])
            self._drop_file(case_id, row.get("file_id"))

    def _update_case(self, case_id: int, part: Data) -> None:
        (row,) = dicts(self._here.connection, shape.row_of(Case), id=case_id)
        values = self.case_values(part)
        # What is restricted here stays so; what has become restricted there becomes so here.
        values["restricted"] = bool(values["restricted"] or row["restricted"])
        if values["restricted"] and not row["restricted"]:
            values |= renumbered(self._change, row, restricted=True)
        self._edit(Case, row, values)

    def _name(self, case_id: int, part: Data, there: list[Data], named: set[int]) -> None:
        """Name on the case whoever was named there, beside those who are named here."""
        for row in there:
            values = self._values(CaseAccess, row, part, case_id, {})
            if values["user"] not in named:
                self._put(CaseAccess, values, case_id)

    def _values(self, model: type[Table], row: Data, part: Data, case_id: int, ids: Ids) -> Data:
        table = model._meta.table_name
        found: Data = {}
        for column, item in shape.columns(model).items():
            value, to = row[column], shape.target(model, column)
            if (table, column) == shape.ABOUT:
                value = self._about(row["clock"], value, case_id, ids)
            elif value is None or not to:
                pass
            elif to == "files":
                value = self._files[value]
            elif to in shape.OUTSIDE.values():
                value = self._arrivals.row_of(part, to, str(value))
            else:
                value = ids[to][value - 1]
            found[item.name] = value
        if model is Allegation and row["guidance_version_id"] is not None:
            found["guidance"] = _with_guidance(row, part, found)
        return found

    def _about(self, clock: str, place: int, case_id: int, ids: Ids) -> int:
        """The row from which a clock runs; 0 where that is in a case that did not come along."""
        table = shape.about_table(clock)
        if table == "case":
            return case_id if place == 0 else 0
        return ids[table][place - 1] if place > 0 and place <= len(ids.get(table, ())) else 0

    def _put(self, model: type[Table], values: Data, case_id: int) -> int:
        if "case" in model._meta.fields:
            values["case"] = case_id
        if model is Task:
            taken = Task.select().where(Task.uid == values["uid"])
            if taken.exists(self._change.database):
                values["uid"] = f"{uuid.uuid4()}@probity"
        return self._change.add(model, **values)

    def _edit(self, model: type[Any], row: Data, values: Data) -> None:
        columns = {item.name: item.column_name for item in model._meta.sorted_fields}
        different = {name: value for name, value in values.items() if row[columns[name]] != value}
        if different:
            self._change.edit(model, row["id"], row["version"], **different)

    def _drop_file(self, case_id: int, file_id: int | None) -> None:
        """Take out the bytes of an exhibit that went with its row."""
        if file_id is None or file_id in {file for _, file in self._here.files_of(case_id)}:
            return
        database = self._change.database
        ExhibitChunk.delete().where(ExhibitChunk.file == file_id).execute(database)
        ExhibitFile.delete().where(ExhibitFile.id == file_id).execute(database)


def _aligned(model: type[Table], here: list[str], there: list[str]) -> Aligned:
    """As :func:`align`; rows that are never edited go and come again instead."""
    found = align(here, there)
    if issubclass(model, Record):
        return found
    first = next((at for at, (_, _, same) in enumerate(found.pairs) if not same), None)
    if first is None:
        return found
    changed = found.pairs[first:]
    return Aligned(
        found.pairs[:first],
        tuple(sorted((*found.added, *(to for _, to, _ in changed)))),
        tuple(sorted((*found.removed, *(at for at, _, _ in changed)))),
    )


def _with_guidance(row: Data, part: Data, found: Data) -> str:
    """What is said of guidance in words, with what no version or clause here stands for."""
    version = part["versions"][str(row["guidance_version_id"])]
    words = []
    if found["guidance_version"] is None:
        words.append(f"{version['title']}, version {version['name']}")
    if row["guidance_clause_id"] is not None and found["guidance_clause"] is None:
        words.append(f"clause {part['clauses'][str(row['guidance_clause_id'])]['number']}")
    said = ", ".join(words)
    return (
        str(row["guidance"])
        if not said or said in row["guidance"]
        else "\n".join(filter(None, (row["guidance"], said)))
    )

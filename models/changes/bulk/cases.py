"""New cases in a change, many at once: the same rows, records and index as one by one, in batches.

What :func:`models.changes.case.cases.save` does for a case is done here for thousands: ids are
given ahead, statements are prepared once, and what lists and search show is derived from the case
in memory instead of being read back. A case leaves one audit record, which holds every row that was
collected with it (``with``, by table), and one for each person who is new to the register, so that
what was recorded of somebody can be erased when they leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.case.casefile import MEMBER_FIELDS, PERSON_FIELDS, POINTERS, SECTIONS, CaseFile, Row
from models.change import Change
from models.changes.bulk.people import People
from models.changes.bulk.rows import Rows, as_stored, blank, columns
from models.changes.case.restricting import NOBODY_LEFT, TAKES_PART
from models.errors import InvalidError
from models.queries.cases import derive
from models.rules.imported import kept_text, kept_values
from models.rules.process.clocks import clocks_of
from models.rules.references import reference_of, series_of
from models.schema import (
    AllegationFactor,
    Case,
    CaseAccess,
    ImportedRow,
    ReferenceCounter,
    Table,
    User,
)
from models.storage.asking import ask, value
from models.storage.sqlite import searching

#: Cases that are held in memory before they are written.
BATCH = 250


class Bulk:
    """Writes whole new cases inside a change; :meth:`flush` must be called at its end."""

    def __init__(self, change: Change) -> None:
        change.require("import")
        self._change = change
        self._connection = change.database.connection()
        self._nation = derive.nation_of(self._connection)
        everybody = User.select(User.id, User.full_name)
        self._owners: dict[Any, str] = {row[0]: row[1] for row in ask(self._connection, everybody)}
        self._rows = Rows(change)
        self._people = People(change, self._rows)
        self._waiting = 0
        self._last: dict[tuple[str, int], int] = {}

    def add(self, file: CaseFile, imported: Iterable[Row]) -> tuple[int, str]:
        """Write a case that has passed its rules, with the rows it came from; its id and reference.

        The file's rows are given the ids under which they stand in the register.

        :param imported: columns of ``imported_row``, without ``id`` and ``case_id``.
        :raises InvalidError: its investigator plays a part in it, or nobody would see it.
        """
        case = file.case
        self._refuse_who_takes_part(file)
        people = self._people.behind(file)
        collected: dict[str, list[Row]] = {}
        case |= self._numbered(case["received"].year, bool(case["restricted"]))
        case["id"] = case_id = self._rows.next_id("case")
        self._take(Case, case, {})
        renamed: dict[str, dict[int, int]] = {}
        for name, section in SECTIONS.items():
            rows = file.rows(name)
            if not rows:
                continue
            table = section.model._meta.table_name
            pointers = [(key, target) for key, target in POINTERS.items() if key in rows[0]]
            for row in rows:
                for key, target in pointers:
                    if row[key] is not None:
                        row[key] = renamed[target].get(row[key], row[key])
                made = self._rows.next_id(table)
                renamed.setdefault(name, {})[row["id"]] = made
                row["id"], row["case_id"] = made, case_id
                self._take(section.model, row, collected)
                for factor in sorted(set(row.get("factors", ()))):
                    one = {"id": self._rows.next_id("allegation_factor"), "allegation_id": made}
                    self._take(AllegationFactor, one | {"factor": factor}, collected)
        for one in self._with_otherwise(imported):
            self._take(
                ImportedRow,
                {"id": self._rows.next_id("imported_row"), "case_id": case_id} | one,
                collected,
            )
        self._seal(case, case_id, people, collected)
        self._derive(file, collected)
        self._waiting += 1
        if self._waiting >= BATCH:
            self.flush()
        return case_id, str(case["reference"])

    def _with_otherwise(self, imported: Iterable[Row]) -> list[Row]:
        """The rows the case came from, with what they say of known members that is not so here."""
        rows = list(imported)
        if rows and self._people.otherwise:
            kept = kept_values(rows[0]["kept"]) | self._people.otherwise
            rows[0] = rows[0] | {"kept": kept_text(kept)}
        return rows

    def flush(self) -> None:
        """Write what is waiting."""
        for (series, year), last in self._last.items():
            counter = ReferenceCounter
            counter.insert(series=series, year=year, last=last).on_conflict(
                conflict_target=[counter.series, counter.year], update={counter.last: last}
            ).execute(self._change.database)
        self._rows.flush()
        self._people.flushed()
        self._last.clear()
        self._waiting = 0

    def _refuse_who_takes_part(self, file: CaseFile) -> None:
        """Nobody is given a case in which they play a part, and one that is restricted is seen."""
        owner_id, restricted = file.case["owner_id"], bool(file.case["restricted"])
        if owner_id and self._people.takes_part(owner_id, file):
            raise InvalidError({"case.0.owner_id": TAKES_PART})
        user_id = self._change.user_id
        if not restricted:
            return
        self._change.require("restrict")
        if user_id and user_id != owner_id:
            if not owner_id and self._people.takes_part(user_id, file):
                raise InvalidError({"case.0.restricted": NOBODY_LEFT})
            named = blank(CaseAccess) | {"id": -1, "user_id": user_id, "case_id": None}
            named |= {"since": self._change.today, "reason": "Imported the case"}
            file.named.append(named)

    def _numbered(self, year: int, restricted: bool) -> Row:
        series = series_of(restricted)
        if (series, year) not in self._last:
            counter = ReferenceCounter
            given_last = counter.select(counter.last).where(
                (counter.series == series) & (counter.year == year)
            )
            self._last[series, year] = value(self._connection, given_last) or 0
        self._last[series, year] = number = self._last[series, year] + 1
        reference = reference_of(series, year, number)
        return {"reference": reference, "series": series, "year": year, "number": number}

    def _take(self, model: type[Table], row: Row, collected: dict[str, list[Row]]) -> None:
        table = model._meta.table_name
        kept = self._rows.keep(table, row)
        if model is not Case:
            collected.setdefault(table, []).append(kept)

    def _seal(
        self,
        case: Row,
        case_id: int,
        people: list[tuple[Row, Row | None]],
        collected: dict[str, list[Row]],
    ) -> None:
        for person, member in people:
            entry: dict[str, Any] = {"before": None, "after": as_stored("person", person)}
            if member is not None:
                entry["with"] = {"member": [as_stored("member", member)]}
            sealed = self._change.sealed("collect", "person", person["id"], case_id, entry)
            self._rows.put("audit_record", sealed)
        entry = {"before": None, "after": as_stored("case", case), "with": collected}
        self._rows.put(
            "audit_record", self._change.sealed("collect", "case", case_id, case_id, entry)
        )

    def _derive(self, file: CaseFile, collected: dict[str, list[Row]]) -> None:
        """What lists and search show of the case, from its rows as they will stand."""
        case_id = file.case["id"]
        standing = derive.Standing(file, clocks_of(file, self._nation))
        owner = self._owners.get(file.case["owner_id"])
        carried = (*PERSON_FIELDS, *MEMBER_FIELDS)
        joined = {"document": None, "version_name": None, "clause": None}
        factors = {row["factor"] for row in collected.get("allegation_factor", ())}
        records = derive.Records(
            case=as_stored("case", file.case) | {"owner_name": owner},
            subjects=[
                kept | {name: row[name] for name in carried}
                for row, kept in zip(file.subjects, collected.get("subject", ()), strict=True)
            ],
            complainants=[
                kept | {name: row[name] for name in PERSON_FIELDS}
                for row, kept in zip(
                    file.complainants, collected.get("complainant", ()), strict=True
                )
            ],
            allegations=[row | joined for row in collected.get("allegation", ())],
            factors=sorted(factors),
            others={table: collected.get(table, []) for table in derive.WORDS},
        )
        line = derive.line(records, standing)
        self._rows.put("case_line", tuple(line[name] for name in columns()["case_line"]))
        self._rows.put("case_clock", *derive.clock_rows(self._connection, case_id, standing))
        first, _ = searching.entries_of(case_id)
        entries = list(enumerate(derive.entries(records).items(), start=first + 1))
        self._rows.put("search_entry", *((at, *key, words) for at, (key, words) in entries))
        self._rows.put("search", *((at, words) for at, (_, words) in entries))

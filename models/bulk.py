"""New cases in a change, many at once: the same rows, records and index as one by one, in batches.

What :func:`models.changes.cases.save` does for a case is done here for thousands: ids are given
ahead, statements are prepared once, and what lists and search show is derived from the case in
memory instead of being read back. A case leaves one audit record, which holds every row that was
collected with it (``with``, by table), and one for each person who is new to the register, so that
what was recorded of somebody can be erased when they leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from peewee import DateField, DateTimeField

from models import derive
from models.casefile import MEMBER_FIELDS, PERSON_FIELDS, POINTERS, SECTIONS, CaseFile, Row
from models.change import SEALED, Change
from models.changes.restricting import NOBODY_LEFT, TAKES_PART
from models.errors import InvalidError
from models.rules import roles
from models.rules.clocks import clocks_of
from models.rules.references import reference_of, series_of
from models.schema import (
    TABLES,
    AllegationFactor,
    Case,
    CaseAccess,
    ImportedRow,
    Member,
    Person,
    Table,
)
from models.seeing import own_people

#: Cases that are held in memory before they are written.
BATCH = 250
#: Members found or made that are remembered, so that few are asked for twice.
REMEMBERED = 20_000
DERIVED = {
    "case_clock": ("case_id", "clock", "about", "words", "started", "due", "state"),
    "search_entry": ("id", "source", "source_id", "words"),
    "search": ("rowid", "words"),
}
_PERSON = ", ".join(f"p.{name}" for name in PERSON_FIELDS)
KNOWN = (
    f"SELECT m.id, {_PERSON} FROM member m JOIN person p ON p.id = m.person_id"
    " WHERE m.number = ? AND p.family_name = ? AND m.merged_into_id IS NULL ORDER BY m.id"
)


class Bulk:
    """Writes whole new cases inside a change; :meth:`flush` must be called at its end."""

    def __init__(self, change: Change) -> None:
        change.require("import")
        self._change = change
        self._connection = change.database.connection()
        self._nation = derive.nation_of(self._connection)
        self._owners = dict(self._connection.execute("SELECT id, full_name FROM user").fetchall())
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._waiting = 0
        self._next: dict[str, int] = {}
        self._last: dict[tuple[str, int], int] = {}
        self._members: dict[tuple[str, str], tuple[int, Row]] = {}
        self._own: dict[int, tuple[frozenset[int], frozenset[str]]] = {}

    def add(self, file: CaseFile, imported: Iterable[Row]) -> tuple[int, str]:
        """Write a case that has passed its rules, with the rows it came from; its id and reference.

        The file's rows are given the ids under which they stand in the register.

        :param imported: columns of ``imported_row``, without ``id`` and ``case_id``.
        :raises InvalidError: its investigator plays a part in it, or nobody would see it.
        """
        case = file.case
        self._refuse_who_takes_part(file)
        people = self._people(file)
        collected: dict[str, list[Row]] = {}
        case |= self._numbered(case["received"].year, bool(case["restricted"]))
        case["id"] = case_id = self._id("case")
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
                made = self._id(table)
                renamed.setdefault(name, {})[row["id"]] = made
                row["id"], row["case_id"] = made, case_id
                self._take(section.model, row, collected)
                for factor in sorted(set(row.get("factors", ()))):
                    one = {"id": self._id("allegation_factor"), "allegation_id": made}
                    self._take(AllegationFactor, one | {"factor": factor}, collected)
        for one in imported:
            self._take(
                ImportedRow, {"id": self._id("imported_row"), "case_id": case_id} | one, collected
            )
        self._seal(case, case_id, people, collected)
        self._derive(file, collected)
        self._waiting += 1
        if self._waiting >= BATCH:
            self.flush()
        return case_id, str(case["reference"])

    def flush(self) -> None:
        """Write what is waiting."""
        for (series, year), last in self._last.items():
            self._connection.execute(
                "INSERT INTO reference_counter (series, year, last) VALUES (?, ?, ?)"
                " ON CONFLICT (series, year) DO UPDATE SET last = excluded.last",
                (series, year, last),
            )
        for table, columns in stored_columns().items():
            rows = self._rows.get(table)
            if rows:
                self._connection.executemany(insert(table, columns), rows)
                rows.clear()
        self._last.clear()
        self._next.clear()
        self._waiting = 0
        if len(self._members) > REMEMBERED:
            self._members.clear()

    def _people(self, file: CaseFile) -> list[tuple[Row, Row | None]]:
        """Say who is behind each subject and complainant; the people and memberships made."""
        found: list[tuple[Row, Row | None]] = []
        for row in file.subjects:
            if not row["family_name"] and not row["number"]:
                continue
            key = row["number"], row["family_name"]
            known = self._members.get(key) or self._known(*key)
            if known is None:
                person = self._person(row)
                known = self._id("member"), {name: row[name] for name in PERSON_FIELDS}
                member = _blank(Member) | {"id": known[0], "person_id": person["id"]}
                member |= {"number": row["number"], "role": row["role"]}
                self._keep("member", member)
                found.append((person, member))
            if row["number"]:
                self._members[key] = known
            row["member_id"] = known[0]
            row |= known[1]  # who is known already is called as they are known
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
        made = _blank(Person) | {key: row[key] for key in PERSON_FIELDS if key in row}
        made["id"] = self._id("person")
        self._keep("person", made)
        return made

    def _refuse_who_takes_part(self, file: CaseFile) -> None:
        """Nobody is given a case in which they play a part, and one that is restricted is seen."""
        owner_id, restricted = file.case["owner_id"], bool(file.case["restricted"])
        if owner_id and self._takes_part(owner_id, file):
            raise InvalidError({"case.0.owner_id": TAKES_PART})
        user_id = self._change.user_id
        if not restricted:
            return
        self._change.require("restrict")
        if user_id and user_id != owner_id:
            if not owner_id and self._takes_part(user_id, file):
                raise InvalidError({"case.0.restricted": NOBODY_LEFT})
            named = _blank(CaseAccess) | {"id": -1, "user_id": user_id, "case_id": None}
            named |= {"since": self._change.today, "reason": "Imported the case"}
            file.named.append(named)

    def _takes_part(self, user_id: int, file: CaseFile) -> bool:
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

    def _numbered(self, year: int, restricted: bool) -> Row:
        series = series_of(restricted)
        if (series, year) not in self._last:
            query = "SELECT last FROM reference_counter WHERE series = ? AND year = ?"
            row = self._connection.execute(query, (series, year)).fetchone()
            self._last[series, year] = int(row[0]) if row else 0
        self._last[series, year] = number = self._last[series, year] + 1
        reference = reference_of(series, year, number)
        return {"reference": reference, "series": series, "year": year, "number": number}

    def _id(self, table: str) -> int:
        """The next id of a table; nobody else can write while the change is open."""
        if table not in self._next:
            query = f'SELECT COALESCE(MAX(id), 0) FROM "{table}"'
            self._next[table] = int(self._connection.execute(query).fetchone()[0])
        self._next[table] += 1
        return self._next[table]

    def _take(self, model: type[Table], row: Row, collected: dict[str, list[Row]]) -> None:
        table = model._meta.table_name
        kept = self._keep(table, row)
        if model is not Case:
            collected.setdefault(table, []).append(kept)

    def _keep(self, table: str, row: Row) -> Row:
        """Have a row written; returns it as it is stored."""
        if table not in self._rows:
            self._change.require(roles.act_of(table))
            self._change.tables.add(table)
            self._rows[table] = []
        kept = _as_stored(table, row)
        self._rows[table].append(tuple(kept.values()))
        return kept

    def _seal(
        self,
        case: Row,
        case_id: int,
        people: list[tuple[Row, Row | None]],
        collected: dict[str, list[Row]],
    ) -> None:
        records = self._rows.setdefault("audit_record", [])
        for person, member in people:
            entry: dict[str, Any] = {"before": None, "after": _as_stored("person", person)}
            if member is not None:
                entry["with"] = {"member": [_as_stored("member", member)]}
            records.append(self._change.sealed("collect", "person", person["id"], case_id, entry))
        entry = {"before": None, "after": _as_stored("case", case), "with": collected}
        records.append(self._change.sealed("collect", "case", case_id, case_id, entry))

    def _derive(self, file: CaseFile, collected: dict[str, list[Row]]) -> None:
        """What lists and search show of the case, from its rows as they will stand."""
        case_id = file.case["id"]
        standing = derive.Standing(file, clocks_of(file, self._nation))
        owner = self._owners.get(file.case["owner_id"])
        carried = (*PERSON_FIELDS, *MEMBER_FIELDS)
        joined = {"document": None, "version_name": None, "clause": None}
        factors = {row["factor"] for row in collected.get("allegation_factor", ())}
        records = derive.Records(
            case=_as_stored("case", file.case) | {"owner_name": owner},
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
        self._rows.setdefault("case_line", []).append(
            tuple(line[name] for name in stored_columns()["case_line"])
        )
        clocks = derive.clock_rows(self._connection, case_id, standing)
        self._rows.setdefault("case_clock", []).extend(clocks)
        first = case_id * derive.ENTRIES_PER_CASE
        entries = self._rows.setdefault("search_entry", [])
        index = self._rows.setdefault("search", [])
        for number, (key, words) in enumerate(derive.entries(records).items(), start=first + 1):
            entries.append((number, *key, words))
            index.append((number, words))


def _as_stored(table: str, row: Row) -> Row:
    """A row by column as SQLite keeps it; a flag is kept as a number and told as a flag."""
    names, days = stored_columns()[table], _days()[table]
    kept = {name: row[name] for name in names}
    for name in days:
        if kept[name] is not None:
            kept[name] = str(kept[name])
    return kept


@cache
def stored_columns() -> dict[str, tuple[str, ...]]:
    """The columns of every table that is written, parents first."""
    found = {
        model._meta.table_name: tuple(item.column_name for item in model._meta.sorted_fields)
        for model in TABLES
    }
    return found | DERIVED | {"audit_record": SEALED}


@cache
def _days() -> dict[str, tuple[str, ...]]:
    """The columns of each table that hold days and moments."""
    return {
        model._meta.table_name: tuple(
            item.column_name
            for item in model._meta.sorted_fields
            if isinstance(item, DateField | DateTimeField)
        )
        for model in TABLES
    }


@cache
def insert(table: str, columns: tuple[str, ...]) -> str:
    """The statement that writes a row of a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'


def _blank(model: type[Table]) -> Row:
    """A row with what stands in its columns unless something is said."""
    return dict(_defaults(model))


@cache
def _defaults(model: type[Table]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.column_name, item.default) for item in model._meta.sorted_fields)

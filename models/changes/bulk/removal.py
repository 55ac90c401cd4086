"""New cases taken out of a register again, many at once: what :mod:`.cases` put in.

Each leaves one audit record that holds every row that went (``with``, by table), and one for each
person who came with it and plays no other part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.case.casefile import Row
from models.change import Change
from models.changes.bulk.rows import columns as columns_of
from models.changes.bulk.rows import insert
from models.queries.cases import derive
from models.rules import roles
from models.schema.of_cases import tables_of_cases

BATCH = 200
#: What would be left hanging, or tells that somebody is known from something else.
ELSEWHERE = (
    "SELECT 1 FROM subject s JOIN member m ON m.id = s.member_id WHERE m.person_id = ?1"
    " UNION ALL SELECT 1 FROM complainant WHERE person_id = ?1"
    " UNION ALL SELECT 1 FROM person WHERE id = ?1 AND (version > 1 OR merged_into_id IS NOT NULL)"
    " UNION ALL SELECT 1 FROM member WHERE person_id = ?1 AND version > 1"
    " UNION ALL SELECT 1 FROM person WHERE merged_into_id = ?1"
    " UNION ALL SELECT 1 FROM person_merge WHERE kept_id = ?1 OR gone_id = ?1"
    " UNION ALL SELECT 1 FROM alert_review WHERE person_id = ?1"
    " UNION ALL SELECT 1 FROM posting p JOIN member m ON m.id = p.member_id WHERE m.person_id = ?1"
    " UNION ALL SELECT 1 FROM guidance_issue g JOIN member m ON m.id = g.member_id"
    " WHERE m.person_id = ?1"
    " UNION ALL SELECT 1 FROM user u JOIN member m ON m.id = u.member_id WHERE m.person_id = ?1"
    " LIMIT 1"
)


class Removal:
    """Takes whole cases out inside a change; their numbers are void from then on."""

    def __init__(self, change: Change, first: int, last: int) -> None:
        """:param first: the first audit record of the import, and ``last`` its last."""
        change.require("import")
        self._change = change
        self._connection = change.database.connection()
        self._records = first, last
        self._tables = [model._meta.table_name for model in reversed(tables_of_cases())]
        self._void = self._connection.execute(
            "SELECT COALESCE(MAX(id), 0) FROM void_reference"
        ).fetchone()[0]

    def remove(
        self,
        ids: Sequence[int],
        progress: Callable[[int, int], None],
        check: Callable[[], None],
    ) -> None:
        """Take these cases out."""
        for start in range(0, len(ids), BATCH):
            check()
            progress(start, len(ids))
            records: list[tuple[Any, ...]] = []
            for case_id in ids[start : start + BATCH]:
                self._remove(case_id, records)
            sealed = columns_of()["audit_record"]
            self._connection.executemany(insert("audit_record", sealed), records)
        progress(len(ids), len(ids))

    def _remove(self, case_id: int, records: list[tuple[Any, ...]]) -> None:
        people = [row[0] for row in self._connection.execute(
            "SELECT record_id FROM audit_record WHERE case_id = ? AND table_name = 'person'"
            " AND action = 'collect' AND id BETWEEN ? AND ?", (case_id, *self._records)
        )]  # fmt: skip
        gone: dict[str, list[Row]] = {}
        (case,) = self._rows("case", "id", case_id)
        factors = "allegation_id IN (SELECT id FROM allegation WHERE case_id = ?)"
        gone["allegation_factor"] = self._where("allegation_factor", factors, case_id)
        self._delete("allegation_factor", factors, case_id)
        for table in self._tables:
            found = self._rows(table, "case_id", case_id)
            if found:
                gone[table] = found
                self._delete(table, "case_id = ?", case_id)
        self._forget(case_id)
        self._delete("case", "id = ?", case_id)
        entry = {"before": case, "after": None}
        entry["with"] = {table: rows for table, rows in gone.items() if rows}
        records.append(self._change.sealed("erase", "case", case_id, case_id, entry))
        records.append(self._make_void(case))
        records += [one for person_id in people for one in self._person(person_id, case_id)]

    def _make_void(self, case: Row) -> tuple[Any, ...]:
        self._void += 1
        row = {"id": self._void} | {name: case[name] for name in ("series", "year", "number")}
        row["since"] = str(self._change.today)
        self._change.require(roles.act_of("void_reference"))
        columns = columns_of()["void_reference"]
        values = [row[name] for name in columns]
        self._connection.execute(insert("void_reference", columns), values)
        entry = {"before": None, "after": row}
        return self._change.sealed("collect", "void_reference", self._void, case["id"], entry)

    def _person(self, person_id: int, case_id: int) -> list[tuple[Any, ...]]:
        """Take out somebody who came with the case and plays no part in anything else."""
        if self._connection.execute(ELSEWHERE, (person_id,)).fetchone():
            return []
        person = self._rows("person", "id", person_id)
        members = self._rows("member", "person_id", person_id)
        if not person:
            return []
        self._delete("member", "person_id = ?", person_id)
        self._delete("person", "id = ?", person_id)
        entry: dict[str, Any] = {"before": person[0], "after": None, "with": {"member": members}}
        return [self._change.sealed("erase", "person", person_id, case_id, entry)]

    def _forget(self, case_id: int) -> None:
        """What lists and search show of the case."""
        first = case_id * derive.ENTRIES_PER_CASE
        between = (first, first + derive.ENTRIES_PER_CASE - 1)
        query = "SELECT id, words FROM search_entry WHERE id BETWEEN ? AND ?"
        entries = [tuple(row) for row in self._connection.execute(query, between)]
        self._connection.executemany(
            "INSERT INTO search(search, rowid, words) VALUES ('delete', ?, ?)", entries
        )
        self._delete("search_entry", "id BETWEEN ? AND ?", *between)
        self._delete("case_line", "case_id = ?", case_id)
        self._delete("case_clock", "case_id = ?", case_id)

    def _rows(self, table: str, column: str, value: int) -> list[Row]:
        return self._where(table, f'"{column}" = ?', value)

    def _where(self, table: str, condition: str, *values: Any) -> list[Row]:
        columns = columns_of()[table]
        named = ", ".join(f'"{name}"' for name in columns)
        query = f'SELECT {named} FROM "{table}" WHERE {condition} ORDER BY id'
        return [
            dict(zip(columns, row, strict=True)) for row in self._connection.execute(query, values)
        ]

    def _delete(self, table: str, condition: str, *values: Any) -> None:
        self._change.tables.add(table)
        self._connection.execute(f'DELETE FROM "{table}" WHERE {condition}', values)

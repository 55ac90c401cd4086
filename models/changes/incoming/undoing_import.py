"""An import taken back as a whole: what it added goes, what it changed is as it was before.

It is taken back only while nobody has worked on any of its cases since, so that nothing of theirs
is lost.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.case.casefile import Row
from models.change import Change
from models.changes.bulk.removal import Removal
from models.errors import InvalidError, NotFoundError
from models.register import Register
from models.schema import TABLES, Case, ImportRun, Record, Table

#: Cases that a sentence names.
MOST_NAMED = 5
WORKED_ON = (
    "SELECT 1 FROM audit_record WHERE case_id = ?1 AND id > ?2"
    " AND action NOT IN ('consult', 'disclose')"
    " UNION ALL SELECT 1 FROM case_link WHERE other_id = ?1 LIMIT 1"
)
ADDED = (
    "SELECT 1 FROM audit_record WHERE case_id = ? AND id BETWEEN ? AND ?"
    " AND table_name = 'case' AND action = 'collect' LIMIT 1"
)


@dataclass(frozen=True)
class Undone:
    """How many cases were taken out, and how many put back as they were."""

    removed: int
    restored: int


def undo(
    register: Register,
    run_id: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Undone:
    """Take an import back, in one transaction.

    :raises NotFoundError: there is no such import.
    :raises InvalidError: it was taken back before, or its cases have been worked on since.
    """
    with register.change("Import undone") as change:
        change.require("import")
        run = next(
            iter(ImportRun.select().where(ImportRun.id == run_id).execute(change.database)), None
        )
        if run is None:
            raise NotFoundError("There is no such import in this register.")
        change.reason = f"Import of {run.file_name} undone"
        if run.undone is not None:
            raise InvalidError({"run": f"The import of {run.file_name} was undone before."})
        connection = change.database.connection()
        query = "SELECT DISTINCT case_id FROM imported_row WHERE run_id = ? ORDER BY case_id"
        ids = [row[0] for row in connection.execute(query, (run_id,))]
        _refuse_worked_on(change, ids, run)
        span = (run.first_record, run.last_record)
        added = [one for one in ids if connection.execute(ADDED, (one, *span)).fetchone()]
        changed = sorted(set(ids) - set(added))
        for case_id in changed:
            check()
            _put_back(change, case_id, *span)
        Removal(change, *span).remove(added, progress, check)
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        change.edit(ImportRun, run_id, run.version, undone=now)
    return Undone(len(added), len(changed))


def _refuse_worked_on(change: Change, ids: list[int], run: Any) -> None:
    connection = change.database.connection()
    worked_on = [
        one
        for one in ids
        if not (change.sees_all or change.sees(Case, one))
        or connection.execute(WORKED_ON, (one, run.last_record)).fetchone()
    ]
    if not worked_on:
        return
    query = 'SELECT reference FROM "case" WHERE id = ?'
    seen = [one for one in worked_on if change.sees(Case, one)][:MOST_NAMED]
    named = ", ".join(connection.execute(query, (one,)).fetchone()[0] for one in seen)
    which = f" ({named}{', …' if len(worked_on) > len(seen) else ''})" if named else ""
    raise InvalidError(
        {
            "run": f"The import of {run.file_name} cannot be undone as a whole: some of its cases"
            f"{which} have been worked on since, or are out of your sight. Nothing was changed."
        }
    )


def _put_back(change: Change, case_id: int, first: int, last: int) -> None:
    """Put a case that was changed back as it was, act by act from the last."""
    query = (
        "SELECT table_name, record_id, action, entry FROM audit_record"
        " WHERE case_id = ? AND id BETWEEN ? AND ? ORDER BY id DESC"
    )
    connection = change.database.connection()
    outer, change.within = change.within, case_id
    for table, row_id, action, entry in connection.execute(
        query, (case_id, first, last)
    ).fetchall():
        model = _model(table)
        said = json.loads(entry)
        if action == "collect":
            change.remove(model, row_id)
        elif action == "alter":
            before, after = said["before"], said["after"]
            different = {
                name: value
                for name, value in before.items()
                if value != after[name] and name != "version"
            }
            assert issubclass(model, Record)
            change.edit(model, row_id, after["version"], **_named(model, different))
    change.within = outer
    change.touch(case_id)


def _model(table: str) -> type[Table]:
    every: tuple[type[Any], ...] = TABLES
    found: type[Table] = next(one for one in every if one._meta.table_name == table)
    return found


def _named(model: type[Table], row: Row) -> Row:
    names = {item.column_name: item.name for item in model._meta.sorted_fields}
    return {names[key]: value for key, value in row.items()}

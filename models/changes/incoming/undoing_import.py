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

from peewee import BaseQuery

from models.case.casefile import Row
from models.change import Change
from models.changes.bulk.removal import Removal
from models.errors import InvalidError, NotFoundError
from models.register import Register
from models.schema import (
    TABLES,
    AuditRecord,
    Case,
    CaseLink,
    ImportedRow,
    ImportRun,
    Record,
    Table,
)
from models.storage.asking import given, question, row, rows, value

#: Cases that a sentence names.
MOST_NAMED = 5


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
            raise InvalidError({"run": f"The import of {run.file_name} has already been undone."})
        connection = change.database.connection()
        ids = [row[0] for row in rows(connection, _cases_of_run, run=run_id)]
        _refuse_worked_on(change, ids, run)
        first, last = span = (run.first_record, run.last_record)
        added = [one for one in ids if row(connection, _added, case=one, first=first, last=last)]
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
        or row(connection, _worked_on, case=one, last=run.last_record)
        or row(connection, _pointed_at, case=one)
    ]
    if not worked_on:
        return
    seen = [one for one in worked_on if change.sees(Case, one)][:MOST_NAMED]
    named = ", ".join(
        value(connection, Case.select(Case.reference).where(Case.id == one)) for one in seen
    )
    which = f" ({named}{', …' if len(worked_on) > len(seen) else ''})" if named else ""
    raise InvalidError(
        {
            "run": f"The import of {run.file_name} cannot be undone: some of its cases{which} "
            "have been changed since, or you may not see them. Nothing was changed."
        }
    )


def _put_back(change: Change, case_id: int, first: int, last: int) -> None:
    """Put a case that was changed back as it was, act by act from the last."""
    connection = change.database.connection()
    outer, change.within = change.within, case_id
    acts = rows(connection, _acts, case=case_id, first=first, last=last)
    for table, row_id, action, entry in acts:
        model = _model(table)
        said = json.loads(entry)
        if action == "collect":
            change.remove(model, row_id)
        elif action == "alter":
            before, after = said["before"], said["after"]
            different = {
                name: was
                for name, was in before.items()
                if was != after[name] and name != "version"
            }
            assert issubclass(model, Record)
            change.edit(model, row_id, after["version"], **_named(model, different))
    change.within = outer
    change.touch(case_id)


def _model(table: str) -> type[Table]:
    every: tuple[type[Any], ...] = TABLES
    found: type[Table] = next(one for one in every if one._meta.table_name == table)
    return found


def _named(model: type[Table], columns: Row) -> Row:
    names = {item.column_name: item.name for item in model._meta.sorted_fields}
    return {names[key]: kept for key, kept in columns.items()}


@question
def _cases_of_run() -> BaseQuery:
    imported = ImportedRow.select(ImportedRow.case).distinct()
    return imported.where(ImportedRow.run == given("run")).order_by(ImportedRow.case)


@question
def _worked_on() -> BaseQuery:
    """Something that was done to ``case`` after the record ``last``."""
    record = AuditRecord
    return record.select(record.id).where(
        (record.case_id == given("case"))
        & (record.id > given("last"))
        & record.action.not_in(("consult", "disclose"))
    )


@question
def _pointed_at() -> BaseQuery:
    """A link of another case to ``case``."""
    return CaseLink.select(CaseLink.id).where(CaseLink.other == given("case"))


@question
def _added() -> BaseQuery:
    """The record by which ``case`` came, among those from ``first`` to ``last``."""
    record = AuditRecord
    return record.select(record.id).where(
        (record.case_id == given("case"))
        & record.id.between(given("first"), given("last"))
        & (record.table == "case")
        & (record.action == "collect")
    )


@question
def _acts() -> BaseQuery:
    """What was done to ``case`` from the record ``first`` to ``last``, the last act first."""
    record = AuditRecord
    return (
        record.select(record.table, record.record_id, record.action, record.entry)
        .where((record.case_id == given("case")) & record.id.between(given("first"), given("last")))
        .order_by(record.id.desc())
    )

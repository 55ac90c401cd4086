"""New cases taken out of a register again, many at once: what :mod:`.cases` put in.

Each leaves one audit record that holds every row that went (``with``, by table), and one for each
person who came with it and plays no other part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from peewee import BaseQuery, Model, SelectBase, fn

from models.case.casefile import Row
from models.change import SEALED, Change
from models.changes.retention.emptying import tables_of_cases
from models.queries.cases import derive_questions as asked
from models.queries.joins import members_of
from models.rules import roles
from models.schema import (
    AlertReview,
    Allegation,
    AllegationFactor,
    AuditRecord,
    Case,
    CaseClock,
    CaseLine,
    Complainant,
    GuidanceIssue,
    Member,
    Person,
    PersonMerge,
    Posting,
    SearchEntry,
    Subject,
    Table,
    User,
    VoidReference,
)
from models.storage.asking import Question, ask, dicts, execute, given, question, rows, value
from models.storage.asking import row as first_row
from models.storage.sqlite import searching
from models.storage.sqlite.batches import insertion

BATCH = 200


@question
def _elsewhere() -> BaseQuery:
    """A row for each thing by which ``person`` is known from elsewhere, or that would be left."""
    person, whose = given("person"), Member.person == given("person")
    changed = (Person.version > 1) | Person.merged_into.is_null(False)
    found: SelectBase = members_of(Subject.select(Subject.id), Subject, Member).where(whose)
    for more in (
        Complainant.select(Complainant.id).where(Complainant.person == person),
        Person.select(Person.id).where((Person.id == person) & changed),
        Member.select(Member.id).where(whose & (Member.version > 1)),
        Person.select(Person.id).where(Person.merged_into == person),
        PersonMerge.select(PersonMerge.id).where(
            (PersonMerge.kept == person) | (PersonMerge.gone == person)
        ),
        AlertReview.select(AlertReview.id).where(AlertReview.person == person),
        members_of(Posting.select(Posting.id), Posting, Member).where(whose),
        members_of(GuidanceIssue.select(GuidanceIssue.id), GuidanceIssue, Member).where(whose),
        members_of(User.select(User.id), User, Member).where(whose),
    ):
        found = found.union_all(more)
    return found


@question
def _people_recorded() -> BaseQuery:
    """The people who were recorded with ``case``, by the records from ``first`` to ``last``."""
    record = AuditRecord
    return record.select(record.record_id).where(
        (record.case_id == given("case"))
        & (record.table == "person")
        & (record.action == "collect")
        & record.id.between(given("first"), given("last"))
    )


@question
def _factors() -> BaseQuery:
    """The factors of the allegations of ``case``."""
    allegations = Allegation.select(Allegation.id).where(Allegation.case == given("case"))
    factors = AllegationFactor.select().where(AllegationFactor.allegation.in_(allegations))
    return factors.order_by(AllegationFactor.id)


@cache
def _rows_by(model: type[Table], column: str) -> Question:
    """The rows of a table that have ``wanted`` in a column, in the order of their ids."""
    key = model._meta.columns[column]
    return Question(lambda: model.select().where(key == given("wanted")).order_by(model.id))


@cache
def _removal_by(model: type[Model], column: str) -> Question:
    key = model._meta.columns[column]
    return Question(lambda: model.delete().where(key == given("wanted")))


class Removal:
    """Takes whole cases out inside a change; their numbers are void from then on."""

    def __init__(self, change: Change, first: int, last: int) -> None:
        """:param first: the first audit record of the import, and ``last`` its last."""
        change.require("import")
        self._change = change
        self._connection = change.database.connection()
        self._records = first, last
        self._tables = list(reversed(tables_of_cases()))
        self._void = value(self._connection, VoidReference.select(fn.MAX(VoidReference.id))) or 0

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
            self._connection.executemany(insertion(AuditRecord, SEALED), records)
        progress(len(ids), len(ids))

    def _remove(self, case_id: int, records: list[tuple[Any, ...]]) -> None:
        first, last = self._records
        recorded = ask(self._connection, _people_recorded, case=case_id, first=first, last=last)
        people = [row[0] for row in recorded]
        gone: dict[str, list[Row]] = {}
        (case,) = self._rows(Case, "id", case_id)
        gone["allegation_factor"] = factors = dicts(self._connection, _factors, case=case_id)
        for factor in factors:
            self._delete(AllegationFactor, "id", factor["id"])
        for model in self._tables:
            found = self._rows(model, "case_id", case_id)
            if found:
                gone[model._meta.table_name] = found
                self._delete(model, "case_id", case_id)
        self._forget(case_id)
        self._delete(Case, "id", case_id)
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
        self._connection.execute(insertion(VoidReference, tuple(row)), tuple(row.values()))
        entry = {"before": None, "after": row}
        return self._change.sealed("collect", "void_reference", self._void, case["id"], entry)

    def _person(self, person_id: int, case_id: int) -> list[tuple[Any, ...]]:
        """Take out somebody who came with the case and plays no part in anything else."""
        if first_row(self._connection, _elsewhere, person=person_id):
            return []
        person = self._rows(Person, "id", person_id)
        members = self._rows(Member, "person_id", person_id)
        if not person:
            return []
        self._delete(Member, "person_id", person_id)
        self._delete(Person, "id", person_id)
        entry: dict[str, Any] = {"before": person[0], "after": None, "with": {"member": members}}
        return [self._change.sealed("erase", "person", person_id, case_id, entry)]

    def _forget(self, case_id: int) -> None:
        """What lists and search show of the case."""
        first, last = searching.entries_of(case_id)
        entries = rows(self._connection, asked.entries, first=first, last=last)
        searching.take_out(self._connection, [(one[0], one[3]) for one in entries])
        for one in entries:
            self._delete(SearchEntry, "id", one[0])
        self._delete(CaseLine, "case_id", case_id)
        self._delete(CaseClock, "case_id", case_id)

    def _rows(self, model: type[Table], column: str, wanted: int) -> list[Row]:
        return dicts(self._connection, _rows_by(model, column), wanted=wanted)

    def _delete(self, model: type[Model], column: str, wanted: int) -> None:
        self._change.tables.add(model._meta.table_name)
        execute(self._connection, _removal_by(model, column), wanted=wanted)

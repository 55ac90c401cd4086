"""What is asked of the register to check it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from peewee import SQL, BaseQuery

from models.schema import (
    AuditRecord,
    Case,
    CaseClock,
    CaseLine,
    SearchEntry,
    Table,
)
from models.schema.dictionary import words
from models.schema.of_cases import ANONYMISED
from models.storage.asking import (
    given,
    question,
    questions,
)


@question
def line() -> BaseQuery:
    """The line of ``case``."""
    return CaseLine.select().where(CaseLine.case == given("case"))


@question
def of_clocks() -> BaseQuery:
    """The clocks of ``case``, as they are derived."""
    clocks = CaseClock.select(
        CaseClock.case,
        CaseClock.clock,
        CaseClock.about,
        CaseClock.words,
        CaseClock.started,
        CaseClock.due,
        CaseClock.state,
    )
    return clocks.where(CaseClock.case == given("case")).order_by(CaseClock.id)


@question
def entries() -> BaseQuery:
    """The search entries from ``first`` to ``last``."""
    entries = SearchEntry.select(SearchEntry.source, SearchEntry.source_id, SearchEntry.words)
    return entries.where(SearchEntry.id.between(given("first"), given("last")))


@questions
def worded(model: type[Table]) -> BaseQuery:
    """A row of a case, or the case itself, that holds words somewhere."""
    columns = model._meta.columns
    left = {"title": ANONYMISED} if model is Case else {}
    said = reduce(or_, (columns[name] != left.get(name, "") for name in words(model)))
    of_case = columns["id" if model is Case else "case_id"] == given("case")
    return model.select(SQL("1")).where(of_case, said).limit(1)


@question
def received() -> BaseQuery:
    """The latest record of a case that was taken in, with the hash of what it brought."""
    return (
        AuditRecord.select(AuditRecord.entry)
        .where(
            AuditRecord.case_id == given("case"),
            AuditRecord.table == "case",
            AuditRecord.record_id == given("case"),
            AuditRecord.action == "collect",
            AuditRecord.entry.like('%"sha256":%'),
        )
        .order_by(AuditRecord.id.desc())
        .limit(1)
    )

"""What goes from the rows of a case that is anonymised or erased, by the kind of each column.

Nothing here is named table by table that can be known from the schema: a new table of a case, or a
new column of words, goes without a line of code. What stays are codes, numbers, flags and days: the
days that a figure is made of as they are, all others to the month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from peewee import DateField, DateTimeField, Field, ForeignKeyField, TextField, fn

from models.change import Change
from models.changes.case.exhibits import before_abandoned
from models.queries.cases import derive
from models.schema import (
    TABLES,
    Allegation,
    AllegationFactor,
    AuditRecord,
    Case,
    CaseClock,
    CaseLine,
    CaseLink,
    ChronologyEntry,
    Exhibit,
    ExhibitChunk,
    ExhibitFile,
    Letter,
    OriginLink,
    OriginRecord,
    RetentionReview,
    Table,
    Task,
)
from models.storage.sqlite import searching

#: What stands for words that cannot be empty.
ANONYMISED = "Anonymised"
#: Derived from the others.
DERIVED = (CaseLine, CaseClock)
#: Rows that are nothing without their words.
OF_WORDS: tuple[type[Table], ...] = (
    *(ChronologyEntry, Task, Exhibit, Letter, RetentionReview),
    *(OriginRecord, OriginLink),
)
#: Columns that hold codes or numbers, though the schema keeps them as words.
CODES = frozenset(
    {
        *(("case", "reference"), ("case", "series"), ("case", "former_references")),
        *(("clock_change", "clock"), ("stage_step", "requirement")),
        *(("case_origin", "register"), ("case_origin", "reference"), ("case_origin", "force")),
        ("case_origin", "sender"),
    }
)
#: Days that a figure is made of, or by which the latest decision is told from those before.
EXACT = frozenset(
    {
        *(("case", "received"), ("case", "closed"), ("case", "anonymised")),
        *(("finding", "decided"), ("outcome", "decided"), ("severity_assessment", "decided")),
    }
)
#: Days of what was still to be done.
FORGOTTEN = frozenset({("case", "next_due")})


def tables_of_cases() -> tuple[type[Table], ...]:
    """Every table whose rows are of one case, parents first."""
    every: tuple[type[Any], ...] = TABLES
    not_ours = (*DERIVED, AuditRecord)
    return tuple(one for one in every if "case_id" in one._meta.columns and one not in not_ours)


def words(model: type[Table]) -> list[str]:
    """The columns of a table in which somebody may have typed a name."""
    return [item.column_name for item in model._meta.sorted_fields if _is_words(model, item)]


def empty(change: Change, ids: Collection[int]) -> None:
    """Take every word and every day that nothing counts out of these cases."""
    change.require("retain")
    for model in reversed(tables_of_cases()):
        if model in OF_WORDS:
            _remove(change, model, ids)
        else:
            _blank(change, model, model._meta.columns["case_id"], ids)
    _blank(change, Case, Case.id, ids)
    named = Case.update(title=ANONYMISED, anonymised=change.today)
    named.where(Case.id.in_(list(ids))).execute(change.database)


def erase(change: Change, ids: Collection[int]) -> None:
    """Take these cases out of the register whole."""
    change.require("retain")
    for case_id in ids:
        factors = Allegation.select(Allegation.id).where(Allegation.case == case_id)
        AllegationFactor.delete().where(AllegationFactor.allegation.in_(factors)).execute(
            change.database
        )
    for model in reversed(tables_of_cases()):
        _remove(change, model, ids)
    Case.delete().where(Case.id.in_(list(ids))).execute(change.database)


def remove_links(
    change: Change, ids: Collection[int], *, also_consolidated: bool
) -> dict[type[Table], set[int]]:
    """Take out links of these cases with others, either way; return the rows that went.

    A consolidation among the cases themselves is a figure and stays, unless they go whole.
    """
    change.require("retain")
    link = CaseLink
    wanted = link.case.in_(list(ids)) | link.other.in_(list(ids))
    if not also_consolidated:
        wanted &= link.kind != "consolidated"
    found = list(link.select().where(wanted).execute(change.database))
    for one in found:
        change.case_ids |= {one.case_id, one.other_id}
        link.delete().where(link.id == one.id).execute(change.database)
    return {link: {one.id for one in found}}


def remove_files(change: Change, ids: Collection[int]) -> dict[type[Table], set[int]]:
    """Take out the bytes of every exhibit and letter of these cases, with them; the rows that went.

    So are files that were begun long ago and are nobody's, for they may have been of these.
    """
    change.require("retain")
    files: set[int] = set()
    for model in (Exhibit, Letter):
        of_cases = model.select().where(model.case.in_(list(ids)))
        files |= {one.file_id for one in of_cases.execute(change.database)}
        _remove(change, model, ids)
    nobodys = ~ExhibitFile.complete & (ExhibitFile.started < before_abandoned())
    files |= {one.id for one in ExhibitFile.select().where(nobodys).execute(change.database)}
    chunks: set[int] = set()
    for file_id in files:
        of_file = ExhibitChunk.file == file_id
        rows = ExhibitChunk.select(ExhibitChunk.id).where(of_file).tuples()
        chunks |= {row[0] for row in rows.execute(change.database)}
        ExhibitChunk.delete().where(of_file).execute(change.database)
        ExhibitFile.delete().where(ExhibitFile.id == file_id).execute(change.database)
    return {ExhibitFile: files, ExhibitChunk: chunks}


def forget_index(change: Change, ids: Iterable[int]) -> None:
    """Derive lists and search of these cases anew, and write the index without a trace of before.

    An index entry taken out leaves its words in the index until its parts are merged into one.
    """
    connection = change.database.connection()
    for case_id in sorted(ids):
        derive.refresh(connection, case_id)
    searching.merge(connection)


def _is_words(model: type[Table], item: Field) -> bool:
    """A text column that is never null: those of codes are null until one is chosen."""
    if not isinstance(item, TextField) or item.null:
        return False
    return (model._meta.table_name, item.column_name) not in CODES


def _blank(change: Change, model: type[Table], key: Field, ids: Collection[int]) -> None:
    """Take words, and days that count in nothing, out of the rows with these ids as ``key``."""
    table = model._meta.table_name
    values: dict[Field, Any] = {}
    for item in model._meta.sorted_fields:
        exact = (table, item.column_name) in EXACT
        if (table, item.column_name) in FORGOTTEN:
            values[item] = None
        elif _is_words(model, item):
            values[item] = ""
        elif isinstance(item, DateTimeField) and not exact:
            values[item] = fn.strftime("%Y-%m-01 00:00:00", item)
        elif isinstance(item, DateField) and not exact:
            values[item] = fn.strftime("%Y-%m-01", item)
    if values:
        for case_id in ids:
            model.update(values).where(key == case_id).execute(change.database)


def _remove(change: Change, model: type[Table], ids: Collection[int]) -> None:
    """Delete the rows of the cases; rows that point at each other let go of one another first."""
    case = model._meta.columns["case_id"]
    for item in model._meta.sorted_fields:
        if isinstance(item, ForeignKeyField) and item.rel_model is model:
            for case_id in ids:
                model.update({item: None}).where(case == case_id).execute(change.database)
    for case_id in ids:
        model.delete().where(case == case_id).execute(change.database)

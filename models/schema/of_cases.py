"""Which tables are of one case, and in which of their columns somebody may have typed a name."""

from __future__ import annotations

from typing import Any

from peewee import Field, TextField

from models.schema import TABLES, AuditRecord, CaseClock, CaseLine, Table

#: Derived from the others.
DERIVED = (CaseLine, CaseClock)
#: Columns that hold codes or numbers, though the schema keeps them as words.
CODES = frozenset(
    {
        *(("case", "reference"), ("case", "series"), ("case", "former_references")),
        *(("clock_change", "clock"), ("stage_step", "requirement")),
        *(("case_origin", "register"), ("case_origin", "reference"), ("case_origin", "force")),
        ("case_origin", "sender"),
    }
)


def tables_of_cases() -> tuple[type[Table], ...]:
    """Every table whose rows are of one case, parents first."""
    every: tuple[type[Any], ...] = TABLES
    not_ours = (*DERIVED, AuditRecord)
    return tuple(one for one in every if "case_id" in one._meta.columns and one not in not_ours)


def words(model: type[Table]) -> list[str]:
    """The columns of a table in which somebody may have typed a name."""
    return [item.column_name for item in model._meta.sorted_fields if is_words(model, item)]


def is_words(model: type[Table], item: Field) -> bool:
    """A text column that is never null: those of codes are null until one is chosen."""
    if not isinstance(item, TextField) or item.null:
        return False
    return (model._meta.table_name, item.column_name) not in CODES

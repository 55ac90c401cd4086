"""Which tables are of one case."""

from __future__ import annotations

from typing import Any

from models.schema import TABLES, AuditRecord, CaseClock, CaseLine, Table

#: Derived from the others.
DERIVED = (CaseLine, CaseClock)


def tables_of_cases() -> tuple[type[Table], ...]:
    """Every table whose rows are of one case, parents first."""
    every: tuple[type[Any], ...] = TABLES
    not_ours = (*DERIVED, AuditRecord)
    return tuple(one for one in every if "case_id" in one._meta.columns and one not in not_ours)

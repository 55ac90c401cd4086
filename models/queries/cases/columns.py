"""The one table of columns: what the list shows is what it sorts, prints and exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "number", "pill", "due", "flag"]


@dataclass(frozen=True)
class Column:
    """One column of the case list.

    :ivar sql: the value, over ``case_line`` as ``l``; ``second`` is a second line, or empty.
    :ivar sort: the indexed column of ``case_line`` that orders it.
    :ivar width: pixels at 100% text.
    :ivar csv: its heading in a CSV file.
    """

    code: str
    title: str
    sql: str
    sort: str
    kind: Kind = "text"
    width: int = 140
    shown: bool = False
    second: str = ""
    csv: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it is set right-aligned, in tabular figures."""
        return self.kind == "number"


MATTER_SECOND = (
    "CASE WHEN l.restricted THEN 'Restricted' ||"
    " CASE WHEN l.consolidated_into || l.who || l.severity_name != '' THEN '  ·  ' ELSE '' END"
    " ELSE '' END ||"
    " CASE WHEN l.consolidated_into != '' THEN 'Consolidated into ' || l.consolidated_into ||"
    " CASE WHEN l.who || l.severity_name != '' THEN '  ·  ' ELSE '' END ELSE '' END ||"
    " CASE WHEN l.who != '' AND l.severity_name != '' THEN l.who || '  ·  ' || l.severity_name"
    " ELSE l.who || l.severity_name END"
)

COLUMNS: tuple[Column, ...] = (
    Column("reference", "Reference", "l.reference", "reference_key", width=132, shown=True),
    Column("matter", "Matter", "l.title", "title_key", width=258, shown=True, second=MATTER_SECOND),
    Column("received", "Received", "l.received", "received", "date", width=98, shown=True),
    Column("stage", "Stage", "l.stage", "stage_rank", "pill", width=144, shown=True),
    Column("next_due", "Next due", "l.next_due", "next_due", "due", width=136, shown=True),
    Column("who", "Subject", "l.who", "who", width=190),
    Column("kind", "Kind", "l.kind_name", "kind_name", width=180),
    Column("category", "Category", "l.category_name", "category_name", width=220),
    Column("standard", "Standard", "l.standard_name", "standard_name", width=190),
    Column("severity", "Severity", "l.severity_name", "severity_name", width=140),
    Column("finding", "Finding", "l.finding_name", "finding_name", width=190),
    Column("outcome", "Outcome", "l.outcome_name", "outcome_name", width=170),
    Column("role", "Role", "l.role", "role", width=130),
    Column("platform", "Platform", "l.platform_name", "platform_name", width=110),
    Column("owner", "Owner", "l.owner_name", "owner_name", width=130),
    Column("regime", "Regime", "l.regime", "regime", width=80),
    Column("closed", "Closed", "l.closed", "closed", "date", width=100),
    Column("subjects", "Subjects", "l.subject_count", "subject_count", "number", width=80),
    Column(
        "consolidated", "Consolidated into", "l.consolidated_into", "consolidated_into", width=130
    ),
    Column("restricted", "Restricted", "l.restricted", "restricted", "flag", width=90),
)

_BY_CODE = {column.code: column for column in COLUMNS}
DEFAULT = tuple(column.code for column in COLUMNS if column.shown)


def column(code: str) -> Column:
    """The column with this code.

    :raises KeyError: there is none.
    """
    return _BY_CODE[code]


def known(codes: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``codes`` that are columns, in order, once each; the default if none is."""
    return tuple(dict.fromkeys(code for code in codes if code in _BY_CODE)) or DEFAULT


def csv_heading(item: Column) -> str:
    """What the column is called in a CSV file."""
    return item.csv or item.title

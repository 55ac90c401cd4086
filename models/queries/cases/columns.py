"""The one table of columns: what the list shows is what it sorts, prints and exports.

A column is called as the field that it shows. A field to which the schema gives a column is here by
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from models.schema import (
    Allegation,
    Case,
    Finding,
    Outcome,
    SeverityAssessment,
    Subject,
    dictionary,
)
from models.schema.derived import Listed, listed

Kind = Literal["text", "date", "number", "pill", "due", "flag", "yesno"]


@dataclass(frozen=True)
class Column:
    """One column of the case list.

    :ivar title: its heading.
    :ivar sql: the value, over ``case_line`` as ``l``; ``second`` is a second line, or empty.
    :ivar sort: the indexed column of ``case_line`` that orders it.
    :ivar width: pixels at 100% text.
    """

    code: str
    title: str
    sql: str
    sort: str
    kind: Kind = "text"
    width: int = 140
    shown: bool = False
    second: str = ""

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

#: Columns that are placed by hand: the field that each is called after, or its own name where it is
#: made of several, then its code, value, sort key, kind, width and whether it is shown at first.
_PLACED: tuple[tuple[tuple[Any, str] | str, str, str, str, Kind, int, bool], ...] = (
    ((Case, "reference"), "reference", "reference", "reference_key", "text", 132, True),
    ((Case, "title"), "matter", "title", "title_key", "text", 258, True),
    ((Case, "received"), "received", "received", "received", "date", 98, True),
    ((Case, "stage"), "stage", "stage", "stage_rank", "pill", 144, True),
    ("Next due", "next_due", "next_due", "next_due", "due", 136, True),
    ("Subject", "who", "who", "who", "text", 190, False),
    ((Case, "kind"), "kind", "kind_name", "kind_name", "text", 180, False),
    ((Allegation, "category"), "category", "category_name", "category_name", "text", 220, False),
    ((Allegation, "standard"), "standard", "standard_name", "standard_name", "text", 190, False),
    (
        *((SeverityAssessment, "severity"), "severity", "severity_name", "severity_name"),
        *("text", 140, False),
    ),
    ((Finding, "finding"), "finding", "finding_name", "finding_name", "text", 190, False),
    ((Outcome, "outcome"), "outcome", "outcome_name", "outcome_name", "text", 170, False),
    ((Subject, "role"), "role", "role", "role", "text", 130, False),
    ((Allegation, "platform"), "platform", "platform_name", "platform_name", "text", 110, False),
    ((Case, "owner_id"), "owner", "owner_name", "owner_name", "text", 130, False),
    ((Case, "regime"), "regime", "regime", "regime", "text", 80, False),
    ((Case, "closed"), "closed", "closed", "closed", "date", 100, False),
    ("Subjects", "subjects", "subject_count", "subject_count", "number", 80, False),
    (
        *("Consolidated into", "consolidated", "consolidated_into", "consolidated_into"),
        *("text", 130, False),
    ),
    ((Case, "restricted"), "restricted", "restricted", "restricted", "flag", 90, False),
)
_SECOND = {"matter": MATTER_SECOND}
#: How a field is shown that the schema gives a column.
_KINDS: dict[str, Kind] = {"day": "date", "flag": "flag", "yesno": "yesno", "number": "number"}


@dictionary.derived
def columns() -> tuple[Column, ...]:
    """Every column: those that are placed by hand, then those that the schema gives a field."""
    placed = [
        Column(
            code,
            called if isinstance(called, str) else dictionary.entry(*called).brief,
            f"l.{value}",
            sort,
            kind,
            width,
            shown,
            _SECOND.get(code, ""),
        )
        for called, code, value, sort, kind, width, shown in _PLACED
    ]
    return (*placed, *(_given(one) for one in listed().values()))


def _given(one: Listed) -> Column:
    known = one.entry
    assert known.column is not None
    kind = _KINDS.get(known.kind, "text")
    shown = known.column.shown
    return Column(
        one.code, known.brief, f"l.{one.names}", one.names, kind, known.column.width, shown
    )


@dictionary.derived
def _by_code() -> dict[str, Column]:
    return {item.code: item for item in columns()}


@dictionary.derived
def default() -> tuple[str, ...]:
    """The columns that are there before anybody chose."""
    return tuple(item.code for item in columns() if item.shown)


def column(code: str) -> Column:
    """The column with this code.

    :raises KeyError: there is none.
    """
    return _by_code()[code]


def known(codes: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``codes`` that are columns, in order, once each; the default if none is."""
    return tuple(dict.fromkeys(code for code in codes if code in _by_code())) or default()


def cell_words(kind: str, value: Any) -> str:
    """A yes or no as the list has it: of a flag only a yes is said."""
    return "Yes" if value else "No" if kind == "yesno" and value is not None else ""

"""Who was given a version of guidance, as CSV: RFC 4180, ISO days, formulas neutralised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from models.case.guidance import Version
from models.exchange.tables.csv_export import cell_text
from models.exchange.tables.csv_file import write_csv
from models.queries.people.acknowledgements import Recipient
from models.rules import vocabularies

HEADINGS = (
    "Document",
    "Version",
    "Number",
    "Name",
    "Role",
    "Unit",
    "Given",
    "How given",
    "Acknowledged",
    "How acknowledged",
)


def export_recipients(
    path: Path,
    version: Version,
    rows: Sequence[Recipient],
    *,
    bom: bool = False,
    check: Callable[[], None] = lambda: None,
    record: Callable[[], None] = lambda: None,
) -> int:
    """Write ``rows`` of ``version`` to ``path``; return how many they are.

    :param bom: begin with a byte-order mark, for spreadsheets that need one to see UTF-8.
    :param check: raises to cancel; nothing then stands at ``path`` that did not before.
    :param record: puts it on record before it stands at ``path``; where it raises, nothing does.
    :raises ProbityError: it could not be written.
    """
    cells = (_cells(version, row) for row in rows)
    return write_csv(path, HEADINGS, cells, bom=bom, check=check, record=record)


def _cells(version: Version, row: Recipient) -> tuple[str, ...]:
    return (
        version.title,
        version.name,
        row.number,
        row.name,
        vocabularies.name("role", row.role),
        row.unit,
        cell_text("day", row.given),
        vocabularies.name("guidance_given", row.how),
        cell_text("day", row.acknowledged),
        vocabularies.name("guidance_acknowledged", row.acknowledged_how),
    )

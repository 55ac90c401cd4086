"""The audit record as CSV: what the page shows of it, RFC 4180, UTF-8, moments in UTC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.exchange.tables.csv_file import write_csv
from models.queries.cases.history import ERASED, Event
from models.record.records import Asked, every
from models.storage.engine import sqlite3

HEADINGS = ("When (UTC)", "Who", "Act", "What", "Case", "Before and after", "Reason")


def export_record(
    connection: sqlite3.Connection,
    path: Path,
    asked: Asked,
    *,
    bom: bool = False,
    record: Callable[[], None] = lambda: None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write the records that are asked for to ``path``, newest first; return how many.

    :param record: puts the export on record before it stands at ``path``; where it raises,
        nothing is given out.
    :raises ProbityError: it could not be written.
    """
    return write_csv(
        path,
        HEADINGS,
        (_cells(event) for event in every(connection, asked)),
        bom=bom,
        record=record,
        progress=lambda written: progress(written, 0),
        check=check,
    )


def _cells(event: Event) -> tuple[str, ...]:
    return (
        f"{event.at:%Y-%m-%d %H:%M:%S.%f}",
        event.user_name,
        event.act,
        event.what,
        event.reference,
        ERASED if event.erased else "\n".join(change_lines(event)),
        event.reason,
    )


def change_lines(event: Event) -> list[str]:
    """A line for each field: from what to what where it was altered."""
    if event.action == "alter":
        return [f"{name}: {old or '—'}  →  {new or '—'}" for name, old, new in event.changes]
    return [f"{name}: {new or old}" for name, old, new in event.changes]

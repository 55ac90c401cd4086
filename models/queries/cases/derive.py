"""From the records of a case to its line in the list, its clocks and its entries in the index.

All are derived inside the transaction that touched the case, so they never disagree with it;
``check`` derives them again and compares.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.case import casefile
from models.case.casefile import CaseFile
from models.errors import NotFoundError
from models.queries.cases import derive_questions as asked
from models.queries.cases.casefile_questions import rows_of_case
from models.rules import imported, references, vocabularies
from models.rules.links import consolidated_into
from models.rules.names import subject_label
from models.rules.process.clocks import Clock, clocks_of, next_due
from models.rules.process.working_days import DEFAULT_NATION
from models.schema import TABLES, Case, CaseClock, CaseLine, SearchEntry, Table
from models.storage.asking import ask, dicts, execute, value
from models.storage.engine import sqlite3
from models.storage.sqlite import searching
from models.storage.sqlite.batches import insertion, replacement

STAGE_RANKS = {term.code: rank for rank, term in enumerate(vocabularies.terms("stage"))}


#: What is searched of a case's other records: tables, and their columns of words.
WORDS: dict[str, tuple[str, ...]] = {
    "severity_assessment": ("reason",),
    "finding": ("reason",),
    "proceeding": ("chair", "panel", "representative"),
    "outcome": ("notes", "list_details", "decided_by"),
    "chronology_entry": ("text", "rationale"),
    "referral": ("reason",),
    "notice": ("served_by", "notes"),
    "suspension": ("reason",),
    "suspension_review": ("reason",),
    "complainant_update": ("summary",),
    "clock_change": ("reason",),
    "stage_step": ("reason",),
    "task": ("title", "notes"),
    "case_link": ("reason",),
    "exhibit": ("mark", "description", "source", "file_name", "withdrawn"),
    "letter": ("name", "recipient", "file_name"),
    "imported_row": (),  # its words are kept by column
}
_every: tuple[type[Any], ...] = TABLES
MODELS: dict[str, type[Table]] = {
    model._meta.table_name: model for model in _every if model._meta.table_name in WORDS
}


@dataclass(frozen=True)
class Records:
    """What a case's line and search entries are made of, as the register stores it.

    :ivar others: the rows of each table of :data:`WORDS`, in the order of their ids.
    """

    case: dict[str, Any]
    subjects: list[dict[str, Any]]
    complainants: list[dict[str, Any]]
    allegations: list[dict[str, Any]]
    factors: list[str]
    others: dict[str, list[dict[str, Any]]]


class Standing(NamedTuple):
    """A case as it stands: whole, and its clocks."""

    file: CaseFile
    clocks: list[Clock]


def refresh(connection: sqlite3.Connection, case_id: int) -> None:
    """Write the line and the search entries of one case anew (remove them if it is gone)."""
    standing = _standing(connection, case_id)
    if standing is None:
        execute(connection, asked.remove_line, case=case_id)
        execute(connection, asked.remove_clocks, case=case_id)
        _write_entries(connection, case_id, {})
        return
    found = records_of(connection, case_id)
    made = line(found, standing)
    connection.execute(replacement(CaseLine, tuple(made)), tuple(made.values()))
    _write_clocks(connection, case_id, clock_rows(connection, case_id, standing))
    _write_entries(connection, case_id, entries(found))


def clock_rows(
    connection: sqlite3.Connection, case_id: int, standing: Standing | None = None
) -> list[tuple[Any, ...]]:
    """The case's clocks as columns of ``case_clock``, without its id, in order.

    :param standing: the case as it stands, where the caller has read it already.
    """
    standing = standing or _standing(connection, case_id)
    return [
        (
            case_id,
            one.rule.code,
            one.about,
            one.words,
            one.started.isoformat(),
            one.due.isoformat() if one.due else None,
            one.state,
        )
        for one in (standing.clocks if standing else ())
    ]


def nation_of(connection: sqlite3.Connection) -> str:
    """The nation whose bank holidays the register goes by."""
    nation = value(connection, asked.nation)
    return DEFAULT_NATION if nation is None else str(nation)


def _standing(connection: sqlite3.Connection, case_id: int) -> Standing | None:
    """The case as it stands, whatever rows the connection gives; ``None`` if it is gone."""
    kept, connection.row_factory = connection.row_factory, sqlite3.Row
    try:
        file = casefile.load(connection, case_id)
    except NotFoundError:
        return None
    finally:
        connection.row_factory = kept
    return Standing(file, clocks_of(file, nation_of(connection)))


def _write_clocks(
    connection: sqlite3.Connection, case_id: int, wanted: list[tuple[Any, ...]]
) -> None:
    """Write the case's clocks anew, unless they stand as they are."""
    if [tuple(row) for row in ask(connection, asked.clocks, case=case_id)] == wanted:
        return
    execute(connection, asked.remove_clocks, case=case_id)
    connection.executemany(insertion(CaseClock, asked.CLOCK_COLUMNS), wanted)


def rebuild(connection: sqlite3.Connection) -> int:
    """Derive every case's line and search entries anew; return how many cases there are."""
    for model in (CaseLine, CaseClock, SearchEntry):
        execute(connection, model.delete())
    searching.empty(connection)
    ids = [row[0] for row in ask(connection, Case.select(Case.id).order_by(Case.id))]
    for case_id in ids:
        refresh(connection, case_id)
    return len(ids)


def line_of(
    connection: sqlite3.Connection, case_id: int, standing: Standing | None = None
) -> dict[str, Any] | None:
    """The case's line as columns of ``case_line``, or ``None`` if there is no such case.

    :param standing: the case as it stands, where the caller has read it already.
    """
    standing = standing or _standing(connection, case_id)
    return line(records_of(connection, case_id), standing) if standing else None


def line(found: Records, standing: Standing) -> dict[str, Any]:
    """The line of a case, given as its records and as it stands."""
    case = found.case
    due, due_for = next_due(standing.file, standing.clocks)
    severity = _last(found.others["severity_assessment"], "severity")
    finding = _last(found.others["finding"], "finding")
    outcome = _last(found.others["outcome"], "outcome")
    category = _first(found.allegations, "category")
    standard = _first(found.allegations, "standard")
    platforms = dict.fromkeys(row["platform"] for row in found.allegations if row["platform"])
    return {
        "case_id": case["id"],
        "reference": case["reference"],
        "reference_key": references.sort_key(case["series"], case["year"], case["number"]),
        "title": case["title"],
        "title_key": sort_key(case["title"]),
        "who": _who(found.subjects),
        "subject_count": len(found.subjects),
        "role": _names("role", (row["role"] for row in found.subjects)),
        "stage": case["stage"] or "",
        "stage_rank": STAGE_RANKS.get(case["stage"], 0),
        "kind": case["kind"] or "",
        "kind_name": vocabularies.name("kind", case["kind"]),
        "category": category,
        "category_name": vocabularies.name("category", category),
        "standard": standard,
        "standard_name": vocabularies.name("standard", standard),
        "severity": severity,
        "severity_name": vocabularies.name("severity", severity),
        "finding": finding,
        "finding_name": vocabularies.name("finding", finding),
        "outcome": outcome,
        "outcome_name": vocabularies.name("outcome", outcome),
        "factors": " ".join(found.factors),
        "platform_name": _names("platform", platforms),
        "regime": case["regime"] or "",
        "owner_id": case["owner_id"],
        "owner_name": case["owner_name"] or "",
        "received": case["received"],
        "closed": case["closed"],
        "next_due": due.isoformat() if due else None,
        "next_due_for": due_for,
        "open": int(case["stage"] != "closed"),
        "restricted": int(bool(case["restricted"])),
        "consolidated_into": (consolidated_into(standing.file) or {}).get("other_reference", ""),
    }


def records_of(connection: sqlite3.Connection, case_id: int) -> Records:
    """The records of a case from which its line and its search entries are derived."""
    return Records(
        case=next(iter(dicts(connection, asked.case, case=case_id)), {}),
        subjects=dicts(connection, asked.subjects, case=case_id),
        complainants=dicts(connection, asked.complainants, case=case_id),
        allegations=dicts(connection, asked.allegations, case=case_id),
        factors=[row[0] for row in ask(connection, asked.factors, case=case_id)],
        others={
            table: dicts(connection, rows_of_case(MODELS[table]), case=case_id) for table in WORDS
        },
    )


def search_rows(connection: sqlite3.Connection, case_id: int) -> dict[tuple[str, int], str]:
    """The words of each record of a case, keyed by ``(source, source_id)``."""
    return entries(records_of(connection, case_id))


def entries(records: Records) -> dict[tuple[str, int], str]:
    """The words of each of a case's records, keyed by ``(source, source_id)``."""
    found: dict[tuple[str, int], str] = {}

    def add(source: str, rows: Iterable[dict[str, Any]], *fields: str) -> None:
        for row in rows:
            words = "\n".join([str(row[name]) for name in fields if row[name]])
            if words:
                found[source, row["id"]] = words

    add(
        "case",
        [records.case] if records.case else [],
        *("reference", "former_references", "title", "summary", "incident_place", "next_due_for"),
    )
    for row in records.subjects:
        label = subject_label(row)
        number = "" if row["number"] and row["number"] in label else row["number"]
        told = {"id": row["id"], "label": label, "called": number}
        add("subject", [row | told], "label", "called", "given_names", "post", "unit")
    add(
        "complainant",
        records.complainants,
        *("given_names", "family_name", "email", "telephone", "address"),
    )
    add("allegation", records.allegations, "particulars", "guidance")
    for table, fields in WORDS.items():
        add(table, records.others[table], *fields)
    for row in records.others["imported_row"]:
        words = imported.in_words(row["key"], row["kept"])
        if words:
            found["imported_row", row["id"]] = words
    for row in records.allegations:
        terms = [
            vocabularies.name(field, row[field])
            for field in ("category", "standard", "platform", "conduct")
        ]
        if row["document"]:
            terms += [f"{row['document']}, version {row['version_name']}", row["clause"] or ""]
        words = "\n".join([found.get(("allegation", row["id"]), ""), *filter(None, terms)]).strip()
        if words:
            found["allegation", row["id"]] = words
    return found


def sort_key(text: str) -> str:
    """``text`` as it sorts for a reader: without case and accents."""
    if text.isascii():
        return text.casefold().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()


def _write_entries(
    connection: sqlite3.Connection, case_id: int, wanted: dict[tuple[str, int], str]
) -> None:
    """Make the case's search entries those ``wanted``, touching only the ones that differ."""
    first, last = searching.entries_of(case_id)
    kept: set[tuple[str, int]] = set()
    highest = first
    for row in dicts(connection, asked.entries, first=first, last=last):
        key = row["source"], row["source_id"]
        highest = row["id"]
        if wanted.get(key) == row["words"]:
            kept.add(key)
            continue
        searching.take_out(connection, [(row["id"], row["words"])])
        execute(connection, asked.remove_entry, entry=row["id"])
    for key, words in wanted.items():
        if key in kept:
            continue
        highest += 1
        entry = (highest, *key, words)
        connection.execute(insertion(SearchEntry, asked.ENTRY_COLUMNS), entry)
        searching.put(connection, [(highest, words)])


def _last(rows: list[dict[str, Any]], field: str) -> str:
    """The latest decision of a kind: by its day, then by when it was written."""
    said = [row for row in rows if row[field] is not None]
    latest = max(said, key=lambda row: (row["decided"] or "", row["id"]), default=None)
    return str(latest[field]) if latest else ""


def _first(rows: list[dict[str, Any]], field: str) -> str:
    return next((row[field] for row in rows if row[field]), "")


def _names(vocabulary: str, codes: Iterable[str | None]) -> str:
    names = dict.fromkeys(vocabularies.name(vocabulary, code) for code in codes if code)
    return ", ".join(names)


def _who(subjects: list[dict[str, Any]]) -> str:
    if not subjects:
        return ""
    label = subject_label(subjects[0])
    others = len(subjects) - 1
    return f"{label} and {others} other{'s' * (others > 1)}" if others else label

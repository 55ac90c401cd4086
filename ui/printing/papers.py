"""Which papers there are: the sheet of a case, its chronology, the list of cases."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from models.changes.noting import disclosed
from models.changes.publishing import answer_leaving, return_leaving
from models.exchange.papers.answer_paper import answer_sections
from models.exchange.papers.case_list_paper import list_sections
from models.exchange.papers.case_sheet import sheet_html, with_initials
from models.exchange.papers.chronology_paper import chronology_sections
from models.exchange.papers.return_paper import return_sections
from models.queries.cases import case_list
from models.queries.cases.case_list import Sort
from models.queries.cases.casefile import case_id_of, load_case
from models.queries.cases.chronology import Entries
from models.queries.cases.exhibits import exhibits
from models.queries.cases.filters import Filter
from models.queries.people.guidance import receipts_by_member
from models.register import Register
from models.rules import vocabularies
from models.rules.publishing.answers import Answer
from models.rules.publishing.returns import Return
from models.storage.engine import sqlite3
from ui.printing.paper import Paper

#: Columns of numbers for which a page is turned.
WIDE = 4


def case_sheet(
    register: Register, connection: sqlite3.Connection, case_id: int, names: str = "recorded"
) -> Paper:
    """The sheet of one case."""
    file = load_case(connection, case_id)
    users = case_list.owners(connection)
    return Paper(
        title=f"Case sheet {file.case['reference']}",
        sections=[
            sheet_html(
                file,
                names=names,
                force=register.force,
                users=users,
                nation=register.nation,
                exhibits=exhibits(connection, case_id),
                receipts=receipts_by_member(connection, file.subjects),
            )
        ],
        marking=vocabularies.name("marking", file.case["marking"]),
        reference=file.case["reference"],
        printed_by=register.user.full_name,
        printed_at=datetime.datetime.now(),
    )


def chronology(
    register: Register,
    connection: sqlite3.Connection,
    case_id: int,
    wanted: Entries,
    names: str = "recorded",
) -> Paper:
    """The chronology of one case, or what of it is wanted."""
    file = load_case(connection, case_id)
    shown = with_initials(file) if names == "initials" else file
    return Paper(
        title=f"Chronology {file.case['reference']}",
        sections=chronology_sections(shown, wanted, force=register.force),
        marking=vocabularies.name("marking", file.case["marking"]),
        reference=file.case["reference"],
        printed_by=register.user.full_name,
        printed_at=datetime.datetime.now(),
    )


def cases(
    register: Register,
    connection: sqlite3.Connection,
    where: Filter,
    sort: Sort,
    columns: tuple[str, ...],
    check: Callable[[], None] | None = None,
) -> Paper:
    """The list as it is filtered, ordered and laid out on screen."""
    return Paper(
        title="Cases",
        sections=list_sections(
            connection, where, sort, columns, register.today(), force=register.force, check=check
        ),
        marking=vocabularies.name("marking", "official-sensitive"),
        reference=register.force,
        printed_by=register.user.full_name,
        printed_at=datetime.datetime.now(),
        landscape=True,
    )


def published(answer: Answer) -> Paper:
    """A published answer, which goes to the public: also who printed it is not on it."""
    wide = any(len(table.columns) > WIDE for table in answer.tables) or answer.listing is not None
    return Paper(
        title=answer.title,
        sections=answer_sections(answer),
        marking=vocabularies.name("marking", "official"),
        reference=answer.force,
        printed_by="",
        printed_at=datetime.datetime.now(),
        landscape=wide,
    )


def save_answer(
    register: Register,
    path: Path,
    answer: Answer,
    *,
    kept: int | None = None,
    reason: str = "",
    check: Callable[[], None] | None = None,
) -> int:
    """Write a published answer as PDF, put that on record, and return its pages.

    :raises NotAllowedError: the user's role may not print and export.
    :raises ProbityError: the file cannot be written.
    """
    how = f"saved as {path.name}"
    record = answer_leaving(register, answer, how, kept=kept, reason=reason)
    return published(answer).save_pdf(path, check, record)


def returned(register: Register, made: Return, why: str = "") -> Paper:
    """A return; ``why`` it leaves in spite of its problems."""
    return Paper(
        title=made.title,
        sections=return_sections(made, why),
        marking=vocabularies.name("marking", "official-sensitive"),
        reference=made.force,
        printed_by=register.user.full_name,
        printed_at=datetime.datetime.now(),
        landscape=True,
    )


def save_return(
    register: Register,
    path: Path,
    made: Return,
    *,
    why: str = "",
    check: Callable[[], None] | None = None,
) -> int:
    """Write a return as PDF, put that on record, and return its pages.

    :raises InvalidError: it has problems, and nobody said why it leaves.
    :raises NotAllowedError: the user's role may not print and export.
    :raises ProbityError: the file cannot be written.
    """
    record = return_leaving(register, made, f"saved as {path.name}", why=why)
    return returned(register, made, why).save_pdf(path, check, record)


def save_case_sheet(register: Register, reference: str, path: Path, names: str) -> int:
    """Write a case's sheet as PDF, put that on record, and return its pages.

    :raises NotAllowedError: the user's role may not print and export.
    :raises ProbityError: no such case, or the file cannot be written.
    """
    register.require("disclose")
    with register.reader() as connection:
        case_id = case_id_of(connection, reference)
        paper = case_sheet(register, connection, case_id, names)
    return paper.save_pdf(
        path, record=lambda: record_sheet(register, case_id, f"saved as {path.name}", names)
    )


def record_sheet(
    register: Register,
    case_id: int,
    how: str,
    names: str,
    what: str = "Case sheet",
    reason: str = "",
) -> None:
    """Leave on record that a case's sheet, or its chronology, leaves the register."""
    initials = ", names as initials" if names == "initials" else ""
    disclosed(register, f"{what} {how}{initials}", case_id=case_id, reason=reason)


def record_list(register: Register, how: str, where: Filter, reason: str = "") -> None:
    """Leave on record that the list leaves the register."""
    what = f"List of cases {how}"
    disclosed(register, what, reason=reason, asked=where.in_words())

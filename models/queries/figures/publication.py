"""A question answered for publication: figures or rows, a paragraph, and nobody named."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.queries.figures.answer_tables import TOO_FEW, Figures
from models.queries.figures.coding import queue
from models.queries.figures.comparison import comparison
from models.queries.figures.counting import Counted, counted
from models.queries.figures.disclosure_rows import listing
from models.rules import vocabularies
from models.rules.publishing import press
from models.rules.publishing.answers import Answer, Table
from models.rules.publishing.questions import FORCES, ROWS, Question
from models.rules.publishing.suppression import is_small
from models.storage.engine import sqlite3

GROUPED = "A rank or role of fewer than {} is grouped with others."


@dataclass(frozen=True)
class Made:
    """An answer, and the cases that it was made of."""

    answer: Answer
    cases: frozenset[int]


def answer(
    connection: sqlite3.Connection, question: Question, *, force: str, today: datetime.date
) -> Made:
    """Answer a question about what the user of this connection sees.

    :raises InvalidError: it cannot be asked so.
    """
    question.check()
    if question.form == ROWS:
        question = replace(question, counts="subjects")
    things = counted(connection, question)
    cases = frozenset(case_id for one in things for case_id in one.cases)
    reading = queue(connection, question)
    coding = reading.coding if reading is not None else None
    if question.form == ROWS:
        rows = _rows(question, things, force, today)
        return Made(replace(rows, coding=coding), cases)
    figures = Figures(question, things)
    if question.form == FORCES:
        beside = comparison(connection, question, force, figures.headlines())
        said = f"{figures.paragraph(force)} {beside.sentence}".strip()
        tables: tuple[Table, ...] = (beside.table,) if beside.table else ()
        notes = (*figures.notes(), *beside.notes)
    else:
        said, tables = figures.paragraph(force), tuple(figures.tables())
        notes = tuple(figures.notes())
    made = Answer(
        question=question,
        force=force,
        answered=today,
        unit=vocabularies.name("counted", question.counts),
        basis=vocabularies.name("date_basis", question.basis),
        paragraph=said,
        notes=notes,
        tables=tables,
        coding=coding,
    )
    return Made(made, cases)


def _rows(
    question: Question, things: Sequence[Counted], force: str, today: datetime.date
) -> Answer:
    """A row for each subject; of too few there is none."""
    few = is_small(len(things), question.threshold)
    counts = {} if few else {"investigated": len(things)}
    notes = [press.UNIT_NOTES["subjects"]]
    if few:
        notes.append(TOO_FEW.format(question.threshold))
    elif question.threshold > 1:
        notes.append(GROUPED.format(question.threshold))
    return Answer(
        question=question,
        force=force,
        answered=today,
        unit=vocabularies.name("counted", "subjects"),
        basis=vocabularies.name("date_basis", question.basis),
        paragraph=press.paragraph(question, force, counts, [], alone=True),
        notes=tuple(notes),
        listing=None if few or not things else listing(things, question.threshold),
    )

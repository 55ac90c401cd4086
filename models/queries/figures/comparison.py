"""The same question beside what other forces have published, per 1,000 where headcounts are known.

Only figures of the same period, factor, unit and day are held side by side; what else there is on
the factor is named, so that nobody takes one for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from peewee import BaseQuery

from models.rules.publishing import press
from models.rules.publishing.answers import WITHHELD, Line, Table
from models.rules.publishing.questions import Question
from models.schema import ForceFigure
from models.storage.asking import ask, given, questions
from models.storage.engine import sqlite3

COLUMNS = (
    "Investigated",
    "Case to answer",
    "Left",
    "Officers and staff",
    "Investigated per 1,000",
)
NOT_GIVEN = f"{WITHHELD}: withheld, or not given by that force."
ONE_KIND = (
    "Other forces’ figures cover every kind, category and role. This question does not, so "
    "they are not compared."
)
ALL = "All of them"
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass
class Force:
    """What a force published that answers the question."""

    name: str
    figures: dict[str, int | None] = field(default_factory=dict)
    headcount: int | None = None
    source: str = ""

    def line(self) -> Line:
        """As the table shows it."""
        total = self.figures.get("investigated")
        rate = (
            round(1000 * total / self.headcount, 1)
            if total is not None and self.headcount
            else None
        )
        said = [self.figures.get(name) for name in ("investigated", "case-to-answer", "left")]
        return Line(self.name, (*said, self.headcount, rate), self.source)


@dataclass(frozen=True)
class Comparison:
    """The table, what to say of it, and what to know beside it."""

    table: Table | None
    sentence: str
    notes: tuple[str, ...]


def comparison(
    connection: sqlite3.Connection, question: Question, force: str, own: Mapping[str, int | None]
) -> Comparison:
    """Hold one's own figures beside others'.

    :param force: one's own force; what is known of it from elsewhere is its headcount alone.
    :param own: ``investigated``, ``case-to-answer`` and ``left`` as they are published.
    """
    if question.kind or question.category or question.role:
        return Comparison(None, "", (ONE_KIND,))
    ours = Force(force, dict(own), source="This register.")
    others: dict[str, Force] = {}
    different: dict[str, None] = {}
    values = {} if question.factor is None else {"factor": question.factor}
    for row in ask(connection, _figures(question.factor is None), **values):
        if row["force"].casefold() == force.casefold():
            ours.headcount = row["headcount"] or ours.headcount
        elif not _same(row, question):
            different[row["force"]] = None
        else:
            one = others.setdefault(row["force"], Force(row["force"]))
            one.figures[row["measure"]] = row["value"]
            one.headcount = row["headcount"] or one.headcount
            one.source = row["source"] or one.source
    notes = [NOT_GIVEN]
    if different:
        notes.append(
            "Not compared, because they are for another period, unit or date: "
            f"{', '.join(different)}."
        )
    if not others:
        nobody = "No other force’s figures on this question have been imported."
        return Comparison(None, "", (nobody, *notes[1:]))
    forces = [ours, *sorted(others.values(), key=lambda one: one.name.casefold())]
    return Comparison(_table(forces, question), _sentence(forces, question), tuple(notes))


@questions
def _figures(of_any_matter: bool) -> BaseQuery:
    """What is known of any force on a factor, or on any matter."""
    query = ForceFigure.select(
        ForceFigure.force,
        ForceFigure.source,
        ForceFigure.measure,
        ForceFigure.value,
        ForceFigure.headcount,
        ForceFigure.starts,
        ForceFigure.ends,
        ForceFigure.counts,
        ForceFigure.basis,
    )
    on = ForceFigure.factor.is_null() if of_any_matter else ForceFigure.factor == given("factor")
    return query.where(on).order_by(ForceFigure.force, ForceFigure.id)


def _same(row: sqlite3.Row, question: Question) -> bool:
    days = (row["starts"], row["ends"]) == (question.start.isoformat(), question.end.isoformat())
    return bool(days and (row["counts"], row["basis"]) == (question.counts, question.basis))


def _table(forces: list[Force], question: Question) -> Table:
    total = Force(ALL, source="The total of the figures given.")
    for name in ("investigated", "case-to-answer", "left"):
        known = [one.figures.get(name) for one in forces]
        total.figures[name] = sum(value for value in known if value is not None)
    if all(one.headcount for one in forces):
        total.headcount = sum(one.headcount or 0 for one in forces)
    return Table(
        code="forces",
        title="Compared with other forces",
        heading="Force",
        columns=COLUMNS,
        lines=tuple(one.line() for one in [*forces, total]),
        definitions=(
            ("Investigated", press.definition("investigated", question)),
            ("Case to answer", press.definition("case-to-answer", question)),
            ("Left", press.definition("left", question)),
            ("Officers and staff", "The headcount given with the figures."),
            ("Investigated per 1,000", "How many for each 1,000 officers and staff."),
        ),
    )


def _sentence(forces: list[Force], question: Question) -> str:
    """All of them together, and how many in ten left of those whose force says so."""
    known = [one for one in forces if one.figures.get("investigated") is not None]
    total = sum(one.figures["investigated"] or 0 for one in known)
    told = [one for one in known if one.figures.get("left") is not None]
    of, left = (sum(one.figures[name] or 0 for one in told) for name in ("investigated", "left"))
    said = f"Together, {len(known):,} forces investigated {total:,}"
    if question.counts in ("subjects", "individuals"):
        said += " officers and staff"
    else:
        said += f" {question.counts}"
    said += (
        " over the same matter in the same period." if question.factor else " in the same period."
    )
    if left and of:
        of_whom = "them" if of == total else f"the {of:,} of whom it is said"
        said += f" About one in {_number(of / left)} of {of_whom} left the police ({left:,})."
    return said


def _number(many: float) -> str:
    """A number as it is written in a sentence: in words up to ten."""
    whole = max(1, round(many))
    return NUMBERS[whole - 1] if whole <= len(NUMBERS) else f"{whole:,}"

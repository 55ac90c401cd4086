"""What it costs somebody that cases are hidden from them: 100,000 cases, of which 50 are."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.generator import register_of
from benchmarks.list_speed import QUESTIONS
from models.entering.open import open_register
from models.queries.cases import case_list, my_work
from models.queries.cases.case_list import Sort
from models.queries.cases.columns import default
from models.queries.cases.filters import Filter
from models.queries.figures import figures
from models.queries.figures.statistics import stats
from models.queries.people import directory, early_intervention, people, person
from models.register import Register
from models.schema import Case, User
from models.storage.engine import sqlite3

MANY, HIDDEN, ROUNDS, SCREEN, ASKED = 100_000, 50, 7, 100, 1.5
OUTSIDER = "outside"
Question = Callable[[sqlite3.Connection], Any]


def main(folder: Path) -> None:
    """Print, a line a question: nothing hidden, 50 hidden, their ratio; then what a look costs."""
    path = register_of(MANY, folder)
    with open_register(path, user="bench") as register:
        _hide_some(register)
        with open_register(path, user=OUTSIDER) as outside:
            print(f"{HIDDEN} of {MANY:,} cases hidden, medians of {ROUNDS} (milliseconds)")
            for words, question in _questions(register):
                _compare(words, register, outside, question)
            _after_a_save(register, outside)


def _compare(words: str, register: Register, outside: Register, question: Question) -> None:
    times: list[list[float]] = [[], []]
    for turn in range(ROUNDS + 1):
        for at, one in enumerate((register, outside)):
            began = time.perf_counter()
            with one.reader() as connection:
                question(connection)
            if turn:
                times[at].append(1000 * (time.perf_counter() - began))
    _say(words, *(statistics.median(taken) for taken in times))


def _after_a_save(register: Register, outside: Register) -> None:
    """The first question after somebody saved: what is hidden is looked for anew."""
    times: list[list[float]] = [[], []]
    for turn in range(ROUNDS):
        _save(register, 1 + turn)
        for at, one in enumerate((register, outside)):
            began = time.perf_counter()
            with one.reader() as connection:
                connection.execute("SELECT 1").fetchone()
            times[at].append(1000 * (time.perf_counter() - began))
    _say("reader, after a save", *(statistics.median(taken) for taken in times))


def _say(words: str, seen: float, hidden: float) -> None:
    ratio = f"ratio {hidden / seen:5.2f} (at most {ASKED} asked of the list)"
    print(f"  {words:28} all seen {seen:7.1f}  some hidden {hidden:7.1f}  {ratio}")


def _questions(register: Register) -> list[tuple[str, Question]]:
    today = register.today()

    def listed(where: Filter, sort: Sort) -> Question:
        def ask(connection: sqlite3.Connection) -> None:
            case_list.rows(connection, where, sort, today, default(), offset=0, limit=SCREEN)
            case_list.overview(connection, where, today, 1)

        return ask

    start = today.replace(year=today.year - 5)
    return [
        ("list as it opens", listed(Filter(), Sort())),
        *(
            (words, listed(asked.get("where", Filter()), asked.get("sort", Sort())))
            for words, asked in QUESTIONS
        ),
        ("my work, everybody's", lambda c: my_work.work(c, today)),
        ("dashboard", lambda c: figures.figures(c, Filter(), today, {})),
        ("statistics", lambda c: stats(c, start=start, end=today)),
        ("people: har", lambda c: directory.people(c, "Har")),
        ("possible duplicates", directory.duplicates),
        ("early intervention", lambda c: early_intervention.standing_alerts(c, today)),
        ("a person", lambda c: person.person(c, 7, today)),
        ("members by name", lambda c: people.find_members(c, "Harm")),
    ]


def _hide_some(register: Register) -> None:
    """Restrict some cases, and have somebody who sees none of them."""
    with register.reader() as connection:
        known = "SELECT COUNT(*) FROM user WHERE name = ?"
        if connection.execute(known, (OUTSIDER,)).fetchone()[0]:
            return
    with register.change() as change:
        change.add(User, name=OUTSIDER, full_name="Outside", role="investigator")
        for case_id in range(MANY // HIDDEN, MANY + 1, MANY // HIDDEN):
            row = next(iter(Case.select().where(Case.id == case_id).execute(change.database)))
            change.edit(Case, case_id, row.version, restricted=True)


def _save(register: Register, case_id: int) -> None:
    with register.change() as change:
        row = next(iter(Case.select().where(Case.id == case_id).execute(change.database)))
        change.edit(Case, case_id, row.version, title=f"Saved {time.perf_counter_ns()}")

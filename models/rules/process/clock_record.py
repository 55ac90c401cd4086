"""How every clock of a case went: each period with its last day, and whether that was kept.

The running clocks (:mod:`models.rules.process.clocks`) say what is to be done; this says what was
done, also in a case that is closed. It is a function of the case and the nation, not of today.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from models.case.casefile import CaseFile, Row
from models.rules.links import consolidated_into
from models.rules.process.clocks import (
    SOON,
    Rule,
    changes_of,
    clock_words,
    due_day,
    event_days,
    is_past,
    reference_of,
    rules,
    starts_of,
    whom,
    with_taken_over,
)
from models.rules.process.working_days import DEFAULT_NATION


@dataclass(frozen=True)
class Period:
    """One period of one clock, over or not.

    :ivar due: its last day; ``None`` while paused, or where it is as soon as practicable.
    :ivar first_due: the day by the rule alone.
    :ivar done: the day of what it waited for.
    :ivar state: ``met``, ``late``, ``running``, ``paused``; ``used`` or ``lapses`` for a right;
        ``stopped`` where nothing came of it: the stage was passed, or the case was closed.
    :ivar over: what it was about came to its end, as a suspension does.
    :ivar changes: the extensions, pauses and resumptions of it.
    """

    rule: Rule
    words: str
    begun: datetime.date
    due: datetime.date | None
    first_due: datetime.date | None
    done: datetime.date | None
    state: str
    changes: tuple[Row, ...] = ()
    over: bool = False

    @property
    def days_late(self) -> int:
        """By how many days it was missed."""
        late = self.state == "late" and self.done and self.due
        return (self.done - self.due).days if late and self.done and self.due else 0


def clock_record(file: CaseFile, nation: str = DEFAULT_NATION) -> list[Period]:
    """Every period of every clock that the case has had, in the order in which they began.

    Those of a case that is consolidated into this one are told here, as they run here.
    """
    whole = with_taken_over(file)
    found: list[Period] = []
    for rule in rules().values():
        begun = [
            (started, row, reference_of(source, file))
            for source in (file, *file.taken_over)
            for row, started in starts_of(rule, source, whole)
        ]
        if rule.starts["section"] == "case":  # of the whole case: from the earliest beginning
            begun = sorted(begun, key=lambda one: one[0])[:1]
        for started, row, reference in begun:
            found += _periods(rule, row, started, whole, nation, reference)
    return sorted(found, key=lambda one: (one.begun, one.due or one.begun, one.words))


def _periods(
    rule: Rule, row: Row, started: datetime.date, file: CaseFile, nation: str, reference: str
) -> Iterator[Period]:
    end = min((day for day in event_days(rule.ends, row, file) if day >= started), default=None)
    again = {day for day in event_days(rule.again, row, file) if day > started}
    begins = [started, *sorted(day for day in again if end is None or day < end)]
    about = row["id"] or 0
    for place, begun in enumerate(begins):
        following = begins[place + 1] if place + 1 < len(begins) else None
        done = following or end
        changes = [
            change
            for change in changes_of(rule, about, file)
            if following is None or (change["day"] or started) < following
        ]
        due = due_day(rule, begun, changes, nation, again=place > 0)
        yield Period(
            rule,
            clock_words(rule, whom(row, file), started, reference),
            begun,
            due,
            due_day(rule, begun, [], nation, again=place > 0),
            done,
            _state(rule, due, done, file),
            tuple(one for one in changes if not place or (one["day"] or started) >= begun),
            over=following is None and bool(rule.again) and "same_row" in rule.ends,
        )


def _state(
    rule: Rule, due: datetime.date | None, done: datetime.date | None, file: CaseFile
) -> str:
    if done is not None:
        if rule.lapses:
            return "used"
        return "late" if due is not None and done > due else "met"
    if rule.lapses:
        return "lapses"
    over = file.case.get("stage") == "closed" or consolidated_into(file) is not None
    if over or is_past(rule, file):
        return "stopped"
    return "paused" if due is None and rule.unit != SOON else "running"

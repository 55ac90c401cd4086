"""The clocks of a case: what is due, from which event, by which rule, and what changed it.

The rules are data in ``resources/clocks.json``, each with its source. A clock runs from a row of
the case (a notice, a suspension, a complainant); it is told from another by its rule's code and
that row's id.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from models.case.casefile import CaseFile, Row
from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.links import consolidated_into
from models.rules.names import full_name, oversight, subject_label
from models.rules.process.conditions import holds
from models.rules.process.stages import order
from models.rules.process.working_days import DEFAULT_NATION, months_after, nth_day, nth_working_day

FILE = RESOURCES / "clocks.json"
SOON = "as soon as practicable"


@dataclass(frozen=True)
class Rule:
    """One kind of clock.

    :ivar length: in ``unit``: ``working days``, ``days``, ``months`` or ``as soon as practicable``.
    :ivar then: the length of a period after the first, where it is another.
    :ivar starts: the rows it runs from; ``again`` begins the next period, ``ends`` stops it.
    :ivar lapses: a right that runs out by itself, never late.
    :ivar until_stage: it stops when the case reaches this stage.
    :ivar older: its source under the regimes before that of 2020, where it is another.
    """

    code: str
    name: str
    source: str
    length: int
    unit: str
    starts: dict[str, Any]
    ends: dict[str, Any] = field(default_factory=dict)
    again: dict[str, Any] = field(default_factory=dict)
    then: int = 0
    lapses: bool = False
    until_stage: str = ""
    regimes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    older: str = ""

    def source_under(self, regime: str | None) -> str:
        """Where the law of that regime says so."""
        older = self.older if regime in ("2004", "2008", "2012") else ""
        return older.format(regime=regime) if older else self.source


@dataclass(frozen=True)
class Clock:
    """A clock as it stands.

    :ivar about: the id of the row it runs from.
    :ivar of: who it is about, in words; empty for the case.
    :ivar started: when its present period began; ``began`` is when the first did.
    :ivar due: its last day; ``None`` while paused, or where it is as soon as practicable.
    :ivar first_due: the day by the rule alone, before anything changed it.
    :ivar state: ``running``, ``soon``, ``paused`` or ``lapses``.
    :ivar reference: of the case it comes from, where that is consolidated into this one.
    :ivar source: where the law says so, under the case's regime.
    """

    rule: Rule
    about: int
    of: str
    started: datetime.date
    due: datetime.date | None
    first_due: datetime.date | None
    state: str
    reference: str = ""
    began: datetime.date = datetime.date.min
    source: str = ""

    @property
    def words(self) -> str:
        """Its name, whom it is about, and the case it comes from if that is another."""
        return clock_words(self.rule, self.of, self.began, self.reference)


@vocabularies.derived
def rules() -> dict[str, Rule]:
    """Every rule by its code, in order."""
    data = vocabularies.spelled_out(json.loads(FILE.read_text(encoding="utf-8")))
    found = {}
    for item in data["clocks"]:
        values = item | {key: tuple(item.get(key, ())) for key in ("regimes", "roles")}
        found[item["code"]] = Rule(**values)
    return found


def clocks_of(file: CaseFile, nation: str = DEFAULT_NATION) -> list[Clock]:
    """The clocks that have not stopped, the first due first, then those without a day.

    Those of a case that is consolidated into this one run here, each from the day it began there;
    a clock of the whole case runs from the earliest beginning of them all.
    """
    if file.case.get("stage") == "closed" or consolidated_into(file) is not None:
        return []
    whole = with_taken_over(file)
    found: list[Clock] = []
    for rule in rules().values():
        running = [
            clock
            for source in (file, *file.taken_over)
            for clock in _running(rule, source, whole, nation)
        ]
        if rule.starts["section"] == "case":
            running = sorted(running, key=lambda one: one.began)[:1]
        found += running
    return sorted(found, key=lambda one: (one.due is None, one.due or one.started, one.words))


def response_due(file: CaseFile, notice: Row, nation: str = DEFAULT_NATION) -> datetime.date | None:
    """The day by which a notice is to be answered; ``None`` where it asks for no answer."""
    for rule in rules().values():
        answered = rule.starts["section"] == "notices" and rule.ends.get("day")
        if answered != "response_received" or not notice["served"]:
            continue
        if holds(rule.starts.get("where", {}), notice, file) and _role_holds(rule, notice, file):
            return _clock(rule, notice, notice["served"], file, nation).due
    return None


def next_due(file: CaseFile, clocks: list[Clock]) -> tuple[datetime.date | None, str]:
    """The day by which something is next due in an open case, and what: by a clock, or as noted."""
    case = file.case
    if case.get("stage") == "closed":
        return None, ""
    due = [(one.due, one.words) for one in clocks if one.due and one.state == "running"]
    if case.get("next_due"):
        due.append((case["next_due"], case["next_due_for"]))
    return min(due, default=(None, ""))


def due_day(
    rule: Rule,
    started: datetime.date,
    changes: list[Row],
    nation: str = DEFAULT_NATION,
    *,
    again: bool = False,
) -> datetime.date | None:
    """The last day of a clock begun on ``started``; ``None`` while it stands still.

    :param changes: extensions, pauses and resumptions of it; an extension never brings it forward.
    :param again: this is not its first period.
    """
    length = rule.then if again and rule.then else rule.length
    pauses = _pauses(changes, started)
    if pauses and pauses[-1][1] is None:
        return None

    def stands_still(day: datetime.date) -> bool:
        return any(first <= day and (last is None or day < last) for first, last in pauses)

    if rule.unit == SOON:
        return None
    if rule.unit == "working days":
        due = nth_working_day(started, length, nation, stands_still)
    elif rule.unit == "months":
        due = months_after(started, length)
        still = sum((last - first).days for first, last in pauses if last and first <= due)
        due += datetime.timedelta(days=still)
    else:
        due = nth_day(started, length, stands_still)
    extended = [
        row["until"]
        for row in changes
        if row["kind"] == "extension" and row["until"] and (row["day"] or started) >= started
    ]
    latest: datetime.date = max([due, *extended])
    return latest


def _pauses(
    changes: list[Row], started: datetime.date
) -> list[tuple[datetime.date, datetime.date | None]]:
    """Spans in which it stands still: first day, and the day it runs again."""
    found: list[tuple[datetime.date, datetime.date | None]] = []
    steps = [row for row in changes if row["kind"] in ("pause", "resume") and row["day"]]
    for row in sorted(steps, key=lambda one: one["day"]):
        if row["kind"] == "pause" and (not found or found[-1][1] is not None):
            found.append((row["day"], None))
        elif row["kind"] == "resume" and found and found[-1][1] is None:
            found[-1] = (found[-1][0], row["day"])
    return [(max(first, started), last) for first, last in found if last is None or last > started]


def with_taken_over(file: CaseFile) -> CaseFile:
    """The case with the rows of those consolidated into it, for clocks alone."""
    if not file.taken_over:
        return file
    whole = file.copy()
    for other in file.taken_over:
        for section, row in other.every_row():
            if section != "case":
                whole.rows(section).append(row)
    return whole


def clock_words(rule: Rule, of: str, began: datetime.date, reference: str = "") -> str:
    """What a clock is called: the rule in the words of its day, whom it is about, another case."""
    name = rule.name.replace("IOPC", oversight(began))
    return " · ".join(part for part in (name, of, reference) if part)


def is_past(rule: Rule, file: CaseFile) -> bool:
    """Whether the case has come to the stage at which the rule asks nothing more."""
    stage = file.case.get("stage")
    return bool(rule.until_stage) and order(stage) >= order(rule.until_stage)


def reference_of(source: CaseFile, file: CaseFile) -> str:
    """Of the case that a clock comes from, where that is not ``file`` itself."""
    elsewhere = source.case.get("id") != file.case.get("id")
    return str(source.case["reference"]) if elsewhere else ""


def starts_of(rule: Rule, source: CaseFile, file: CaseFile) -> Iterator[tuple[Row, datetime.date]]:
    """The rows of ``source``, the case or one it took over, from which a rule's clocks begin.

    :param file: the case with all it took over.
    """
    case = source.case
    if rule.regimes and case.get("regime") not in rule.regimes:
        return
    if not holds(rule.starts.get("case", {}), case, file):
        return
    seen: set[object] = set()
    for row in source.rows(rule.starts["section"]):
        started = row.get(rule.starts["day"]) or case.get(rule.starts.get("otherwise", ""))
        if started is None or not holds(rule.starts.get("where", {}), row, file):
            continue
        once = rule.starts.get("once")
        if once and row[once] in seen:
            continue
        seen.add(row.get(once) if once else None)
        started = _first_decided(rule, row, started, file)
        if _role_holds(rule, row, file):
            yield row, started


def changes_of(rule: Rule, about: int, file: CaseFile) -> list[Row]:
    """What changed a clock: extensions, pauses and resumptions."""
    return [
        change
        for change in file.rows("clock_changes")
        if change["clock"] == rule.code and change["about"] == about
    ]


def _running(rule: Rule, source: CaseFile, file: CaseFile, nation: str) -> Iterator[Clock]:
    """The clocks that run from the rows of ``source``: the case itself, or one it took over.

    :param file: the case with all it took over, at whose stage they run.
    """
    if is_past(rule, file):
        return
    law = rule.source_under(source.case.get("regime"))
    for row, started in starts_of(rule, source, file):
        if not any(day >= started for day in event_days(rule.ends, row, file)):
            clock = _clock(rule, row, started, file, nation)
            yield replace(clock, reference=reference_of(source, file), source=law)


def _first_decided(rule: Rule, row: Row, started: datetime.date, file: CaseFile) -> datetime.date:
    """The day of the first of a chain of decisions: to revise one wins no time."""
    section, pointer = rule.starts["section"], rule.starts.get("from_first")
    while pointer and row[pointer] is not None:
        earlier = file.row(section, row[pointer])
        if earlier is None or earlier["kind"] != row["kind"]:
            break
        row, started = earlier, min(started, earlier[rule.starts["day"]] or started)
    return started


def _clock(rule: Rule, row: Row, started: datetime.date, file: CaseFile, nation: str) -> Clock:
    periods = [day for day in event_days(rule.again, row, file) if day >= started]
    begun = max([started, *periods])
    about = row["id"] or 0
    changes = changes_of(rule, about, file)
    due = due_day(rule, begun, changes, nation, again=bool(periods))
    first = due_day(rule, begun, [], nation, again=bool(periods))
    if rule.unit == SOON:
        state = "soon"
    elif due is None:
        state = "paused"
    else:
        state = "lapses" if rule.lapses else "running"
    return Clock(rule, about, whom(row, file), begun, due, first, state, began=started)


def event_days(event: dict[str, Any], row: Row, file: CaseFile) -> list[datetime.date]:
    """The days on which ``event`` came about, as far as it belongs to ``row``."""
    if not event:
        return []
    rows = [row] if event.get("same_row") else file.rows(event["section"])
    if "pointer" in event:
        rows = [one for one in rows if one[event["pointer"]] == row["id"]]
    if "same" in event:
        rows = [one for one in rows if one[event["same"]] == row[event["same"]]]
    return [
        one[event["day"]]
        for one in rows
        if one.get(event["day"]) and holds(event.get("where", {}), one, file)
    ]


def _role_holds(rule: Rule, row: Row, file: CaseFile) -> bool:
    subject = file.row("subjects", row.get("subject_id"))
    return not rule.roles or subject is None or subject["role"] in (*rule.roles, None, "")


def whom(row: Row, file: CaseFile) -> str:
    """Who a row is about, in words; empty where it is the case."""
    if "family_name" in row:
        return full_name(row)
    if row.get("complainant_id"):
        return full_name(file.row("complainants", row["complainant_id"]) or {})
    subject = file.row("subjects", row.get("subject_id"))
    return subject_label(subject) if subject else ""

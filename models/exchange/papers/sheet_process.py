"""What a case sheet says of the process: notices, suspensions, updates, clocks, steps left out."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.casefile import CaseFile, Row
from models.exchange.field_words import further_line
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.links import OTHERWISE, SEEN_FROM_HERE
from models.rules.names import full_name, oversight, subject_label
from models.rules.process.clock_record import Period, clock_record
from models.rules.process.clocks import SOON, is_past, response_due
from models.rules.process.decisions import is_revised
from models.rules.process.stages import requirements
from models.schema import sections

#: A line of a table on the sheet: the day, what it is, and the rest in words.
Line = dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table of the sheet: its title, what its three columns say, its lines."""

    title: str
    columns: tuple[str, str, str]
    lines: list[Line]


def process_lines(file: CaseFile, users: dict[int, str], nation: str) -> list[Table]:
    """The sheet's tables in their order; a review stands under its suspension."""
    referred = min((row["decided"] for row in file.referrals if row["decided"]), default=None)
    links = [
        *(
            _line(
                format_date(row["since"]),
                _link(row),
                row["other_title"],
                row["reason"],
                further_line("links", row, users),
            )
            for row in file.links
        ),
        *(
            _line("", row["reference"], SEEN_FROM_HERE.get(row["kind"], OTHERWISE), row["title"])
            for row in file.linked_from
        ),
    ]
    found = [
        Table(
            f"Referral to the {oversight(referred)}",
            (sections.label("referrals", "decided"), "Kind", "What was decided, and why"),
            [_referral(file, row, users) for row in file.referrals],
        ),
        Table(
            sections.plural("notices"),
            (
                sections.label("notices", "served"),
                sections.heading("notices"),
                "Served on, and how",
            ),
            [_notice(file, row, users, nation) for row in file.notices],
        ),
        Table(
            "Suspension and restricted duties",
            ("Day", "What", "Who, and why"),
            [line for row in file.suspensions for line in _suspension(file, row, users)],
        ),
        Table(
            "What complainants and interested persons were told",
            ("Day", "What", "Who was told, how, and what was said"),
            [_update(file, row, users) for row in file.updates],
        ),
        Table(
            "Deadlines",
            ("Last day", "Deadline", "From when, and progress"),
            _clocks(file, users, nation),
        ),
        Table(
            "Steps left out, and reopening",
            (sections.label("steps", "decided"), "Step", "Why, and by whom"),
            [_step(row, users) for row in file.steps],
        ),
        Table(
            sections.plural("tasks"),
            (sections.label("tasks", "due"), "Task", "Whose"),
            [_task(row, users) for row in file.tasks],
        ),
        Table("Linked cases", (sections.label("links", "since"), "Case", "Why"), links),
    ]
    return [table for table in found if table.lines]


def clocks_in_short(file: CaseFile, nation: str) -> str:
    """How many clocks were missed and extended; empty where there were none."""
    record = clock_record(file, nation)
    late = sum(one.state == "late" for one in record)
    moved = sum(any(row["kind"] == "extension" for row in one.changes) for one in record)
    said = [
        f"{late} of {len(record)} missed" if late else "none missed",
        f"{moved} extended" if moved else "",
    ]
    return ", ".join(filter(None, said)) if record else ""


def _clocks(file: CaseFile, users: dict[int, str], nation: str) -> list[Line]:
    """A line a clock: one that begins again and again is told by what was missed of it."""
    runs: dict[str, list[Period]] = {}
    for one in clock_record(file, nation):
        runs.setdefault(one.words, []).append(one)
    return [
        _clock(run[0], file, users) if len(run) == 1 else _run(run, file, users)
        for run in runs.values()
    ]


def _clock(one: Period, file: CaseFile, users: dict[int, str]) -> Line:
    return _line(
        _last_day(one),
        one.words,
        f"from {format_date(one.begun)}",
        _went(one, file),
        *(_change(row, one, users) for row in one.changes),
    )


def _run(run: list[Period], file: CaseFile, users: dict[int, str]) -> Line:
    rule, last = run[0].rule, run[-1]
    kept = sum(one.state == "met" and not one.over for one in run)
    return _line(
        f"every {rule.then or rule.length} {rule.unit}",
        run[0].words,
        f"from {format_date(run[0].begun)}",
        f"kept {kept} times" if kept != 1 else "kept once",
        *(f"due {format_date(one.due)}: {_went(one, file)}" for one in run if one.state == "late"),
        f"the last, due {_last_day(last)}: {_went(last, file)}"
        if last.over or last.done is None
        else "",
        *(_change(row, one, users) for one in run for row in one.changes),
    )


def _last_day(one: Period) -> str:
    return SOON if one.rule.unit == SOON else format_date(one.due) or "paused"


def _went(one: Period, file: CaseFile) -> str:
    day = f"{'ended' if one.over else 'done'} {format_date(one.done)}"
    if one.state == "met":
        return day if one.over or one.rule.unit == SOON else f"{day}, in time"
    if one.state == "late":
        return f"{day}, {one.days_late} day{'s' * (one.days_late != 1)} late"
    passed = (is_past(one.rule, file) and one.rule.until_stage) or "closed"
    return {
        "used": f"used {format_date(one.done)}",
        "lapses": "a right that has not been used",
        "stopped": f"stopped: the case reached “{vocabularies.name('stage', passed)}”",
        "paused": "paused",
    }.get(one.state, "running")


def _change(row: Row, one: Period, users: dict[int, str]) -> str:
    more = further_line("clock_changes", row, users)
    day, reason = format_date(row["day"]), "  ·  ".join(filter(None, (row["reason"], more)))
    if row["kind"] != "extension":
        what = vocabularies.name("clock_change", row["kind"]).lower()
        return f"{what} {day}: {reason}"
    by_rule = f" (by the rule {format_date(one.first_due)})" if one.first_due != one.due else ""
    return f"extended {day} to {format_date(row['until'])}{by_rule}: {reason}"


def _step(row: Row, users: dict[int, str]) -> Line:
    asked = {one.code: one.words for one in requirements()}
    what = vocabularies.name("step", row["kind"])
    step = asked.get(row["requirement"], row["requirement"])
    return _line(
        format_date(row["decided"]),
        f"{what}: {step[:1].lower()}{step[1:]}" if step else what,
        row["reason"],
        users.get(row["decided_by_id"], ""),
        further_line("steps", row, users),
    )


def _referral(file: CaseFile, row: Row, users: dict[int, str]) -> Line:
    sent, decided = format_date(row["referred"]), format_date(row["mode_decided"])
    mode = vocabularies.name("referral_mode", row["mode"])
    return _line(
        format_date(row["decided"]),
        vocabularies.name("referral", row["kind"]),
        "revised by a later decision" if is_revised(file, row) else "",
        f"referred {sent}" if sent else "" if row["kind"] == "none" else "not yet sent",
        f"mode: {mode.lower()}{', ' if decided else ''}{decided}" if mode else "",
        row["reason"],
        users.get(row["decided_by_id"], ""),
        further_line("referrals", row, users),
    )


def _notice(file: CaseFile, row: Row, users: dict[int, str], nation: str) -> Line:
    answered = format_date(row["response_received"])
    due = "" if answered else format_date(response_due(file, row, nation))
    return _line(
        format_date(row["served"]),
        vocabularies.name("notice", row["kind"]),
        _subject(file, row),
        vocabularies.name("method", row["method"]).lower(),
        f"by {row['served_by']}" if row["served_by"] else "",
        f"response received {answered}" if answered else "",
        f"response due {due}" if due else "",
        row["notes"],
        further_line("notices", row, users),
    )


def _suspension(file: CaseFile, row: Row, users: dict[int, str]) -> list[Line]:
    ended = format_date(row["ended"])
    first = _line(
        format_date(row["began"]),
        vocabularies.name("suspension", row["kind"]),
        _subject(file, row),
        f"until {ended}" if ended else "",
        row["reason"],
        users.get(row["decided_by_id"], ""),
        further_line("suspensions", row, users),
    )
    reviews = [
        _line(
            format_date(one["reviewed"]),
            f"Review: {vocabularies.name('review_decision', one['decision']).lower()}",
            one["reason"],
            users.get(one["decided_by_id"], ""),
            further_line("reviews", one, users),
        )
        for one in file.reviews
        if one["suspension_id"] == row["id"]
    ]
    return [first, *reviews]


def _task(row: Row, users: dict[int, str]) -> Line:
    done = format_date(row["done"])
    return _line(
        format_date(row["due"]),
        row["title"],
        users.get(row["assigned_to_id"], ""),
        f"done {done}" if done else "open",
        row["notes"],
        further_line("tasks", row, users),
    )


def _update(file: CaseFile, row: Row, users: dict[int, str]) -> Line:
    return _line(
        format_date(row["sent"]),
        vocabularies.name("update", row["kind"]),
        full_name(file.row("complainants", row["complainant_id"]) or {}),
        vocabularies.name("method", row["method"]).lower(),
        vocabularies.name("review_body", row["review_body"]),
        vocabularies.name("review_result", row["review_result"]),
        row["summary"],
        further_line("updates", row, users),
    )


def _link(row: Row) -> str:
    return f"{vocabularies.name('link', row['kind'])} {row['other_reference']}"


def _subject(file: CaseFile, row: Row) -> str:
    subject = file.row("subjects", row["subject_id"])
    return subject_label(subject) if subject else ""


def _line(day: str, what: str, *parts: str) -> Line:
    return {"day": day, "what": what, "words": "  ·  ".join(part for part in parts if part)}

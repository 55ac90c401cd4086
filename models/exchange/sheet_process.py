"""What a case sheet says of the process: clocks, notices, suspensions and updates."""

from __future__ import annotations

from models.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.clocks import Clock, response_due
from models.rules.dates import format_date
from models.rules.decisions import is_revised
from models.rules.links import OTHERWISE, SEEN_FROM_HERE
from models.rules.names import full_name, subject_label

#: A line of a table on the sheet: the day, what it is, and the rest in words.
Line = dict[str, str]


def process_lines(
    file: CaseFile, clocks: list[Clock], users: dict[int, str], nation: str
) -> dict[str, object]:
    """The sheet's tables by name, each a list of lines; a review stands under its suspension."""
    return {
        "clocks": [_clock(one) for one in clocks],
        "referrals": [_referral(file, row, users) for row in file.referrals],
        "notices": [_notice(file, row, nation) for row in file.notices],
        "suspensions": [line for row in file.suspensions for line in _suspension(file, row, users)],
        "tasks": [_task(row, users) for row in file.tasks],
        "links": [
            *(
                _line(format_date(row["since"]), _link(row), row["other_title"], row["reason"])
                for row in file.links
            ),
            *(
                _line("", row["reference"], _seen_from_here(row), row["title"])
                for row in file.linked_from
            ),
        ],
        "updates": [_update(file, row) for row in file.updates],
    }


def _clock(clock: Clock) -> Line:
    moved = clock.first_due if clock.first_due != clock.due else None
    said = {"soon": "as soon as practicable", "paused": "paused"}.get(clock.state, "")
    return _line(
        format_date(clock.due),
        clock.words,
        said,
        f"by the rule {format_date(moved)}" if moved else "",
        "a right that lapses" if clock.state == "lapses" else "",
    )


def _referral(file: CaseFile, row: Row, users: dict[int, str]) -> Line:
    sent, decided = format_date(row["referred"]), format_date(row["mode_decided"])
    mode = vocabularies.name("referral_mode", row["mode"])
    return _line(
        format_date(row["decided"]),
        vocabularies.name("referral", row["kind"]),
        "revised by a later decision" if is_revised(file, row) else "",
        f"referred {sent}" if sent else "" if row["kind"] == "none" else "not yet sent",
        f"{mode.lower()}{' ' if decided else ''}{decided}" if mode else "",
        row["reason"],
        users.get(row["decided_by_id"], ""),
    )


def _notice(file: CaseFile, row: Row, nation: str) -> Line:
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
    )
    reviews = [
        _line(
            format_date(one["reviewed"]),
            f"Review: {vocabularies.name('review_decision', one['decision']).lower()}",
            one["reason"],
            users.get(one["decided_by_id"], ""),
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
    )


def _update(file: CaseFile, row: Row) -> Line:
    return _line(
        format_date(row["sent"]),
        vocabularies.name("update", row["kind"]),
        full_name(file.row("complainants", row["complainant_id"]) or {}),
        vocabularies.name("method", row["method"]).lower(),
        vocabularies.name("review_body", row["review_body"]),
        vocabularies.name("review_result", row["review_result"]),
        row["summary"],
    )


def _seen_from_here(row: Row) -> str:
    return SEEN_FROM_HERE.get(row["kind"], OTHERWISE)


def _link(row: Row) -> str:
    return f"{vocabularies.name('link', row['kind'])} {row['other_reference']}"


def _subject(file: CaseFile, row: Row) -> str:
    subject = file.row("subjects", row["subject_id"])
    return subject_label(subject) if subject else ""


def _line(day: str, what: str, *parts: str) -> Line:
    return {"day": day, "what": what, "words": "  ·  ".join(part for part in parts if part)}

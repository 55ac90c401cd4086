"""What the record gives to paper: a checkpoint on one page, and the report of a check."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from models.changes.noting import disclosed
from models.exchange.papers.templates import environment
from models.record.check import Check
from models.record.checkpoint import Checkpoint
from models.register import Register
from models.rules import vocabularies
from models.rules.dates import format_date, format_moment
from ui.background import Runner
from ui.printing.paper import Paper
from ui.printing.preview import PreviewDialog, show_as_made

GROUP, GROUPS_A_LINE = 4, 4


def checkpoint_page(register: Register, made: Checkpoint) -> Paper:
    """A checkpoint on one page, its hash in groups that can be typed."""
    groups = [made.head[at : at + GROUP] for at in range(0, len(made.head), GROUP)]
    lines = [
        " ".join(groups[at : at + GROUPS_A_LINE]) for at in range(0, len(groups), GROUPS_A_LINE)
    ]
    html = (
        environment()
        .get_template("checkpoint.html")
        .render(made=made, taken=format_moment(made.taken), hash=lines)
    )
    return _paper(register, "Checkpoint of the record", html)


def check_report(register: Register, found: Sequence[Check], at: datetime.datetime) -> Paper:
    """What a check looked at and found."""
    html = (
        environment()
        .get_template("check_report.html")
        .render(
            force=register.force,
            file=register.path.name,
            at=f"{format_date(at.date())} at {at:%H:%M}",
            verdict=verdict(found),
            checks=found,
        )
    )
    return _paper(register, "Check of the register", html)


def verdict(found: Sequence[Check]) -> str:
    """All of it in a sentence."""
    wrong = sum(len(item.problems) for item in found)
    if not wrong:
        return "The register is in order"
    return f"{wrong:,} problem{'s were' if wrong != 1 else ' was'} found"


def preview(
    paper: Paper, what: str, register: Register, runner: Runner, parent: QWidget
) -> PreviewDialog:
    """Show it before it is printed or saved; what leaves is on record first."""

    def record(how: str, reason: str) -> None:
        disclosed(register, f"{what} {how}", reason=reason)

    return show_as_made(paper, record, register, runner, parent)


def _paper(register: Register, title: str, html: str) -> Paper:
    return Paper(
        title=title,
        sections=[html],
        marking=vocabularies.name("marking", "official-sensitive"),
        reference=register.force,
        printed_by=register.user.full_name,
        printed_at=datetime.datetime.now(),
    )

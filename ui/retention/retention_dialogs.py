"""What is asked before a case is kept, anonymised or erased: a reason, and that it is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from models.change import Change
from models.changes.retention import reviewing as retention
from models.errors import InvalidError, RegisterBusyError
from models.keeping.writing_anew import compact
from models.queries.cases.retention import Matter, Part, Review
from models.register import Register
from models.rules.process.retention import horizon
from models.schema import RetentionReview
from ui.background import Job, Runner
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields_dialog import Asked, FieldsDialog, area, asked_of, line

GOES = (
    "Removed for good: everybody’s names, numbers, dates of birth and contact details; the "
    "title, the summary and every other text; chronology, tasks, links and exhibits with their "
    "contents; what the record said about the case; and all of this from search and from the "
    "register file itself."
)
STAYS = (
    "Kept: the reference, codes, roles, ranks and outcomes, the dates that figures count "
    "(others to the month), and a record that you did this, when and why. Anybody who also "
    "appears elsewhere in the register stays there."
)
ERASED = (
    "Removed for good: the case, with everything in it and what the record said about it, from "
    "lists, search, figures and the register file itself. Links to it from other cases go too."
)
ERASED_STAYS = (
    "Kept: its number, which is void and never reused, and a record that you did this, when "
    "and why. Anybody who also appears elsewhere in the register stays there."
)
MEANT = "This cannot be undone."
REASON = "Reason (this is kept, so name nobody)"
MOST_NAMED = 4


class ForGoodDialog(FieldsDialog):
    """Takes something out for good, in two steps: the transaction, then the file written anew.

    :param confirm: what is to be typed, so that nobody does it by a slip.
    :ivar waiting: why the file could not be written anew yet; empty where it was.
    """

    def __init__(
        self,
        register: Register,
        runner: Runner,
        title: str,
        act: Callable[[Change], None],
        *,
        confirm: str,
        yes: str,
        doing: str,
        said: Sequence[str],
        parent: QWidget,
    ) -> None:
        asked = [
            Asked("reason", REASON, area(), required=True),
            Asked("confirm", f"Type {confirm} to continue", line(), required=True),
        ]
        super().__init__(
            title, asked, lambda _: None, runner, yes=yes, notes=said, doing=doing, parent=parent
        )
        self.waiting = ""
        self._register = register
        self._act = act
        self._confirm = confirm

    def do(self, job: Job, values: dict[str, Any]) -> None:
        problems = {}
        if not values["reason"]:
            problems["reason"] = "Give the reason. It stays on record."
        if values["confirm"].casefold() != self._confirm.casefold():
            problems["confirm"] = f"Type {self._confirm} to continue. Nothing was done."
        if problems:
            raise InvalidError(problems)
        job.progress(0, 2)
        with self._register.change(values["reason"]) as change:
            self._act(change)
        job.progress(1, 2)
        try:
            compact(self._register)
        except RegisterBusyError as error:
            self.waiting = str(error)
        job.progress(2, 2)


def keep(register: Register, runner: Runner, review: Review, parent: QWidget) -> FieldsDialog:
    """Keep a case until a day, with a reason."""
    until = DateEdit(register.today())
    until.set_value(horizon(register.today()))

    def write(values: dict[str, Any]) -> None:
        with register.change("Kept at its review") as change:
            retention.keep(change, review.case_id, values["until"], values["reason"])

    return FieldsDialog(
        f"Keep {review.reference}",
        [
            asked_of(RetentionReview, "until", until, required=True),
            asked_of(RetentionReview, "reason", area(), required=True),
        ],
        write,
        runner,
        yes="Keep",
        note="It stays as it is, and is due for review again on that day. The reason is shown "
        "here, and is removed when the case is.",
        parent=parent,
    )


def anonymise(
    register: Register, runner: Runner, matter: Matter, copies: list[Path], parent: QWidget
) -> ForGoodDialog:
    """Take everybody and every word out of a case."""
    return ForGoodDialog(
        register,
        runner,
        f"Anonymise {matter.reference}",
        lambda change: retention.anonymise(change, matter.case_id),
        confirm=matter.reference,
        yes="Anonymise",
        doing="Anonymising",
        said=[*_with(matter), GOES, STAYS, _copies(copies), MEANT],
        parent=parent,
    )


def erase(
    register: Register, runner: Runner, matter: Matter, copies: list[Path], parent: QWidget
) -> ForGoodDialog:
    """Take a case out of the register."""
    return ForGoodDialog(
        register,
        runner,
        f"Erase {matter.reference}",
        lambda change: retention.erase(change, matter.case_id),
        confirm=matter.reference,
        yes="Erase",
        doing="Erasing",
        said=[*_with(matter), ERASED, ERASED_STAYS, _copies(copies), MEANT],
        parent=parent,
    )


def anonymise_person(
    register: Register,
    runner: Runner,
    matter: Matter,
    part: Part,
    copies: list[Path],
    parent: QWidget,
) -> ForGoodDialog:
    """Take a person out of the register, and so everybody out of each case that they are in."""
    every = ", ".join((matter.reference, *part.elsewhere))
    first = (
        f"Every case that {part.name} is in is anonymised with them: {every}. Their posts, their "
        "merged records and the guidance that they were given go too."
    )
    return ForGoodDialog(
        register,
        runner,
        f"Anonymise {part.name}",
        lambda change: retention.anonymise_person(change, part.person_id),
        confirm=matter.reference,
        yes="Anonymise",
        doing="Anonymising",
        said=[first, GOES, STAYS, _copies(copies), MEANT],
        parent=parent,
    )


def _with(matter: Matter) -> list[str]:
    if not matter.consolidated:
        return []
    return [f"The cases consolidated into it go with it: {', '.join(matter.consolidated)}."]


def _copies(copies: list[Path]) -> str:
    """That backups are a matter of their own, and which there are."""
    if not copies:
        return "Backups that you keep elsewhere still contain it until you delete them."
    named = ", ".join(one.name for one in copies[-MOST_NAMED:])
    more = f" and {len(copies) - MOST_NAMED} older" if len(copies) > MOST_NAMED else ""
    return f"Earlier backups still contain it until they are deleted: {named}{more}."

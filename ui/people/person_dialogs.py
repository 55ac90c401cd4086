"""What is asked about a person: details, a post held, a merge, the review of an alert."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from models.changes import people
from models.changes.merging import merge_people
from models.errors import InvalidError
from models.queries.people.directory import Pair
from models.queries.people.early_intervention import StandingAlert
from models.queries.people.person import Person
from models.register import Register
from models.rules import vocabularies
from ui.background import Runner
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields_dialog import Asked, FieldsDialog, area, line


def edit_details(
    register: Register, runner: Runner, shown: Person, parent: QWidget
) -> FieldsDialog:
    """Change a person's own details, monitoring among them."""
    row = shown.row

    def day(name: str, of: dict[str, Any] = row) -> DateEdit:
        editor = DateEdit(register.today())
        editor.set_value(_as_day(of[name]))
        return editor

    def coded(name: str) -> Choice:
        choice = Choice((term.code, term.name) for term in vocabularies.terms(name))
        choice.set_value(row[name])
        return choice

    joined = {f"joined {one['id']}": one for one in shown.service}

    def write(values: dict[str, Any]) -> None:
        days = {name: values.pop(name) for name in joined}
        with register.change("Person’s details") as change:
            people.describe(change, row["id"], row["version"], **values)
            for name, one in joined.items():
                if days[name] != _as_day(one["joined"]):
                    try:
                        people.serve(change, one["id"], one["version"], days[name])
                    except InvalidError as error:
                        raise InvalidError({name: error.problems["joined"]}) from error

    return FieldsDialog(
        "Details",
        [
            Asked("family_name", "Family name", line(row["family_name"]), required=True),
            Asked("given_names", "Given names", line(row["given_names"])),
            Asked("title", "Title", line(row["title"])),
            Asked("date_of_birth", "Date of birth", day("date_of_birth")),
            Asked("sex", "Sex", coded("sex")),
            Asked("ethnicity", "Ethnicity, as they give it", coded("ethnicity")),
            *(
                Asked(name, f"Joined as {_service(one)}", day("joined", one))
                for name, one in joined.items()
            ),
            Asked("email", "Email", line(row["email"])),
            Asked("telephone", "Telephone", line(row["telephone"])),
            Asked("monitored_from", "Monitored from", day("monitored_from")),
            Asked("monitored_to", "Monitored to", day("monitored_to")),
            Asked("monitored_why", "Why monitored", line(row["monitored_why"])),
        ],
        write,
        runner,
        parent=parent,
    )


def add_post(register: Register, runner: Runner, shown: Person, parent: QWidget) -> FieldsDialog:
    """Record a post that a member of the force held."""
    services = [(one["id"], _service(one)) for one in shown.service]
    service = Choice(services, empty="Choose")
    service.set_value(services[-1][0])

    def write(values: dict[str, Any]) -> None:
        member_id = values.pop("member") or services[-1][0]
        with register.change("Post held") as change:
            people.add_post(change, member_id, **values)

    ranks = [(term.code, term.name) for term in vocabularies.terms("rank")]
    return FieldsDialog(
        "Post held",
        [
            Asked("member", "Service", service),
            Asked("rank", "Rank", Choice(ranks)),
            Asked("post", "Post", line()),
            Asked("unit", "Unit", line()),
            Asked("starts", "From", DateEdit(register.today())),
            Asked("ends", "To", DateEdit(register.today())),
        ],
        write,
        runner,
        parent=parent,
    )


def merge(register: Register, runner: Runner, pair: Pair, parent: QWidget) -> FieldsDialog:
    """Make two records of one person one."""
    both = (pair.first, pair.second)
    kept = Choice(
        [(one.person_id, f"{one.name}, {one.numbers or 'no number'}") for one in both],
        empty="Choose",
    )
    kept.set_value(pair.first.person_id)

    def write(values: dict[str, Any]) -> None:
        keep = values["kept"] or pair.first.person_id
        gone = next(one.person_id for one in both if one.person_id != keep)
        with register.change("Merged") as change:
            merge_people(change, keep, gone, values["reason"])

    return FieldsDialog(
        "Merge two records of one person",
        [
            Asked("kept", "The record that stays", kept),
            Asked("reason", "How it is known that they are one person", area(), required=True),
        ],
        write,
        runner,
        yes="Merge",
        note=f"{pair.why.capitalize()}. Their cases, posts and details come together. "
        "A merge can be undone.",
        parent=parent,
    )


def review(
    register: Register, runner: Runner, alert: StandingAlert, parent: QWidget, *, closed: bool
) -> FieldsDialog:
    """Put a review of an alert on record, and with ``closed`` close it."""

    def write(values: dict[str, Any]) -> None:
        with register.change("Alert reviewed") as change:
            people.review_alert(
                change,
                alert.person_id,
                alert.rule.code,
                alert.key,
                values["reason"],
                closed=closed,
            )

    return FieldsDialog(
        "Close the alert" if closed else "Review the alert",
        [Asked("reason", "What was considered and decided", area(), required=True)],
        write,
        runner,
        yes="Close alert" if closed else "Record review",
        note=f"{alert.name}: {alert.rule.name.lower()}. A further case raises it anew.",
        parent=parent,
    )


def _as_day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _service(row: dict[str, Any]) -> str:
    role = vocabularies.name("role", row["role"]) or "Member of the force"
    return f"{role} {row['number']}".strip()

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
from models.queries.people.person import Person as Shown
from models.register import Register
from models.rules import vocabularies
from models.schema import AlertReview, Member, Person, PersonMerge, Posting, dictionary
from ui.background import Runner
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields_dialog import Asked, FieldsDialog, area, asked_of, chosen_of, line


def edit_details(register: Register, runner: Runner, shown: Shown, parent: QWidget) -> FieldsDialog:
    """Change a person's own details, monitoring among them."""
    row = shown.row

    def day(name: str, of: dict[str, Any] = row) -> DateEdit:
        editor = DateEdit(register.today())
        editor.set_value(_as_day(of[name]))
        return editor

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
            asked_of(Person, "family_name", line(row["family_name"]), required=True),
            asked_of(Person, "given_names", line(row["given_names"])),
            asked_of(Person, "title", line(row["title"])),
            asked_of(Person, "date_of_birth", day("date_of_birth")),
            asked_of(Person, "sex", chosen_of(Person, "sex", row["sex"])),
            asked_of(Person, "ethnicity", chosen_of(Person, "ethnicity", row["ethnicity"])),
            *(
                Asked(
                    name,
                    f"{dictionary.label(Member, 'joined')} as {_service(one)}",
                    day("joined", one),
                )
                for name, one in joined.items()
            ),
            asked_of(Person, "email", line(row["email"])),
            asked_of(Person, "telephone", line(row["telephone"])),
            asked_of(Person, "monitored_from", day("monitored_from")),
            asked_of(Person, "monitored_to", day("monitored_to")),
            asked_of(Person, "monitored_why", line(row["monitored_why"])),
        ],
        write,
        runner,
        parent=parent,
    )


def add_post(register: Register, runner: Runner, shown: Shown, parent: QWidget) -> FieldsDialog:
    """Record a post that a member of the force held."""
    services = [(one["id"], _service(one)) for one in shown.service]
    service = Choice(services, empty="Choose")
    service.set_value(services[-1][0])

    def write(values: dict[str, Any]) -> None:
        member_id = values.pop("member") or services[-1][0]
        with register.change("Post held") as change:
            people.add_post(change, member_id, **values)

    return FieldsDialog(
        "Post held",
        [
            Asked("member", "Service", service),
            asked_of(Posting, "rank", chosen_of(Posting, "rank")),
            asked_of(Posting, "post", line()),
            asked_of(Posting, "unit", line()),
            asked_of(Posting, "starts", DateEdit(register.today())),
            asked_of(Posting, "ends", DateEdit(register.today())),
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
            asked_of(PersonMerge, "kept_id", kept, name="kept"),
            asked_of(PersonMerge, "reason", area(), required=True),
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
        [asked_of(AlertReview, "reason", area(), required=True)],
        write,
        runner,
        yes="Close alert" if closed else "Record review",
        note=f"{alert.name}: {alert.rule.name.lower()}. A further case raises it again.",
        parent=parent,
    )


def _as_day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _service(row: dict[str, Any]) -> str:
    role = vocabularies.name("role", row["role"]) or "Member of the force"
    return f"{role} {row['number']}".strip()

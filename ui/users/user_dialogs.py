"""What is asked about somebody who signs in: who they are, their role, number and passphrase."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from models.changes import users
from models.queries.people.users import Worker
from models.register import Register
from models.rules import roles, vocabularies
from models.schema import Member, Person, User, dictionary
from ui.background import Runner
from ui.widgets.fields.choice import Choice
from ui.widgets.fields.new_passphrase import NewPassphrase
from ui.widgets.fields_dialog import Asked, FieldsDialog, asked_of, chosen_of, line

MEMBER = (
    "If they are a member of the force, give their collar number. They then see nothing of any "
    "case in which they are involved."
)
GIVEN = (
    "Tell them the passphrase yourself: they choose one of their own when they first sign in with "
    "it."
)


def add(register: Register, runner: Runner, parent: QWidget) -> FieldsDialog:
    """Let somebody work in the register."""
    return FieldsDialog(
        "Add a user",
        [
            asked_of(User, "full_name", line("", "D. Okafor"), required=True),
            asked_of(User, "name", line("", "okafor"), required=True),
            asked_of(User, "role", _roles(), required=True),
            asked_of(Member, "number", line()),
            _family_name(),
        ],
        lambda values: users.add(register, **values | {"role": values["role"] or ""}),
        runner,
        yes="Add",
        note=f"{MEMBER}\n\n{GIVEN}",
        passphrase=NewPassphrase("First passphrase"),
        width=560,
        parent=parent,
    )


def change_role(register: Register, runner: Runner, who: Worker, parent: QWidget) -> FieldsDialog:
    """Give somebody another role."""
    choice = _roles()
    choice.set_value(who.role)

    def write(values: dict[str, Any]) -> None:
        users.change_role(register, who.id, values["role"] or "")

    return FieldsDialog(
        f"Role of {who.full_name}",
        [asked_of(User, "role", choice, required=True)],
        write,
        runner,
        note=_what_each_may(),
        width=640,
        parent=parent,
    )


def link(register: Register, runner: Runner, who: Worker, parent: QWidget) -> FieldsDialog:
    """Say which member of the force somebody is."""
    return FieldsDialog(
        f"Collar number of {who.full_name}",
        [
            asked_of(Member, "number", line(who.number, "Empty for none")),
            _family_name(),
        ],
        lambda values: users.link(register, who.id, **values),
        runner,
        note=MEMBER,
        parent=parent,
    )


def reset(register: Register, runner: Runner, who: Worker, parent: QWidget) -> FieldsDialog:
    """Give somebody who lost theirs a passphrase to begin with."""
    passphrase = NewPassphrase("First passphrase")
    passphrase.name = who.name
    return FieldsDialog(
        f"Reset the passphrase of {who.full_name}",
        [],
        lambda values: users.reset(register, who.id, values["passphrase"]),
        runner,
        yes="Reset",
        note=f"Their old passphrase stops working. {GIVEN}",
        passphrase=passphrase,
        width=560,
        parent=parent,
    )


def _roles() -> Choice:
    return chosen_of(User, "role", empty="Choose")


def _family_name() -> Asked:
    label = dictionary.label(Person, "family_name")
    return Asked("family_name", f"{label}, where two have that number", line())


def _what_each_may() -> str:
    """The table of roles in words, a line each."""
    acts = roles.acts()
    own = "passphrase"  # everybody may
    lines = []
    for term in vocabularies.terms("user_role"):
        may = [words for act, words in acts.items() if act != own and roles.may(term.code, act)]
        read = "" if roles.may(term.code, "record") else "read, and change nothing; "
        lines.append(f"{term.name}: {read}{'; '.join(may)}".removesuffix("; ") + ".")
    return "\n\n".join(lines)

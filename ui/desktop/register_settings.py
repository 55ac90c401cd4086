"""What the whole register goes by: its force, its nation's bank holidays, when it locks."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from models.changes.settings import set_up
from models.register import Register
from ui.background import Runner
from ui.widgets.fields_dialog import Asked, FieldsDialog, line
from ui.widgets.nation_choice import nation_choice


def register_settings(register: Register, runner: Runner, parent: QWidget) -> FieldsDialog:
    """Asks for them, and works the clocks out anew."""
    minutes = line(str(register.lock_minutes))

    def write(values: dict[str, Any]) -> None:
        said = values["lock_minutes"]
        set_up(register, **values | {"lock_minutes": int(said) if said.isdecimal() else 0})

    return FieldsDialog(
        "Register settings",
        [
            Asked("force", "Force", line(register.force), required=True),
            Asked("lock_minutes", "Lock after idle minutes, 1 to 240", minutes, required=True),
            Asked("nation", "Bank holidays of", nation_choice(register.nation), required=True),
        ],
        write,
        runner,
        note="If you change the nation, the deadlines of every open case are worked out again.",
        parent=parent,
    )


def foot_words(register: Register) -> str:
    """Which register this is, at the foot of the window."""
    said = register.path.name
    if register.is_demo():
        day = register.today()
        said += f" · demonstration register, where today is {day.day} {day:%b %Y}"
    return said

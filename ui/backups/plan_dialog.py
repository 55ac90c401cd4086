"""How the register is backed up: where to, how often, how many are kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from models.changes.backups import set_plan
from models.keeping.backups import FOLDER, plan
from models.register import Register
from ui.background import Runner
from ui.widgets.choosing_line import ChoosingLine
from ui.widgets.fields_dialog import Asked, FieldsDialog, line


def plan_dialog(register: Register, runner: Runner, parent: QWidget) -> FieldsDialog:
    """Asks for all three."""
    found = plan(register)
    usual = found.folder == register.path.parent / FOLDER
    shown = FOLDER if usual else str(found.folder)
    folder = ChoosingLine(lambda now: _chosen(now, parent), shown, "where backups are kept")

    def write(values: dict[str, Any]) -> None:
        set_plan(register, **values)

    return FieldsDialog(
        "Backup settings",
        [
            Asked("folder", "Folder", folder, required=True),
            Asked("hours", "Hours between backups", line(str(found.hours))),
            Asked("kept", "Backups kept", line(str(found.kept)), required=True),
        ],
        write,
        runner,
        note="The newest are kept; older ones are deleted once a new one has been checked. 24 "
        "hours is once a day; 0 means no automatic backups. A folder on another drive is "
        "best.",
        parent=parent,
    )


def _chosen(folder: str, parent: QWidget) -> str:
    return QFileDialog.getExistingDirectory(parent, "Where backups are kept", folder)

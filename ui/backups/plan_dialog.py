"""How the register is backed up: where to, how often, how many are kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from models.backups import FOLDER, plan
from models.register import Register
from ui.background import Runner
from ui.widgets.fields_dialog import Asked, FieldsDialog, line


def plan_dialog(register: Register, runner: Runner, parent: QWidget) -> FieldsDialog:
    """Asks for all three."""
    found = plan(register)
    usual = found.folder == register.path.parent / FOLDER
    folder = FolderLine(FOLDER if usual else str(found.folder))

    def write(values: dict[str, Any]) -> None:
        from models.changes.backups import set_plan

        set_plan(register, **values)

    return FieldsDialog(
        "Backup settings",
        [
            Asked("folder", "Folder", folder, required=True),
            Asked("hours", "Hours between two backups", line(str(found.hours))),
            Asked("kept", "Backups kept", line(str(found.kept)), required=True),
        ],
        write,
        runner,
        note="The newest are kept; older ones are taken away when a new one has been checked. "
        "24 hours is once a day; 0 makes none by itself. Best is a folder on another drive.",
        parent=parent,
    )


class FolderLine(QLineEdit):
    """A line that names a folder, with a button inside it that chooses one."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.choose = QPushButton("Choose…", self)
        self.choose.setProperty("kind", "link")
        self.choose.setCursor(Qt.CursorShape.PointingHandCursor)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(lambda _: self._choose())
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addStretch(1)
        inside.addWidget(self.choose)
        self.setTextMargins(0, 0, self.choose.sizeHint().width() + 8, 0)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where backups are kept", self.text())
        if folder:
            self.setText(folder)

"""What may be done with a return: written to files or put on paper, with its problems explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from models.changes.publishing import return_leaving, save_return
from models.errors import InvalidError
from models.register import Register
from models.rules.publishing.returns import Return
from ui.background import Job, Runner
from ui.cases.list.export_dialog import CsvDialog
from ui.printing import papers
from ui.printing.preview import show_as_made
from ui.widgets.fields.forbid import forbid
from ui.widgets.fields_dialog import Asked, FieldsDialog, area

KINDS = "Workbook (*.xlsx);;Folder of CSV, a name without an ending (*)"
NOTE = (
    "A name that ends in .xlsx makes a workbook with a sheet for each table. A name without an "
    "ending makes a new folder with a CSV for each table. The definitions and the results of "
    "the checks are included."
)


class ReturnActions(QWidget):
    """Buttons for the return that is shown."""

    def __init__(self, register: Register, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._made: Return | None = None
        self._why = ""
        self.export = QPushButton("Export…")
        self.export.setProperty("kind", "primary")
        self.export.clicked.connect(lambda _: self._explained(self._export))
        self.paper = QPushButton("Print or PDF…")
        self.paper.clicked.connect(lambda _: self._explained(self._print))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.paper, self.export):
            forbid(button, register.why_not("disclose"))
            row.addWidget(button)
        self.show_return(None)

    def show_return(self, made: Return | None) -> None:
        """Act on this return from now on."""
        if made != self._made:
            self._why = ""  # what was said of another return explains nothing of this one
        self._made = made
        for button in (self.export, self.paper):
            button.setEnabled(made is not None)

    def _explained(self, then: Callable[[Return, str], None]) -> None:
        """Go on once it is said why a return with problems leaves."""
        made = self._made
        if made is None:
            return
        if not made.problems:
            then(made, "")
            return

        def keep(values: dict[str, Any]) -> None:
            if not values["why"]:
                said = "Say why it is being sent despite the problems found."
                raise InvalidError({"why": said})

        count = len(made.problems)
        dialog = FieldsDialog(
            "The checks found problems" if count > 1 else "The checks found a problem",
            [
                Asked(
                    "why", "Reason for sending despite the problems", area(self._why), required=True
                )
            ],
            keep,
            self._runner,
            yes="Continue",
            notes=[f"▲ {one.sentence}" for one in made.problems],
            doing="Noting why",
            parent=self,
        )

        def go_on() -> None:
            self._why = dialog.values()["why"]
            then(made, self._why)

        dialog.accepted.connect(go_on)
        dialog.open()

    def _export(self, made: Return, why: str) -> None:
        register = self._register

        def write(job: Job, path: Path, bom: bool, reason: str) -> int:
            return save_return(
                register, path, made, why=why, bom=bom, reason=reason, check=job.check
            )

        CsvDialog(
            self._runner,
            "Export the return",
            made.title,
            write,
            suggested=f"return-{made.period.file_name}.xlsx",
            unit=("table", "tables"),
            note=NOTE,
            kinds=KINDS,
            parent=self,
        ).show()

    def _print(self, made: Return, why: str) -> None:
        register = self._register

        def record(how: str, reason: str) -> None:
            return_leaving(register, made, how, why=why, reason=reason)()

        show_as_made(papers.returned(register, made, why), record, register, self._runner, self)

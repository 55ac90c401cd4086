"""Asking what is exhibited, and what is said of an exhibit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.changes.case.exhibits import NewExhibit
from models.queries.cases.exhibits import ExhibitRow
from models.rules.media_types import size_words
from models.schema import Exhibit
from ui.widgets.fields.field import Field
from ui.widgets.fields.text_area import TextArea
from ui.widgets.fields_dialog import field_of
from ui.widgets.fitting_dialog import FittingDialog
from ui.widgets.plain import plain_label


class AddExhibits(QDialog):
    """Asks of each file what it is, and of all of them where they came from."""

    def __init__(self, paths: list[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add exhibits")
        self.resize(560, 460)
        self._paths = paths
        self.source = QLineEdit()
        self.descriptions: list[QLineEdit] = []
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(12)
        for path in paths:
            editor = QLineEdit()
            editor.setPlaceholderText("What it is")
            editor.setMaxLength(2000)
            self.descriptions.append(editor)
            rows.addWidget(Field(f"{path.name}  ·  {_size(path)}", editor))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        many = len(paths)
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton(
            "Store file" if many == 1 else f"Store {many} files",
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.agree.setProperty("kind", "primary")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        note = "A copy is stored in the register with its SHA-256. It cannot be removed again."
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(scroll, 1)
        column.addWidget(
            Field("Where they came from" if many > 1 else "Where it came from", self.source)
        )
        column.addWidget(plain_label(note, "muted"))
        column.addWidget(buttons)
        self.descriptions[0].setFocus()

    def chosen(self) -> list[NewExhibit]:
        """The files with what was said of them."""
        source = self.source.text().strip()
        return [
            NewExhibit(path, editor.text().strip(), source)
            for path, editor in zip(self._paths, self.descriptions, strict=True)
        ]


class ExhibitDetails(FittingDialog):
    """What is said of an exhibit; its file is never changed."""

    def __init__(self, row: ExhibitRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Exhibit {row.mark}")
        self.setMinimumWidth(480)
        self.mark = QLineEdit(row.mark)
        self.mark.setMaxLength(80)
        self.description = TextArea()
        self.description.setPlainText(row.description)
        self.source = QLineEdit(row.source)
        self.source.setMaxLength(2000)
        self.withdrawn = QLineEdit(row.withdrawn)
        self.withdrawn.setMaxLength(2000)
        self.withdrawn.setPlaceholderText("Why it is no longer relied on; empty while it is")
        self._mark_field = field_of(Exhibit, "mark", self.mark, required=True)
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("Save", QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(self._mark_field)
        column.addWidget(field_of(Exhibit, "description", self.description))
        column.addWidget(field_of(Exhibit, "source", self.source))
        column.addWidget(field_of(Exhibit, "withdrawn", self.withdrawn))
        column.addWidget(buttons)

    def said(self) -> dict[str, str]:
        """What is now said of it, as :func:`models.changes.case.exhibits.describe` takes it."""
        return {
            "mark": self.mark.text().strip(),
            "description": self.description.toPlainText().strip(),
            "source": self.source.text().strip(),
            "withdrawn": self.withdrawn.text().strip(),
        }

    def _try(self) -> None:
        if self.mark.text().strip():
            self.accept()
        else:
            self._mark_field.set_error("Say what the exhibit is called, such as DO/3.")


def _size(path: Path) -> str:
    try:
        return size_words(path.stat().st_size)
    except OSError:
        return "cannot be read"

"""Who is alleged to have done what: subjects, and each one's allegations and assessments."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.rules.names import subject_label
from models.rules.process.complaints import is_complaint
from ui.cases.form.draft import Draft
from ui.cases.form.forms import Sources
from ui.cases.pages.subject_detail import SubjectDetail, UnnamedDetail
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields.forbid import forbid

#: The place, among the subjects, of what is alleged of nobody identified.
NOBODY = 0


class SubjectsPage(QWidget):
    """The subjects on the left; the chosen one, with everything about them, on the right.

    A complaint may be about nobody identified: its allegations have a place of their own.
    """

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._offers_nobody = False
        self._details: dict[int, SubjectDetail] = {}
        self.nobody: UnnamedDetail | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("Subjects")
        self.list.currentItemChanged.connect(self._chosen)
        self.add_button = QPushButton("Add subject")
        self.add_button.clicked.connect(self.add_subject)
        self._remove = QPushButton("Remove subject")
        self._remove.clicked.connect(self._remove_chosen)
        for button in (self.add_button, self._remove):
            forbid(button, draft.why_not)
        heading = QLabel("Subjects")
        heading.setProperty("kind", "heading")
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(heading)
        left.addWidget(self.list, 1)
        left.addWidget(self.add_button)
        left.addWidget(self._remove)
        side = QWidget()
        side.setFixedWidth(232)
        side.setLayout(left)
        left.setContentsMargins(20, 12, 0, 20)
        self._stack = QStackedWidget()
        empty = EmptyState(
            "Who is this about?",
            (
                "Add each person whose conduct is being looked into, even if they have not been "
                "identified yet."
            ),
            "Add the first subject",
        )
        empty.clicked.connect(self.add_subject)
        forbid(empty.button, draft.why_not)
        self._stack.addWidget(empty)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addWidget(self._stack, 1)
        draft.rows_changed.connect(self._rows_changed)
        draft.replaced.connect(self._begin_again)
        draft.changed.connect(self._rename)
        self._show_rows()

    def add_subject(self) -> None:
        """Add a subject and begin with their number."""
        row = self._draft.add("subjects")
        self.show_subject(row["id"])
        detail = self._details.get(row["id"])
        if detail is not None:
            detail.subject.focus_first()

    def show_subject(self, subject_id: int) -> None:
        """Choose a subject in the list."""
        for place in range(self.list.count()):
            if self.list.item(place).data(Qt.ItemDataRole.UserRole) == subject_id:
                self.list.setCurrentRow(place)

    def _remove_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(Qt.ItemDataRole.UserRole) != NOBODY:
            self._draft.remove("subjects", item.data(Qt.ItemDataRole.UserRole))

    def _rows_changed(self, section: str) -> None:
        if section == "subjects" or (
            section == "allegations" and self._asks_for_nobody() != self._offers_nobody
        ):
            self._show_rows()

    def _asks_for_nobody(self) -> bool:
        loose = any(row["subject_id"] is None for row in self._draft.file.allegations)
        return loose or is_complaint(self._draft.file)

    def _begin_again(self) -> None:
        """Another file: who is in the register is who they were; a new row may be another."""
        for row_id in [one for one in self._details if one < 0]:
            self._drop(row_id)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._draft.file.subjects
        item = self.list.currentItem()
        chosen = item.data(Qt.ItemDataRole.UserRole) if item else None
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            made = QListWidgetItem(subject_label(row), self.list)
            made.setData(Qt.ItemDataRole.UserRole, row["id"])
        ids = [row["id"] for row in rows]
        self._offers_nobody = self._asks_for_nobody()
        if self._offers_nobody:
            QListWidgetItem("Nobody identified", self.list).setData(
                Qt.ItemDataRole.UserRole, NOBODY
            )
        for gone in [one for one in self._details if one not in ids]:
            self._drop(gone)
        self.list.setCurrentRow(self._place_of(chosen, ids))
        self.list.blockSignals(False)
        self._chosen()

    def _place_of(self, chosen: int | None, ids: list[int]) -> int:
        """The row to choose: the one chosen before, else the last subject."""
        if chosen in ids:
            return ids.index(chosen)
        loose = any(row["subject_id"] is None for row in self._draft.file.allegations)
        nobody = self._offers_nobody and (chosen == NOBODY or (not ids and loose))
        return len(ids) if nobody else len(ids) - 1

    def _drop(self, row_id: int) -> None:
        detail = self._details.pop(row_id)
        self._stack.removeWidget(detail)
        detail.setParent(None)
        detail.deleteLater()

    def _chosen(self, *_: Any) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        self._remove.setEnabled(item is not None and item.data(Qt.ItemDataRole.UserRole) != NOBODY)
        if item is None:
            self._stack.setCurrentIndex(0)
            return
        row_id = item.data(Qt.ItemDataRole.UserRole)
        if row_id == NOBODY:
            if self.nobody is None:
                self.nobody = UnnamedDetail(self._draft, self._sources)
                self._stack.addWidget(self.nobody)
            self._stack.setCurrentWidget(self.nobody)
            return
        if row_id not in self._details:
            self._details[row_id] = SubjectDetail(self._draft, row_id, self._sources)
            self._stack.addWidget(self._details[row_id])
        self._stack.setCurrentWidget(self._details[row_id])

    def _rename(self, section: str, row_id: Any, field: str) -> None:
        if (section, field) in (("case", "kind"), ("allegations", "subject_id")):
            if self._asks_for_nobody() != self._offers_nobody:
                self._show_rows()
            return
        if section != "subjects":
            return
        row = self._draft.file.row("subjects", row_id)
        for place in range(self.list.count()):
            item = self.list.item(place)
            if row is not None and item.data(Qt.ItemDataRole.UserRole) == row_id:
                item.setText(subject_label(row))

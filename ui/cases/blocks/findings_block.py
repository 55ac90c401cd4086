"""The findings on one allegation: on the complaint, where it is one, and of misconduct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.process.complaints import is_complaint
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormField, Sources
from ui.cases.form.row_cards import RowCards

FINDING = (
    FormField("level"),  # decides what can be found
    FormField("finding"),
    FormField("decided"),
    FormField("decided_by_id"),
    FormField("reason", wide=True),
)
#: On the complaint, whatever is found of misconduct.
COMPLAINT_FINDING = tuple(one for one in FINDING if one.name != "level")


class FindingsBlock(QWidget):
    """The form for the complaint stands first, and only in a complaint."""

    def __init__(
        self, draft: Draft, sources: Sources, allegation_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._allegation_id = allegation_id
        self.on_complaint = self._cards(
            "Finding on the complaint",
            COMPLAINT_FINDING,
            "Whether the service was acceptable has not been decided.",
            "complaint",
        )
        self.of_misconduct = self._cards(
            "Findings", FINDING, "Nothing has been found on this allegation yet.", "investigation"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.of_misconduct)
        column.insertWidget(0, self.on_complaint)
        draft.changed.connect(self._follow)
        draft.replaced.connect(self._show)
        self._show()

    def _cards(self, heading: str, fields: Sequence[FormField], empty: str, level: str) -> RowCards:
        complaint = level == "complaint"
        return RowCards(
            self._draft,
            self._sources,
            section="findings",
            fields=fields,
            heading=heading,
            add_words="Add finding on the complaint" if complaint else "Add finding",
            empty=empty,
            name=_name,
            wanted=lambda one: (
                one["allegation_id"] == self._allegation_id
                and (one["level"] == "complaint") == complaint
            ),
            given=lambda: {
                "allegation_id": self._allegation_id,
                "level": level,
                "decided": self._draft.today,
                "decided_by_id": self._sources.user_id,
            },
            flat=True,
            parent=self,
        )

    def _follow(self, section: str, _row_id: Any, field: str) -> None:
        if (section, field) == ("case", "kind"):
            self._show()

    def _show(self) -> None:
        complaint = is_complaint(self._draft.file)
        self.on_complaint.setVisible(complaint or bool(self.on_complaint.cards))
        self.of_misconduct.heading.setText("Findings of misconduct" if complaint else "Findings")


def _name(row: Row, _: CaseFile) -> str:
    return vocabularies.name("finding", row["finding"]) or "New finding"

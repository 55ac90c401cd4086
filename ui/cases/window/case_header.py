"""The head of the case window: what the case is, how it stands, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.rules import vocabularies
from models.rules.links import consolidated_into
from ui.cases.form.draft import Draft
from ui.widgets.fields.forbid import forbid
from ui.widgets.pill import STAGE_KINDS, Pill


class CaseHeader(QWidget):
    """Reference, title, stage, regime and marking on the left; the actions on the right."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.reference = _label("muted")
        self.marking = _label("marking")
        self.title = _label("title")
        self.stage = Pill("")
        self.consolidated = Pill("")
        self.restricted = Pill("")
        self.regime = _label("muted")
        self.status = _label("muted")
        self.problems = QPushButton()
        self.problems.setProperty("kind", "danger")
        self.undo = _button("Undo", "Undo the last unsaved change (Ctrl+Z)")
        self.redo = _button("Redo", "Redo the change (Ctrl+Shift+Z)")
        self.revert = _button("Revert", "Discard all unsaved changes")
        self.sheet = _button("Print sheet", "Preview and print the case sheet")
        self.case_file = _button("Case file…", "Give out the whole case: one PDF, or a folder")
        self.save = _button("Save", "Save the changes (Ctrl+S)")
        self.save.setProperty("kind", "primary")
        for button in (self.undo, self.redo, self.revert, self.save):
            forbid(button, draft.why_not)
        if draft.why_not:
            self.say("Read only")
            self.status.setToolTip(draft.why_not)
        self._lay_out()
        draft.stack.canUndoChanged.connect(self.undo.setEnabled)
        draft.stack.canRedoChanged.connect(self.redo.setEnabled)
        draft.changed.connect(lambda *_: self.refresh())
        draft.rows_changed.connect(lambda _: self.refresh())
        draft.replaced.connect(self.refresh)
        draft.edited.connect(self._edited)
        draft.problems_changed.connect(self._count_problems)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self.refresh()
        self._edited()
        self._count_problems()

    def say(self, words: str) -> None:
        """Show how the last save went."""
        self.status.setText(words)

    def refresh(self) -> None:
        """Show the case as the draft has it."""
        case = self._draft.file.case
        self.reference.setText(case["reference"] or "New case")
        self.title.setText(case["title"] or "Untitled matter")
        self.stage.set(
            vocabularies.name("stage", case["stage"]),
            STAGE_KINDS.get(case["stage"], "neutral"),
        )
        self.restricted.set("Restricted" if case["restricted"] else "", "danger")
        into = consolidated_into(self._draft.file)
        words = f"Consolidated into {into['other_reference']}".strip() if into else ""
        self.consolidated.set(words, "accent")
        roles = [row["role"] for row in self._draft.file.subjects]
        self.regime.setText(vocabularies.regime_words(case["regime"], roles))
        self.marking.setText(vocabularies.name("marking", case["marking"]).upper())
        for button in (self.sheet, self.case_file):
            button.setEnabled(case["id"] is not None)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.reference)
        first.addWidget(self.marking)
        first.addStretch(1)
        first.addWidget(self.status)
        for button in (self.undo, self.redo, self.revert, self.sheet, self.case_file, self.save):
            first.addWidget(button)
        self.title.setWordWrap(True)
        third = QHBoxLayout()
        third.setSpacing(12)
        third.addWidget(self.stage)
        third.addWidget(self.restricted)
        third.addWidget(self.consolidated)
        third.addWidget(self.regime)
        third.addStretch(1)
        third.addWidget(self.problems)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 10)
        column.setSpacing(6)
        column.addLayout(first)
        column.addWidget(self.title)
        column.addLayout(third)

    def _edited(self) -> None:
        edited = self._draft.is_edited()
        self.save.setEnabled(edited)
        self.revert.setEnabled(edited)
        if edited:
            self.status.setText("Not yet saved")
        elif self.status.text() == "Not yet saved":
            self.status.clear()

    def _count_problems(self) -> None:
        count = len(self._draft.blocking())
        self.problems.setVisible(bool(count) and self._draft.is_edited())
        self.problems.setText(f"▲ {count} to correct" if count != 1 else "▲ 1 to correct")


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", role)
    return label


def _button(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setToolTip(tip)
    return button

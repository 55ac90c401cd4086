"""What the next stage needs, as a checklist; a step is left out only with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from models.rules import vocabularies
from models.rules.process.stages import Step, checklist, following, order
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.cases.form.reason_dialog import ReasonDialog
from ui.widgets.card import Card
from ui.widgets.fields.forbid import forbid
from ui.widgets.plain import clear, plain_label


class ChecklistCard(Card):
    """Follows the draft; emits ``wanted`` with section and field to lead a person to a gap."""

    wanted = Signal(str, str)

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._draft = draft
        self._sources = sources
        self.shown: list[Step] = []
        self._stage: str | None = None
        self.again = QPushButton("Reopen…")
        self.again.clicked.connect(lambda _: self.open_again())
        forbid(self.again, draft.why_not)
        self.buttons.addWidget(self.again)
        draft.after_edits(self, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Work the list out and show it, unless it stands as it is shown."""
        stage = self._draft.file.case["stage"]
        after = following(stage)
        steps = [
            step
            for step in checklist(self._draft.file)
            if order(step.requirement.before) <= order(after or stage)
            and (not step.met or step.requirement.before == after)
        ]
        if steps == self.shown and stage == self._stage:
            return
        self.shown, self._stage = steps, stage
        self.again.setVisible(stage == "closed" and self._draft.came_from() == "closed")
        clear(self.body)
        if after is None:
            self.set_title("This case is closed")
        else:
            self.set_title(f"Before “{vocabularies.name('stage', after)}”")
        if not steps:
            words = "Nothing more is needed." if after else "Give a reason to reopen it."
            self.body.addWidget(plain_label(words, "muted"))
        for step in steps:
            self.body.addWidget(self._line(step))

    def leave_out(self, step: Step) -> None:
        """Ask why the step is left out, and put that into the draft."""
        question = f"Leave out: {step.requirement.words.lower()}"
        self._ask(question, "Leave out", lambda reason: self._put("skip", step, reason))

    def open_again(self) -> None:
        """Ask why, then put a closed case back under investigation."""
        self._ask("Reopen this case", "Reopen", self._reopen)

    def _reopen(self, reason: str) -> None:
        with self._draft.step("Reopen"):
            self._put("reopen", None, reason)
            self._draft.set("case", None, "closed", None)
            self._draft.set("case", None, "stage", "investigation")

    def _put(self, kind: str, step: Step | None, reason: str) -> None:
        self._draft.add(
            "steps",
            kind=kind,
            requirement=step.requirement.code if step else "",
            decided=self._draft.today,
            decided_by_id=self._sources.user_id,
            reason=reason,
        )

    def _ask(self, question: str, yes: str, then: Callable[[str], None]) -> None:
        dialog = ReasonDialog(question, yes, self)
        dialog.accepted.connect(lambda: then(dialog.words()))
        dialog.open()

    def _line(self, step: Step) -> QWidget:
        sign = "✓" if step.met else "–" if step.reason else "○"
        words = f"{sign}  {step.requirement.words}"
        if step.reason and not step.met:
            words += f" · left out: {step.reason}"
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(plain_label(words, "muted" if step.done else ""), 1)
        if not step.done:
            go = QPushButton("Go there")
            go.setAccessibleName(f"Go to: {step.requirement.words}")
            go.clicked.connect(lambda _: self.wanted.emit(*_place(step)))
            skip = QPushButton("Leave out…")
            skip.setAccessibleName(f"Leave out: {step.requirement.words}")
            skip.clicked.connect(lambda _: self.leave_out(step))
            forbid(skip, self._draft.why_not)
            for button in (go, skip):
                button.setProperty("kind", "link")
                line.addWidget(button)
        holder = QWidget()
        holder.setLayout(line)
        return holder


def _place(step: Step) -> tuple[str, str]:
    """Where the gap is filled: its own field, or the page of the rows that are missing."""
    test = step.requirement.test
    rows = test.get("each") if "filled" in test else test.get("has")
    section = test.get("any") or rows or step.requirement.at[0]
    return str(section), step.requirement.at[1]

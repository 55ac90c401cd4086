"""Under an allegation: the guidance in force that day, and whether its subject knew of it then."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.case.guidance import Version
from models.rules.dates import format_date
from models.rules.names import subject_label
from models.rules.process.guidance import Answer, Receipt, answer, proposed, version_of
from ui.cases.form.draft import Draft
from ui.cases.form.editors import Sources
from ui.widgets.fields.forbid import forbid
from ui.widgets.plain import clear, plain_label


class GuidanceBlock(QWidget):
    """Proposes the version of the day, and answers who had acknowledged it by then.

    The answer is asked of the register each time the version or the member changes; what is typed
    on the form, such as the day of the conduct, is reckoned with at once.
    """

    def __init__(
        self, draft: Draft, sources: Sources, allegation_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self._id = allegation_id
        self._offered: list[Version] = []
        self._receipts: list[Receipt] = []
        self._known: tuple[Any, Any] | None = None  # whose receipts those are
        self._asked: tuple[Any, Any] | None = None
        self.verdict = plain_label("")
        self.words = plain_label("", "muted")
        self._offers = QVBoxLayout()
        self._offers.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._offers)
        column.addWidget(self.verdict)
        column.addWidget(self.words)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        draft.changed.connect(self._edited)
        draft.rows_changed.connect(self._rows_changed)
        draft.replaced.connect(self._begin_again)
        self.refresh()

    def refresh(self) -> None:
        """Say what holds for the allegation as the draft has it."""
        file = self._draft.file
        row = file.row("allegations", self._id)
        if row is None:
            return
        self._offer(proposed(file.guidance, row), row["conduct_from"])
        version = version_of(file.guidance, row["guidance_version_id"])
        subject = file.row("subjects", row["subject_id"])
        if version is None or subject is None:
            self._say(None)
            return
        about = (subject["member_id"], version.id)
        if about[0] is None:
            self._receipts, self._known = [], about
        elif self._asked != about:
            self._asked = about
            self._sources.receipts_of(about[0], partial(self._told, about), self)
        if self._known != about:
            self._say(None)
            return
        days = (row["conduct_from"], row["conduct_to"])
        self._say(answer(subject_label(subject), version, self._receipts, *days))

    def _begin_again(self) -> None:
        """Another file: what was acknowledged meanwhile is asked again."""
        self._asked = None
        self.refresh()

    def _told(self, about: tuple[Any, Any], found: list[Receipt]) -> None:
        if about == self._asked:
            self._receipts, self._known = found, about
            self.refresh()

    def _say(self, found: Answer | None) -> None:
        self.verdict.setVisible(found is not None)
        self.words.setVisible(found is not None)
        self.setVisible(found is not None or bool(self._offered))
        if found is None:
            return
        sign = "" if found.kind == "good" else "▲ "
        self.verdict.setText(f"{sign}{found.verdict}")
        self.words.setText(found.words)
        self.verdict.setProperty("kind", f"verdict-{found.kind}")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _offer(self, versions: list[Version], day: Any) -> None:
        words = [f"Name {one.called}, in force on {format_date(day)}" for one in versions]
        standing = [one.text() for one in self.offers()]
        self._offered = versions
        if words == standing:
            return
        clear(self._offers)
        for version, said in zip(versions, words, strict=True):
            button = QPushButton(said)
            button.clicked.connect(partial(self._take, version.id))
            forbid(button, self._draft.why_not)
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(button)
            line.addStretch(1)
            self._offers.addWidget(holder)

    def offers(self) -> list[QPushButton]:
        """The buttons that propose a version."""
        found: list[QPushButton] = []
        for place in range(self._offers.count()):
            item = self._offers.itemAt(place)
            holder = item.widget() if item is not None else None
            if holder is not None:
                found += holder.findChildren(QPushButton)
        return found

    def _take(self, version_id: int, _: bool = False) -> None:
        self._draft.set("allegations", self._id, "guidance_version_id", version_id)

    def _edited(self, section: str, _row_id: int, _field: str) -> None:
        if section in ("allegations", "subjects"):
            self._soon.start()

    def _rows_changed(self, section: str) -> None:
        if section == "guidance":  # the register's, not this case's
            self._asked = None
            self._soon.start()

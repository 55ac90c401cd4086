"""Who may see a restricted case: its investigator, and those named here."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.case.casefile import CaseFile, Row
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormField, Sources
from ui.cases.form.row_cards import RowCards
from ui.widgets.plain import plain_label

NAMED = (
    FormField("user_id"),
    FormField("since"),
    FormField("reason", wide=True),
)
TO_OTHERS = (
    "Nobody else can see it: it does not appear in their lists, counts, searches, figures, "
    "files or printouts. Anybody involved in the case sees nothing of it, even if named."
)
BECOMES_RESTRICTED = (
    "When this is saved, the case gets a reference in the restricted series (PS/R/…). Its "
    "present reference is not reused, and still finds the case for those who may see it."
)
BECOMES_OPEN = (
    "When this is saved, every user of the register may see the case, under a new reference in "
    "the open series. Its present reference still finds it."
)


class NamedBlock(QWidget):
    """Shown while the case is restricted, and while it is about to be opened."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self.cards = RowCards(
            draft,
            sources,
            section="named",
            fields=NAMED,
            heading="Named on this case",
            add_words="Name somebody",
            empty="Nobody is named on this case yet.",
            name=self._name,
            given=lambda: {"since": draft.today},
        )
        self.heading = plain_label("Who may see it", "heading")
        self.seen_by = plain_label("")
        self.reference = plain_label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.seen_by, self.reference, self.cards):
            column.addWidget(part)
        draft.after_edits(self, self._show)
        self._show()

    def _name(self, row: Row, _: CaseFile) -> str:
        return self._sources.users.get(row["user_id"], "") or "Somebody not chosen yet"

    def _show(self) -> None:
        restricted = bool(self._draft.file.case["restricted"])
        was = bool(self._draft.original and self._draft.original.case["restricted"])
        self.setVisible(restricted or was)
        self.cards.setVisible(restricted)
        self.cards.name_all()
        self.seen_by.setText(f"{self._seers()} {TO_OTHERS}" if restricted else "")
        self.seen_by.setVisible(restricted)
        changes = BECOMES_RESTRICTED if restricted else BECOMES_OPEN
        self.reference.setText(changes if restricted != was else "")
        self.reference.setVisible(restricted != was)

    def _seers(self) -> str:
        file, users = self._draft.file, self._sources.users
        owner = users.get(file.case["owner_id"] or 0, "")
        named = [users.get(row["user_id"], "") for row in file.named]
        who = [f"{owner} (investigator)" if owner else "", *(one for one in named if one != owner)]
        if self._sources.user_name not in (owner, *named) and not self._is_restricted():
            who.append(f"{self._sources.user_name} (who restricts it)")
        who = list(dict.fromkeys(filter(None, who)))
        if not who:
            return "Nobody may see this case yet."
        said = who[0] if len(who) == 1 else f"{', '.join(who[:-1])} and {who[-1]}"
        return f"This case can be seen by {said}."

    def _is_restricted(self) -> bool:
        return bool(self._draft.original and self._draft.original.case["restricted"])

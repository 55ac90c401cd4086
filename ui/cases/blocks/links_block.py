"""How the case belongs with others: its own links to edit, and those of others to this one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.links import OTHERWISE, SEEN_FROM_HERE, consolidated_into
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormField, Sources
from ui.cases.form.row_cards import RowCards
from ui.widgets.plain import clear, plain_label

LINK = (
    FormField("kind"),
    FormField("other_reference"),
    FormField("since"),
    FormField("reason", wide=True),
)


class LinksBlock(QWidget):
    """Each linked case is a press away."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        self.cards = RowCards(
            draft,
            sources,
            section="links",
            fields=LINK,
            heading="Linked cases",
            add_words="Add link",
            empty="No link to another case has been recorded here.",
            name=_name,
            given=lambda: {"since": draft.today},
            below=self._open_buttons,
            made_of=lambda row: (row["other_id"], row["other_reference"]),
        )
        self._from = QVBoxLayout()
        self._from.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.cards)
        column.addLayout(self._from)
        draft.after_edits(self, self._show)
        self._show()

    def _open_buttons(self, row: Row) -> list[QWidget]:
        return [self._line(row["other_id"], row["other_reference"], "")] if row["id"] > 0 else []

    def _show(self) -> None:
        clear(self._from)
        into = consolidated_into(self._draft.file)
        if into is not None:
            self._from.addWidget(plain_label(_consolidated_words(into), "muted"))
        for row in self._draft.file.linked_from:
            self._from.addWidget(self._line(row["case_id"], row["reference"], _seen(row)))

    def _line(self, case_id: int, reference: str, words: str) -> QWidget:
        button = QPushButton(f"Open {reference}")
        button.setProperty("kind", "link")
        button.clicked.connect(partial(self._open, case_id))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(button)
        line.addWidget(plain_label(words), 1)
        return holder

    def _open(self, case_id: int, _: bool = False) -> None:
        self._sources.open_case(case_id)


def _consolidated_words(into: Row) -> str:
    other = into["other_reference"] or "the other case"
    return (
        f"The deadlines of this case run in {other}, each from the day it began here. This case "
        "keeps its own reference. Tasks and the reminder stay here, with the people who have "
        "them."
    )


def _seen(row: Row) -> str:
    tasks = row["open_tasks"] if row["kind"] == "consolidated" else 0
    parts = (
        SEEN_FROM_HERE.get(row["kind"], OTHERWISE),
        row["title"],
        vocabularies.name("stage", row["stage"]).lower(),
        f"{tasks} open task{'s' * (tasks > 1)}" if tasks else "",
    )
    return "  ·  ".join(part for part in parts if part)


def _name(row: Row, _: CaseFile) -> str:
    kind = vocabularies.name("link", row["kind"]) or "Link"
    parts = (f"{kind} {row['other_reference']}".strip(), row["other_title"])
    return "  ·  ".join(part for part in parts if part)

"""The process along the way: clocks, tasks, notices, suspensions, what complainants were told."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from models.case.casefile import CaseFile, Row
from models.rules import vocabularies
from models.rules.dates import format_date
from models.rules.names import full_name, subject_label
from models.rules.process.clocks import response_due
from ui.cases.blocks.clocks_card import ClocksCard
from ui.cases.blocks.told_card import ToldCard
from ui.cases.form.draft import Draft
from ui.cases.form.forms import FormField, Sources
from ui.cases.form.page import Page
from ui.cases.form.row_cards import RowCards

NOTICE = (
    FormField("kind"),
    FormField("subject_id"),
    FormField("served"),
    FormField("method"),
    FormField("served_by"),
    FormField("response_received"),
    FormField("notes", wide=True),
)
SUSPENSION = (
    FormField("kind"),
    FormField("subject_id"),
    FormField("began"),
    FormField("ended"),
    FormField("decided_by_id"),
    FormField("reason", wide=True),
)
REVIEW = (
    FormField("reviewed"),
    FormField("decision"),
    FormField("decided_by_id"),
    FormField("reason", wide=True),
)
UPDATE = (
    FormField("kind"),
    FormField("complainant_id"),
    FormField("sent"),
    FormField("method"),
    FormField("review_body", shown=lambda row: row["kind"] == "review-requested", required=True),
    FormField("review_result", shown=lambda row: row["kind"] == "review-decided", required=True),
    FormField("summary", wide=True),
)
TASK = (
    FormField("title", wide=True),
    FormField("assigned_to_id"),
    FormField("due"),
    FormField("priority"),
    FormField("done"),
    FormField("notes", wide=True),
)


class ProcessPage(Page):
    """The clocks first, then the records that they run from."""

    def __init__(self, draft: Draft, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sources = sources
        # In the order in which they stand: the Tab key goes by it.
        self.clocks = ClocksCard(draft, sources)
        self.add(self.clocks)
        self.told = ToldCard(draft, sources)
        self.told.added.connect(self._show_update)
        self.add(self.told)
        self.updates = RowCards(
            draft,
            sources,
            section="updates",
            fields=UPDATE,
            heading="What complainants were told",
            add_words="Add update",
            empty="No complainant has been told anything yet.",
            name=_update_name,
            given=lambda: _first(draft.file.complainants, "complainant_id") | {"sent": draft.today},
            parent=self.inner,
        )
        self.add(self.updates)
        self.tasks = RowCards(
            draft,
            sources,
            section="tasks",
            fields=TASK,
            heading="Tasks",
            add_words="Add task",
            empty="No task has been set.",
            name=_task_name,
            given=lambda: {
                "assigned_to_id": draft.file.case["owner_id"] or sources.user_id,
                "assigned_by_id": sources.user_id,
            },
            parent=self.inner,
        )
        self.add(self.tasks)
        self.notices = RowCards(
            draft,
            sources,
            section="notices",
            fields=NOTICE,
            heading="Notices",
            add_words="Add notice",
            empty="No notice has been served.",
            name=lambda row, file: _notice_name(row, file, sources.nation),
            given=lambda: _first(draft.file.subjects, "subject_id") | {"served": draft.today},
            parent=self.inner,
        )
        self.add(self.notices)
        draft.after_edits(self, self.notices.name_all)  # a clock extended moves what is due
        self.suspensions = RowCards(
            draft,
            sources,
            section="suspensions",
            fields=SUSPENSION,
            heading="Suspension and restricted duties",
            add_words="Add suspension",
            empty="Nobody is suspended or restricted.",
            name=_suspension_name,
            given=lambda: (
                _first(draft.file.subjects, "subject_id")
                | {"began": draft.today, "decided_by_id": sources.user_id}
            ),
            below=self._reviews,
            needs_subject=True,
            parent=self.inner,
        )
        self.add(self.suspensions)

    def _show_update(self, row_id: int) -> None:
        card = self.updates.cards[row_id]
        card.focus_first()
        QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card))

    def _reviews(self, suspension: Row) -> list[QWidget]:
        suspension_id = suspension["id"]
        return [
            RowCards(
                self._draft,
                self._sources,
                section="reviews",
                fields=REVIEW,
                heading="Reviews",
                add_words="Add review",
                empty="It has not been reviewed yet.",
                name=_review_name,
                wanted=lambda row: row["suspension_id"] == suspension_id,
                given=lambda: {
                    "suspension_id": suspension_id,
                    "reviewed": self._draft.today,
                    "decided_by_id": self._sources.user_id,
                },
                flat=True,
            )
        ]


def _first(rows: list[Row], pointer: str) -> Row:
    """The first of those it can be about: the one that is meant where there is only one."""
    return {pointer: rows[0]["id"]} if rows else {}


def _notice_name(row: Row, file: CaseFile, nation: str) -> str:
    subject = file.row("subjects", row["subject_id"])
    due = response_due(file, row, nation)
    received = row["response_received"]
    return _joined(
        vocabularies.name("notice", row["kind"]) or "New notice",
        subject_label(subject) if subject else "",
        f"response due {format_date(due)}" if due and not received else "",
        f"response received {format_date(received)}" if received else "",
    )


def _suspension_name(row: Row, file: CaseFile) -> str:
    subject = file.row("subjects", row["subject_id"])
    return _joined(
        vocabularies.name("suspension", row["kind"]), subject_label(subject) if subject else ""
    )


def _review_name(row: Row, _: CaseFile) -> str:
    return _joined(
        format_date(row["reviewed"]) or "New review",
        vocabularies.name("review_decision", row["decision"]),
    )


def _update_name(row: Row, file: CaseFile) -> str:
    who = file.row("complainants", row["complainant_id"])
    return _joined(
        vocabularies.name("update", row["kind"]),
        full_name(who) if who else "",
        format_date(row["sent"]),
    )


def _task_name(row: Row, _: CaseFile) -> str:
    done = format_date(row["done"])
    return _joined(row["title"] or "New task", f"done {done}" if done else "")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)

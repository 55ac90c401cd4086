"""Giving a version to members, and recording with it that they acknowledged it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from models.changes import acknowledgements
from models.changes.acknowledgements import Given
from models.errors import InvalidError, ProbityError
from models.queries.people.acknowledgements import Candidate, NewMember, Recipient
from models.queries.people.guidance import Held
from models.register import Register
from models.schema import GuidanceIssue
from ui.background import Job, Runner
from ui.guidance.member_finder import MemberFinder, called, plain_button, to_the_right
from ui.looks import theme
from ui.widgets.fields.date_edit import DateEdit
from ui.widgets.fields.field import Field
from ui.widgets.fields_dialog import chosen_of, field_of
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain import plain_label


class GiveDialog(QDialog):
    """Finds members on the left, lists them on the right; says beside a field what is refused."""

    given = Signal(object)  # Given

    def __init__(
        self, register: Register, runner: Runner, held: Held, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Give to members")
        self.resize(theme.px(880), theme.px(640))
        self._register = register
        self._runner = runner
        self._held = held
        self.members: list[Candidate | NewMember] = []
        self.message = MessageBar()
        self.finder = MemberFinder(register, runner)
        self.finder.picked.connect(self.add)
        self.finder.said.connect(self.message.show_message)
        self.list = QListWidget()
        self.list.setAccessibleName("Members it is given to")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._selected)
        self.remove = plain_button("Remove from the list", self._take_off)
        today = register.today()
        self.day, self.acknowledged = DateEdit(today), DateEdit(today)
        self.day.set_value(today)
        self.how = chosen_of(GuidanceIssue, "how")
        self.acknowledged_how = chosen_of(GuidanceIssue, "acknowledged_how")
        self.fields = {
            "members": Field("Members", self.list, required=True, grows=True),
            "given": field_of(GuidanceIssue, "given", self.day, required=True),
            "how": field_of(GuidanceIssue, "how", self.how),
            "acknowledged": field_of(GuidanceIssue, "acknowledged", self.acknowledged),
            "acknowledged_how": field_of(GuidanceIssue, "acknowledged_how", self.acknowledged_how),
        }
        self._lay_out()
        self._show_members()
        self.finder.setFocus()

    def add(self, found: list[Any]) -> None:
        """Put members on the list, each once."""
        self.members += [one for one in dict.fromkeys(found) if one not in self.members]
        self._show_members()

    def offer(self, rows: list[Recipient]) -> None:
        """Begin with these members on the list."""
        self.add([Candidate(o.member_id, o.number, o.name, o.role, o.unit) for o in rows])

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.fields["members"], 1)
        right.addLayout(to_the_right(self.remove))
        for names in (("given", "how"), ("acknowledged", "acknowledged_how")):
            pair = QHBoxLayout()
            pair.setSpacing(8)
            for name in names:
                pair.addWidget(self.fields[name], 1)
            right.addLayout(pair)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(self.finder, 1)
        both.addLayout(right, 1)
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton("Give", QDialogButtonBox.ButtonRole.AcceptRole)
        self.agree.setProperty("kind", "primary")
        leave = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.agree, leave):
            button.setAutoDefault(False)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(f"Give {self._held.version.called}", "heading"))
        column.addWidget(self.message)
        column.addLayout(both, 1)
        column.addWidget(buttons)

    def _take_off(self) -> None:
        gone = {self.list.row(one) for one in self.list.selectedItems()}
        self.members = [one for at, one in enumerate(self.members) if at not in gone]
        self._show_members()

    def _show_members(self) -> None:
        self.list.clear()
        self.list.addItems([called(one) for one in self.members])
        many = len(self.members)
        self.fields["members"].set_label(f"Members: {many}" if many else "Members")
        if many:
            self.fields["members"].set_error(None)
        self._selected()

    def _selected(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))

    def _try(self) -> None:
        unreadable = False
        for name, editor in (("given", self.day), ("acknowledged", self.acknowledged)):
            wrong = editor.problem()
            self.fields[name].set_error(wrong)
            unreadable = unreadable or bool(wrong)
        if unreadable:
            return
        ids = [one.member_id for one in self.members if isinstance(one, Candidate)]
        new = [one for one in self.members if isinstance(one, NewMember)]
        said = {
            "given": self.day.value(),
            "how": self.how.value(),
            "acknowledged": self.acknowledged.value(),
            "acknowledged_how": self.acknowledged_how.value(),
        }

        def work(_: Job) -> Given:
            with self._register.change("Guidance given") as change:
                return acknowledgements.give(change, self._held.version.id, ids, new=new, **said)

        self.agree.setEnabled(False)
        self._runner.run(
            work,
            done=self._done,
            failed=self._refused,
            title="Saving",
            owner=self,
            must_finish=True,
        )

    def _done(self, given: Given) -> None:
        self.given.emit(given)
        self.accept()

    def _refused(self, error: ProbityError) -> None:
        self.agree.setEnabled(True)
        beside = error.problems if isinstance(error, InvalidError) else {}
        for name, sentence in beside.items():
            self.fields[name].set_error(sentence)
        if not beside:
            self.message.show_message(str(error), "error")

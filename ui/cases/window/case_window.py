"""The case window: one case, its pages, and the way its edits reach the register."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from models.case.casefile import CaseFile
from models.case.edits import bring_back
from models.change import Changed
from models.changes.case import cases
from models.changes.case.cases import Saved
from models.errors import NotFoundError, ProbityError
from models.keeping.drafts import Found, Keeper
from models.queries.cases import case_window as questions
from models.queries.cases.case_window import Loaded
from models.queries.cases.chronology import Entries
from models.queries.people.guidance import versions
from models.register import Register
from models.rules.dates import format_date, format_moment
from models.rules.new_case import blank_case
from ui.background import Asking, Runner
from ui.cases.form.draft import Draft
from ui.cases.form.forms import Sources
from ui.cases.giving_out.case_file_dialog import CaseFileDialog
from ui.cases.window.case_header import CaseHeader
from ui.cases.window.case_tabs import CaseTabs
from ui.cases.window.journal import Journal
from ui.cases.window.leading import Leading
from ui.cases.window.leaving import Answer, ask_before_leaving
from ui.cases.window.lookups import look_up_by
from ui.cases.window.saver import Saver
from ui.cases.window.sight import GIVES_AWAY, LOST, UNSAVED, Sight, gives_away
from ui.cases.window.undo_keys import UndoKeys
from ui.widgets.agrees import agrees
from ui.widgets.fields.forbid import forbid
from ui.widgets.message_bar import MessageBar


class CaseWindow(Asking, QWidget):
    """One case, or with ``case_id`` ``None`` a new one, in a window of its own.

    Reading and writing are done by ``runner``, so the window answers throughout.
    """

    saved = Signal(int)
    closed = Signal()
    sheet_requested = Signal(int)
    case_wanted = Signal(int)
    out_of_sight = Signal(str)  # why the window closed
    chronology_requested = Signal(int, object)  # Entries
    _register_changed = Signal(object)

    def __init__(
        self,
        register: Register,
        runner: Runner,
        case_id: int | None,
        parent: QWidget | None = None,
        *,
        keeper: Keeper | None = None,
        left: Found | None = None,
    ) -> None:
        """Show a case.

        :param keeper: keeps the edits against a crash; without one they are not kept.
        :param left: what a crash left of edits, to go on with.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self._left = left
        self._register = register
        self._runner = runner
        self._leaving = False
        self._gone = False
        self._sources = Sources(register.user.id, register.user.full_name, register.today())
        self._sources.nation = register.nation
        look_up_by(self._sources, self._ask)
        self._sources.open_case = self.case_wanted.emit
        today = register.today()
        file = blank_case(today, register.user.id)
        self.draft = Draft(file, None, today, self, why_not=register.why_not("record"))
        self.draft.stack.setUndoLimit(0)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(1100, 760)
        self.saver = Saver(register, runner, self.draft, self._sources, self)
        self.saver.written.connect(self._written)
        self.saver.not_written.connect(self._not_written)
        self.saver.busy.connect(self._busy)
        self.saver.lost.connect(self._lose)
        self.sight = Sight(register, runner, self)
        self.sight.lost.connect(self._lose)
        self._make()
        self._journal: Journal | None = None
        if keeper is not None:
            self._follow_edits(keeper)
        self._register_changed.connect(self._changed_elsewhere)
        self._unsubscribe = register.subscribe(self._register_changed.emit)
        self._undo_keys = UndoKeys(self)
        self.tabs.setEnabled(case_id is None)
        self._ask(lambda connection: questions.load(connection, case_id), self._loaded)

    @property
    def case_id(self) -> int | None:
        """The case's id; ``None`` until a new one is first saved."""
        found: int | None = self.draft.file.case["id"]
        return found

    def is_unsaved(self) -> bool:
        """Whether leaving now would lose something."""
        written = self.draft.is_edited() or self.tabs.is_written_in()
        return written or self.saver.writing or self.tabs.is_storing()

    def save(self) -> None:
        """Write the edits, or say which fields stop that."""
        blocking = self.draft.blocking()
        if self.leading.to_unreadable():
            self._leaving = False
            return
        if blocking:
            self._leaving = False
            self.leading.refuse(blocking)
            return
        if self.saver.writing or not self.draft.is_edited():
            return
        if gives_away(self.draft.file, self.draft.original, self._sources.user_id) and not agrees(
            self, "Save", GIVES_AWAY, "Save"
        ):
            self._leaving = False
            return
        self.saver.write(self.draft.file.copy(), self.draft.original)

    def revert(self) -> None:
        """Drop every edit that is not saved, once the person agrees."""
        question = "Discard all unsaved changes?"
        if self.draft.is_edited() and agrees(self, "Revert", question, "Revert"):
            self.draft.revert()
            self.bar.hide()

    def make_case_file(self) -> CaseFileDialog | None:
        """Give out the whole case, as it is saved."""
        if self.case_id is None:
            return None
        dialog = CaseFileDialog(self._register, self._runner, self.case_id, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def go_by(self, nation: str) -> None:
        """Work the clocks out by another nation’s bank holidays."""
        self._sources.nation = nation
        self.draft.rows_changed.emit("clock_changes")

    # --- making ---

    def _make(self) -> None:
        self.header = CaseHeader(self.draft)
        self.header.save.clicked.connect(self.save)
        self.header.revert.clicked.connect(self.revert)
        self.header.undo.clicked.connect(self.draft.stack.undo)
        self.header.redo.clicked.connect(self.draft.stack.redo)
        self.header.sheet.clicked.connect(self._want_sheet)
        self.header.case_file.clicked.connect(lambda _: self.make_case_file())
        for button in (self.header.sheet, self.header.case_file):
            forbid(button, self._register.why_not("disclose"))
        self.header.problems.clicked.connect(lambda _: self.leading.to_first())
        self.bar = MessageBar()
        self.tabs: CaseTabs = CaseTabs(self._register, self._runner, self.draft, self._sources)
        self.tabs.chronology_wanted.connect(self._want_chronology)
        self.leading: Leading = Leading(self.tabs, self.draft, self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        around = QVBoxLayout()
        around.setContentsMargins(20, 0, 20, 4)
        around.addWidget(self.bar)
        column.addLayout(around)
        column.addWidget(self.tabs, 1)
        for keys, act in (
            (QKeySequence.StandardKey.Save, self.save),
            (QKeySequence.StandardKey.Undo, self.draft.stack.undo),
            (QKeySequence("Ctrl+Shift+Z"), self.draft.stack.redo),
            (QKeySequence(Qt.Key.Key_Escape), self.close),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.tabs.summary.checklist.wanted.connect(self.leading.to)
        self.draft.changed.connect(lambda *_: self._title())
        self.draft.replaced.connect(self._title)
        self._title()

    def _title(self) -> None:
        case = self.draft.file.case
        self.setWindowTitle(f"{case['reference'] or 'New case'} {case['title']}".strip())

    # --- against a crash ---

    def _follow_edits(self, keeper: Keeper) -> None:
        self._journal = Journal(keeper, self._runner, self.draft, self.tabs.entry_written, self)
        self._journal.failed.connect(lambda said: self.bar.show_message(said, "warning"))
        self.tabs.entry_edited.connect(self._journal.note)

    def _bring_back(self, left: Found, standing: CaseFile | None) -> None:
        mine, original = bring_back(left.edits, standing)
        self.draft.bring_back(mine, original)
        if left.edits.writing:
            self.tabs.chronology.form.put_back(left.edits.writing)
        if self._journal is not None:
            self._journal.take_over(left.path)
        told = f"These are your edits of {format_moment(left.at)}, which were not saved."
        if standing is not None and original is not None and cases.differs(standing, original):
            told += " The case has been saved since; when you save, you are shown both versions."
        self.bar.show_message(told, "warning")

    # --- reading ---

    def _loaded(self, loaded: Loaded) -> None:
        self._sources.users = loaded.users
        self._sources.imported = loaded.imported
        self.tabs.setEnabled(True)
        if loaded.file is not None:
            self.draft.replace(loaded.file, loaded.file)
            self.tabs.tabBar().setFocus()
            self._say_anonymised(loaded.file.case["anonymised"])
        else:
            self.draft.offer_guidance(loaded.guidance)
            self.draft.replaced.emit()
            self.leading.to("case", "title")
        left, self._left = self._left, None
        if left is not None:
            self._bring_back(left, loaded.file)

    def _say_anonymised(self, day: datetime.date | None) -> None:
        if day is not None:
            self.bar.show_message(
                f"This case was anonymised on {format_date(day)} and cannot be changed."
            )

    def _unanswered(self, error: ProbityError) -> None:
        if isinstance(error, NotFoundError):
            self._lose()
        else:
            self.bar.show_message(str(error), "error")

    def _want_sheet(self) -> None:
        if self.case_id is not None:
            self.sheet_requested.emit(self.case_id)

    def _want_chronology(self, wanted: Entries) -> None:
        if self.case_id is not None:
            self.chronology_requested.emit(self.case_id, wanted)

    # --- writing ---

    def _written(self, saved: Saved, loaded: Loaded | None) -> None:
        self.bar.hide()
        if loaded is None:
            self.saved.emit(saved.case_id)
            self._go_away(
                f"{saved.reference} is saved. You may no longer see it, so its window was closed."
            )
            return
        self._loaded(loaded)
        self.header.say(f"Saved {datetime.datetime.now():%H:%M}")
        self.saved.emit(saved.case_id)
        if self._leaving:
            self.close()

    def _not_written(self, sentence: str, kind: str) -> None:
        self._leaving = False
        self.header.say("Not saved")
        if sentence:
            self.bar.show_message(sentence, kind)
        if self.draft.blocking():  # what the register would not take
            self.leading.to_problem(self.draft.blocking()[0])

    def _busy(self, writing: bool) -> None:
        self.tabs.setEnabled(not writing)
        if writing:
            self.bar.hide()  # what stopped an earlier save no longer does
            self.header.say("Saving…")

    # --- others, and leaving ---

    def _changed_elsewhere(self, changed: Changed) -> None:
        if any(name.startswith("guidance") for name in changed.tables):
            self._ask(versions, self.draft.offer_guidance, "guidance")
        if self.case_id in changed.case_ids and not self.saver.writing:
            case_id = self.case_id
            self._ask(lambda connection: questions.load(connection, case_id), self._news)
        elif self.case_id is not None and not self.saver.writing:
            self.sight.look(self.case_id)  # whom somebody is, may have changed

    def _news(self, loaded: Loaded) -> None:
        if loaded.file is None or self.draft.original is None or self.saver.writing:
            return
        sent = self.tabs.take_sent()
        if not cases.differs(loaded.file, self.draft.original):
            self.draft.see_links(loaded.file)
            self.tabs.reload_history()
            return
        if self.draft.is_edited():
            self.bar.show_message(
                f"{sent or 'Somebody else has just saved this case.'} Your edits are kept; when "
                "you save, you are shown both.",
                "warning",
            )
        else:
            elsewhere = "Somebody else has just saved this case. You see their version."
            self.bar.show_message(sent or elsewhere, "good" if sent else "info")
            self._loaded(loaded)

    def changeEvent(self, event: QEvent) -> None:
        """Coming to the front, see whether the case may still be seen: others work elsewhere."""
        super().changeEvent(event)
        comes = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if comes and self.case_id is not None and not self.saver.writing:
            self.sight.look(self.case_id)

    def _lose(self) -> None:
        self._go_away(LOST + (UNSAVED if self.draft.is_edited() else ""))

    def _go_away(self, sentence: str) -> None:
        """Close without asking: the case is not this person's to see any more."""
        if not self._gone:
            self.abandon()
            self.out_of_sight.emit(sentence)

    def abandon(self) -> None:
        """Close without asking; what is not saved goes."""
        self._gone = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave at once where nothing would be lost; else ask."""
        if self._gone:
            self._leave(event)
            return
        if self.tabs.is_storing():
            self.tabs.setCurrentWidget(self.tabs.exhibits)
            self.bar.show_message("Exhibits are being stored: wait, or stop that first.", "warning")
            event.ignore()
            return
        unsaved = self.draft.is_edited() or self.tabs.is_written_in()
        if self.saver.writing or (unsaved and not self._may_leave()):
            event.ignore()
            return
        self._leave(event)

    def _leave(self, event: QCloseEvent) -> None:
        self._unsubscribe()
        if self._journal is not None:
            self._journal.forget()
        event.accept()
        self.closed.emit()

    def _may_leave(self) -> bool:
        if self._leaving and not self.draft.is_edited():
            return True
        answer = ask_before_leaving(self)
        if answer is Answer.DISCARD:
            return True
        if answer is Answer.SAVE:
            if self.tabs.is_written_in():
                self.tabs.chronology.form.add_entry()
            if self.tabs.is_written_in():  # the form says what it lacks
                self.tabs.setCurrentWidget(self.tabs.chronology)
                return False
            self._leaving = not self.draft.blocking()
            self.save()
        return False

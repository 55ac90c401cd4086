"""What keeps the work safe while a window is open: backups, the crash journal, a warning."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from models.keeping.drafts import Found, Keeper
from models.keeping.watching import watch
from models.register import Register
from models.storage import drives
from ui.background import Job, Runner
from ui.main_window import MainWindow
from ui.widgets.fields.forbid import forbid

if TYPE_CHECKING:  # what a start can do without is imported when the window is up
    from ui.backups.backups_dialog import BackupsDialog  # when shown
    from ui.backups.schedule import Schedule  # when shown


class Keeping(QObject):
    """Begins when the window is up, and ends before the register is closed; it is the window's."""

    wanted_back = Signal(object)  # Found: edits that a crash left
    prepared = Signal(object)  # Prepared: a backup to be put in the place of the register

    def __init__(self, register: Register, runner: Runner, window: MainWindow) -> None:
        super().__init__(window)
        self._register = register
        self._runner = runner
        self._window = window
        why_not = register.why_not("backup")
        self.backups_action = QAction("&Backups…", self)
        forbid(self.backups_action, why_not)
        self.backups_action.triggered.connect(lambda _=False: self.show_backups())
        #: At the foot of the window: when the last backup was made.
        self.line = QPushButton()
        self.line.setProperty("kind", "foot")
        forbid(self.line, why_not)
        self.line.clicked.connect(lambda _: self.show_backups())
        place = self.line.sizePolicy()
        place.setRetainSizeWhenHidden(True)  # so that nothing jumps when it is known
        self.line.setSizePolicy(place)
        self.line.hide()

    @cached_property
    def keeper(self) -> Keeper:
        """Keeps the edits of every case window against a crash."""
        return Keeper(self._register)

    @cached_property
    def schedule(self) -> Schedule:
        """Makes the backups that are due."""
        from ui.backups.schedule import Schedule  # when shown

        made = Schedule(self._register, self._runner)
        made.told.connect(self._say)
        made.failed.connect(self._say_failure)
        return made

    def begin(self) -> None:
        """Hear of other programs, look whether a backup is due, and what a crash left."""
        if self._register.is_closed:  # with its window, before that was up
            return
        watch(self._register)
        self.schedule.start()
        path = self._register.path
        self._runner.run(lambda _: drives.warning(path), done=self._warn, owner=self)
        self._runner.run(self._left_behind, done=self._offer, owner=self)

    def end(self) -> None:
        """Nothing is left to bring back: every window was closed."""
        self.keeper.close()

    def show_backups(self) -> BackupsDialog:
        """The backups there are, and what can be done with them."""
        from ui.backups.backups_dialog import BackupsDialog  # when shown

        dialog = BackupsDialog(self._register, self._runner, self._window)
        dialog.made.connect(self.schedule.refresh)
        dialog.prepared.connect(self.prepared)
        dialog.open()
        return dialog

    def _say(self, words: str, amiss: bool) -> None:
        self.line.setText(words)
        self.line.setProperty("kind", "foot-amiss" if amiss else "foot")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.line.show()

    def _say_failure(self, words: str) -> None:
        self._window.message.show_message(words, "error")

    def _warn(self, words: str) -> None:
        if words:
            self._window.message.show_message(words, "warning")

    def _left_behind(self, _: Job) -> list[Found]:
        return self.keeper.left_behind()

    def _offer(self, found: list[Found]) -> None:
        if not found:
            return
        from ui.cases.window.left_behind import LeftBehind  # when shown

        dialog = LeftBehind(found, self._window)
        dialog.wanted.connect(self._bring)
        dialog.dropped.connect(self._drop)
        dialog.open()

    def _bring(self, found: list[Found]) -> None:
        for one in found:
            self.wanted_back.emit(one)

    def _drop(self, found: list[Found]) -> None:
        def work(_: Job) -> None:
            for one in found:
                self.keeper.remove(one.path)

        self._runner.run(work, must_finish=True)

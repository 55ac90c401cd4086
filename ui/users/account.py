"""What somebody does about who they are here: their passphrase, the lock, somebody else's turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction

from models.change import Changed
from models.changes import users
from models.errors import ProbityError, RetiredError
from models.register import Register
from ui.background import Job, Runner
from ui.main_window import MainWindow, Menu
from ui.widgets.agrees import CANCEL, agrees
from ui.widgets.fields.forbid import forbid

if TYPE_CHECKING:
    from ui.users.lock import Lock

OPEN = "This register opens without a passphrase."


class Account(QObject):
    """The menu of one window, and its lock.

    :param unsaved: whether leaving would lose something.
    """

    another_user = Signal()
    abandoned = Signal()  # they were retired: what they had not saved goes
    _register_changed = Signal(object)

    def __init__(
        self,
        register: Register,
        runner: Runner,
        window: MainWindow,
        unsaved: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._runner = runner
        self._window = window
        #: Only where somebody signed in: what opens without a passphrase is unlocked by none.
        self.lock: Lock | None = None
        if register.session is not None:
            self.lock = self._make_lock(unsaved)
            self._register_changed.connect(self._look_who_works)
            stop = register.subscribe(self._register_changed.emit)
            self.destroyed.connect(lambda _=None: stop())
        no_session = "" if register.session is not None else OPEN
        self.change_action = self._action("&Change passphrase…", self._change_passphrase)
        self.key_action = self._action("New &recovery key…", self._new_recovery_key)
        self.other_action = self._action("Sign in as &somebody else…", self.another_user.emit)
        self.lock_action = self._action("&Lock now", self.lock_now)
        self.lock_action.setShortcut("Ctrl+L")
        self.lock_action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        for action in (self.change_action, self.lock_action):
            forbid(action, no_session)
        forbid(self.key_action, no_session or register.why_not("users"))

    def menu(self) -> Menu:
        """The menu's commands."""
        return Menu(
            "&Account",
            [self.change_action, self.key_action, None, self.other_action, self.lock_action],
        )

    def begin(self) -> None:
        """The window is up: say when they were here before, and watch that somebody is there."""
        session = self._register.session
        if session is None:
            return
        kind = "warning" if session.failures else "info"
        self._window.message.show_message(f"{session.words()}.", kind)
        self._window.who.setToolTip(session.words())
        if self.lock is not None:
            self.lock.start()

    def lock_now(self) -> None:
        """Lock because somebody asked for it."""
        if self.lock is not None:
            self.lock.lock()

    def end(self) -> None:
        """The window closes."""
        if self.lock is not None:
            self.lock.stop()

    def _look_who_works(self, changed: Changed) -> None:
        """Somebody who is retired is shut out at once, on every workstation."""
        if "user" not in changed.tables:
            return

        def work(job: Job) -> None:
            with job.reading(self._register):
                pass  # refused to whoever was retired

        self._runner.run(work, failed=self._shut_out, owner=self)

    def _shut_out(self, error: ProbityError) -> None:
        if self.lock is not None and isinstance(error, RetiredError) and not self.lock.is_on:
            self.lock.shut_out(error)

    def _make_lock(self, unsaved: Callable[[], bool]) -> Lock:
        from ui.users.lock import Lock  # when shown

        lock = Lock(self._register, self._runner, unsaved, self)
        lock.somebody_else.connect(self.another_user)
        lock.leave.connect(self._window.close)
        lock.abandoned.connect(self.abandoned)
        return lock

    def _action(self, words: str, act: Callable[[], object]) -> QAction:
        made = QAction(words, self)
        made.triggered.connect(lambda _=False: act())
        return made

    def _change_passphrase(self) -> None:
        from ui.users.change_passphrase import ChangePassphrase  # when shown

        dialog = ChangePassphrase(self._register, self._runner, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._window.message.show_message("Your passphrase is changed.", "good")
        )
        dialog.open()

    def _new_recovery_key(self) -> None:
        question = "The recovery key printed before stops working at once. Make a new one?"
        if not agrees(self._window, "New recovery key", question, "Make a new one", CANCEL):
            return

        def work(_: Job) -> str:
            return users.make_recovery_key(self._register)

        def show(key: str) -> None:
            from ui.users.recovery_key import RecoveryKeyDialog  # when shown

            dialog = RecoveryKeyDialog(self._register, key, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

        self._runner.run(work, done=show, title="Making the key", must_finish=True)

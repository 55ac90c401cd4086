"""Locking: every window out of sight with what is in it, until the same person is back.

After how many idle minutes it locks by itself, `models/rules/idle_lock.py` says.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from models.entering import sessions
from models.errors import ProbityError, RetiredError, SignInError
from models.register import Register
from ui.background import Job, Runner
from ui.users.idle import IdleWatch
from ui.users.lock_screen import LockScreen

UNSAVED = "There are unsaved changes here. {who} must unlock first; nothing is lost."

RETIRED = (
    "Nobody else can save their unsaved changes, and they are lost if you quit Probity from here."
)


class Lock(QObject):
    """Hides the windows of one register when it is asked to, or when nobody is there.

    A register that opens without a passphrase has nothing to be unlocked by, and is never locked.

    Of somebody who was retired meanwhile nobody can unlock it, and so anybody may leave it:
    ``abandoned`` has what is not saved thrown away first.

    :param unsaved: whether leaving would lose something.
    """

    somebody_else = Signal()
    leave = Signal()
    abandoned = Signal()
    unlocked = Signal()

    def __init__(
        self,
        register: Register,
        runner: Runner,
        unsaved: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._held = runner
        self._unsaved = unsaved
        self._runner = Runner(self)
        self._hidden: list[QWidget] = []
        self._retired = False
        self._front: QWidget | None = None
        self.screen: LockScreen | None = None
        self.watch = IdleWatch(lambda: register.lock_minutes, self)
        self.watch.idle.connect(self.lock)

    @property
    def is_on(self) -> bool:
        """Whether it is locked."""
        return self.screen is not None

    def start(self) -> None:
        """Watch from now on."""
        if self._register.session is not None:
            self.watch.start()

    def stop(self) -> None:
        """The program ends."""
        self.watch.stop()
        self._runner.shutdown()
        if self.screen is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self.screen = None

    def lock(self) -> None:
        """Put every window out of sight."""
        if self.is_on or self._register.session is None:
            return
        self.watch.stop()
        self._held.hold(True)  # what comes back meanwhile is shown afterwards
        self.screen = LockScreen(self._register.user.full_name, self._register.path.name)
        self.screen.tried.connect(self._try)
        self.screen.somebody_else.connect(lambda: self._go(self.somebody_else))
        self.screen.leave.connect(lambda: self._go(self.leave))
        self._front = QApplication.activeWindow()
        self._hide_all(self.screen)
        self.screen.begin()
        self._runner.run(lambda _: sessions.lock(self._register), must_finish=True)

    def shut_out(self, error: RetiredError) -> None:
        """Lock for good: whoever works here was retired."""
        self.lock()
        self._refused(error)

    def _hide_all(self, screen: LockScreen) -> None:
        """A question asked of somebody who left is taken back unanswered; all else stays as it is.

        The screen stands where the main window stood.
        """
        QToolTip.hideText()
        passing = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        lasting = [one for one in shown if one.windowType() not in passing]
        if lasting:
            screen.setGeometry(max(lasting, key=lambda one: one.width() * one.height()).geometry())
        for window in shown:
            window.hide()
        self._hidden = [one for one in lasting if not _is_question(one)]

    def _try(self, passphrase: str) -> None:
        def work(_: Job) -> None:
            sessions.unlock(self._register, passphrase)

        self._runner.run(
            work, done=lambda _: self._unlock(), failed=self._refused, must_finish=True
        )

    def _unlock(self) -> None:
        screen, self.screen = self.screen, None
        front, self._front = self._front, None
        hidden, self._hidden = self._hidden, []
        standing = [window for window in hidden if isValid(window)]
        for window in sorted(standing, key=_depth):  # a dialog after what it belongs to
            window.show()
        if front is not None and front in standing:
            front.raise_()
            front.activateWindow()
        if screen is not None:
            screen.hide()
            screen.deleteLater()
        self._held.hold(False)
        self.watch.start()
        self.unlocked.emit()

    def _refused(self, error: ProbityError) -> None:
        if self.screen is None:
            return
        self.screen.refuse(str(error), error.wait if isinstance(error, SignInError) else 0)
        if isinstance(error, RetiredError):
            self._retired = True
            if self._unsaved():
                self.screen.say(RETIRED)

    def _go(self, signal: SignalInstance) -> None:
        """Leave, unless that would lose what somebody else is writing."""
        if self._retired:
            self.abandoned.emit()
        if self._unsaved() and self.screen is not None:
            self.screen.say(UNSAVED.format(who=self._register.user.full_name))
            return
        signal.emit()


def _is_question(window: QWidget) -> bool:
    """Whether its hiding ended it: a dialog whose answer somebody waits for in place."""
    return any(window.inherits(name) for name in ("QMessageBox", "QFileDialog", "QPrintDialog"))


def _depth(window: QWidget) -> int:
    above = window.parentWidget()
    return 0 if above is None else 1 + _depth(above)

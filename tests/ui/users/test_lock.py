"""Locking the real windows, with edits in them that are not saved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from models.changes import users
from models.entering.open import create_register, open_register
from models.register import Register
from tests.models import making
from tests.models.making import PASSPHRASE
from tests.ui.cases.driving import typed
from tests.ui.users.driving import cut, press, type_in
from ui.cases.window.case_window import CaseWindow
from ui.desktop.desktop import Desktop
from ui.settings import Settings
from ui.users.lock import Lock
from ui.users.lock_screen import LockScreen


@pytest.fixture
def desktop(
    qtbot: Any, app: QApplication, force: Register, settings: Settings
) -> Iterator[Desktop]:
    making.save(force, making.case_file("Facebook contact with a crime victim"))
    made = Desktop(force, settings)
    made.show()
    qtbot.waitUntil(lambda: not made.runner.busy)
    yield made
    made.account.end()
    made.runner.hold(False)
    for window in [*made.case_windows.values(), *made._new_windows]:
        window.draft.revert()
        window.close()
    made.runner.shutdown()
    made.window.hide()


@pytest.fixture
def case(qtbot: Any, desktop: Desktop) -> CaseWindow:
    """A case with a title being written."""
    window = desktop.open_case(1)
    qtbot.waitUntil(lambda: bool(window._sources.users) and not desktop.runner.busy)
    typed(qtbot, window, "case.title", "Half a sen")
    return window


def lock_of(desktop: Desktop) -> Lock:
    assert desktop.account.lock is not None
    return desktop.account.lock


def screen_of(desktop: Desktop) -> LockScreen:
    screen = lock_of(desktop).screen
    assert screen is not None
    return screen


def locked(qtbot: Any, desktop: Desktop) -> LockScreen:
    desktop.account.lock_action.trigger()
    screen = screen_of(desktop)
    qtbot.waitUntil(lambda: not lock_of(desktop)._runner.busy)
    return screen


def unlocked(qtbot: Any, desktop: Desktop, passphrase: str = PASSPHRASE) -> None:
    screen = screen_of(desktop)
    type_in(qtbot, screen.passphrase, passphrase)
    qtbot.keyClick(screen.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not lock_of(desktop)._runner.busy)


def visible() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def acts(register: Register) -> list[str]:
    with register.reader() as connection:
        rows = connection.execute("SELECT action FROM audit_record ORDER BY id").fetchall()
    return [row[0] for row in rows]


class Shown(QObject):
    """In which order windows come."""

    def __init__(self, *windows: QObject) -> None:
        super().__init__()
        self.order: list[QObject] = []
        for window in windows:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.order.append(watched)
        return False


def test_the_rail_and_the_message_say_who_and_when(desktop: Desktop) -> None:
    assert desktop.window.who.text() == "D. Okafor\nAdministrator"
    assert desktop.window.message.text() == "Your first sign-in."


def test_nothing_of_a_case_is_on_the_screen_and_edits_come_back(
    qtbot: Any, desktop: Desktop, case: CaseWindow
) -> None:
    where, steps = case.geometry(), case.draft.stack.count()
    screen = locked(qtbot, desktop)
    assert visible() == [screen]
    said = " ".join(one.text() for one in screen.findChildren(QWidget) if hasattr(one, "text"))
    for secret in ("Facebook", "Half a sen", "PS/20", "Harmer"):
        assert secret not in said + screen.windowTitle()
    assert acts(desktop.register)[-1] == "lock"
    unlocked(qtbot, desktop)
    assert lock_of(desktop).screen is None
    assert desktop.window.isVisible()
    assert case.isVisible()
    assert case.geometry() == where
    assert case.draft.file.case["title"] == "Half a sen"
    assert case.draft.stack.count() == steps
    assert acts(desktop.register)[-1] == "unlock"
    case.draft.stack.undo()
    assert case.draft.file.case["title"] == "Facebook contact with a crime victim"


def test_ctrl_l_locks_from_a_case_too(qtbot: Any, desktop: Desktop, case: CaseWindow) -> None:
    case.activateWindow()
    qtbot.waitUntil(case.isActiveWindow)
    qtbot.keyClick(case, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert visible() == [screen_of(desktop)]


def test_a_wrong_passphrase_and_somebody_else_s_stay_outside(
    qtbot: Any, desktop: Desktop, case: CaseWindow
) -> None:
    given = "seven grey herons waiting"
    users.add(desktop.register, name="rowe", full_name="K. Rowe", role="reader", passphrase=given)
    screen = locked(qtbot, desktop)
    press(qtbot, screen.unlock)
    assert screen.field.error_text() == "Type your passphrase."
    for wrong in ("wrong", given, "wrong again"):
        unlocked(qtbot, desktop, wrong)
        assert "do not open" in screen.field.error_text()
        assert screen.passphrase.text() == ""
        press(qtbot, screen.other)
        assert "unsaved changes" in screen.note.text()
        assert cut(screen) == []
    unlocked(qtbot, desktop, PASSPHRASE)
    assert "Wait before you try again" in screen.field.error_text()
    assert not screen.unlock.isEnabled()
    assert visible() == [screen]


def test_a_dialog_that_is_open_comes_back_as_it_was(qtbot: Any, desktop: Desktop) -> None:
    dialog = desktop.show_settings()
    type_in(qtbot, dialog.editors["force"], "Another name")
    locked(qtbot, desktop)
    assert not dialog.isVisible()
    shown = Shown(desktop.window, dialog)
    unlocked(qtbot, desktop)
    assert shown.order == [desktop.window, dialog]  # and not behind what it belongs to
    assert dialog.isVisible()
    assert dialog.isModal()
    assert dialog.editors["force"].text() == "Another name"
    dialog.reject()


def test_a_question_is_taken_back_unanswered(
    qtbot: Any, app: QApplication, desktop: Desktop, case: CaseWindow
) -> None:
    asked: list[bool] = []

    def lock() -> None:
        asked.append(any(isinstance(one, QMessageBox) for one in visible()))
        desktop.account.lock_now()

    QTimer.singleShot(50, lock)
    case.close()  # asks what to do with the edits, until it is locked
    assert asked == [True]
    assert visible() == [screen_of(desktop)]
    shown = Shown(app)
    unlocked(qtbot, desktop)
    app.removeEventFilter(shown)
    assert case.isVisible()
    assert case.draft.file.case["title"] == "Half a sen"
    assert case in shown.order
    assert not any(isinstance(one, QMessageBox) for one in shown.order)  # not for a moment


def test_what_comes_meanwhile_is_shown_afterwards(qtbot: Any, desktop: Desktop) -> None:
    came: list[str] = []
    locked(qtbot, desktop)

    def show(said: str) -> None:
        came.append(said)
        QDialog(desktop.window).show()

    desktop.runner.run(lambda _: "done", done=show)
    qtbot.waitUntil(lambda: bool(desktop.runner._kept))
    assert came == []
    assert visible() == [screen_of(desktop)]
    unlocked(qtbot, desktop)
    assert came == ["done"]


def test_a_save_under_way_is_finished(qtbot: Any, desktop: Desktop, case: CaseWindow) -> None:
    case.save()
    locked(qtbot, desktop)
    qtbot.waitUntil(lambda: making.loaded(desktop.register, 1).case["title"] == "Half a sen")
    unlocked(qtbot, desktop)
    qtbot.waitUntil(lambda: not case.draft.is_edited() and not case.saver.writing)


def test_nobody_drops_another_s_edits(qtbot: Any, desktop: Desktop, case: CaseWindow) -> None:
    wanted: list[str] = []
    desktop.another_user.connect(lambda: wanted.append("other"))
    screen = locked(qtbot, desktop)
    press(qtbot, screen.other)
    assert "D. Okafor must unlock first" in screen.note.text()
    screen.close()
    assert visible() == [screen]
    assert wanted == []
    unlocked(qtbot, desktop)
    case.draft.revert()
    case.close()
    screen = locked(qtbot, desktop)
    press(qtbot, screen.other)
    assert wanted == ["other"]


def test_nobody_is_held_by_the_edits_of_somebody_retired(
    qtbot: Any, desktop: Desktop, case: CaseWindow, settings: Settings
) -> None:
    ended: list[bool] = []
    desktop.window.about_to_close.connect(lambda: ended.append(True))
    users.add(
        desktop.register, name="rowe", full_name="K. Rowe", role="administrator",
        passphrase=PASSPHRASE,
    )  # fmt: skip
    screen = locked(qtbot, desktop)
    with open_register(desktop.register.path, user="rowe", passphrase=PASSPHRASE) as other:
        users.change_passphrase(other, PASSPHRASE, "four tall poplars beside water")
        users.retire(other, desktop.register.user.id)
        unlocked(qtbot, desktop)
        assert "no longer a user of this register" in screen.field.error_text()
        assert "Nobody else can save their unsaved changes" in screen.note.text()
        assert visible() == [screen]
        press(qtbot, screen.quit)
        assert ended == [True]
        assert visible() == []
        assert making.loaded(other, 1).case["title"] == "Facebook contact with a crime victim"
    assert not list(desktop.register.path.parent.glob("*-drafts/*"))


def test_somebody_who_is_retired_is_shut_out_at_once(
    qtbot: Any, desktop: Desktop, case: CaseWindow
) -> None:
    ended: list[bool] = []
    desktop.window.about_to_close.connect(lambda: ended.append(True))
    users.add(
        desktop.register, name="rowe", full_name="K. Rowe", role="administrator",
        passphrase=PASSPHRASE,
    )  # fmt: skip
    qtbot.waitUntil(lambda: desktop.register._watcher is not None)
    with open_register(desktop.register.path, user="rowe", passphrase=PASSPHRASE) as other:
        users.change_passphrase(other, PASSPHRASE, "four tall poplars beside water")
        users.retire(other, desktop.register.user.id)
        qtbot.waitUntil(lambda: lock_of(desktop).is_on, timeout=20_000)
        screen = screen_of(desktop)
        assert visible() == [screen]
        assert "no longer a user of this register" in screen.field.error_text()
        press(qtbot, screen.quit)
        assert ended == [True]


def test_closing_the_lock_leaves_the_program_where_nothing_is_lost(
    qtbot: Any, desktop: Desktop
) -> None:
    ended: list[bool] = []
    desktop.window.about_to_close.connect(lambda: ended.append(True))
    screen = locked(qtbot, desktop)
    press(qtbot, screen.quit)
    assert ended == [True]
    assert visible() == []


def test_it_locks_when_nobody_was_there_for_as_long_as_is_set(
    qtbot: Any, desktop: Desktop, case: CaseWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = lock_of(desktop)
    now = [1000.0, 1_800_000_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "time", lambda: now[1])

    def pass_by(seconds: float, *, asleep: bool = False) -> None:
        now[0] += 0 if asleep else seconds
        now[1] += seconds
        lock.watch.look()

    lock.watch.touch()
    pass_by(599)
    assert not lock.is_on
    handle = case.windowHandle()
    QApplication.sendEvent(handle, _key())
    pass_by(599)
    assert not lock.is_on
    pass_by(1)
    assert visible() == [screen_of(desktop)]
    unlocked(qtbot, desktop)
    pass_by(600, asleep=True)
    assert visible() == [screen_of(desktop)]


def test_it_looks_by_itself_and_again_after_it_was_unlocked(
    qtbot: Any, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, now = lock_of(desktop), [time.monotonic()]
    monkeypatch.setattr("ui.users.idle.time.monotonic", lambda: now[0])
    lock.watch._timer.setInterval(10)
    for _ in range(2):
        assert not lock.is_on
        now[0] += 600
        qtbot.waitUntil(lambda: lock.is_on)
        qtbot.waitUntil(lambda: not lock._runner.busy)
        unlocked(qtbot, desktop)
    locked(qtbot, desktop)
    assert not lock.watch._timer.isActive()


@pytest.mark.parametrize(
    "event",
    [
        QEvent(QEvent.Type.MouseMove),
        QEvent(QEvent.Type.MouseButtonPress),
        QEvent(QEvent.Type.Wheel),
        QEvent(QEvent.Type.KeyPress),
        QEvent(QEvent.Type.TouchBegin),
        QEvent(QEvent.Type.TabletMove),
    ],
    ids=lambda event: event.type().name,
)
def test_whatever_a_person_does_says_that_they_are_there(
    qtbot: Any, desktop: Desktop, event: QEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = lock_of(desktop).watch
    watch._touched = (0.0, 0.0)
    watch.eventFilter(desktop.window, QEvent(QEvent.Type.Paint))
    assert watch._touched == (0.0, 0.0)
    watch.eventFilter(desktop.window, event)
    assert watch._touched != (0.0, 0.0)


def _key() -> Any:
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)


def test_the_minutes_are_the_register_s(qtbot: Any, desktop: Desktop) -> None:
    dialog = desktop.show_settings()
    type_in(qtbot, dialog.editors["lock_minutes"], "0")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: bool(dialog.fields["lock_minutes"].error_text()))
    assert "between 1 and 240" in dialog.fields["lock_minutes"].error_text()
    type_in(qtbot, dialog.editors["lock_minutes"], "2")
    press(qtbot, dialog.agree)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert lock_of(desktop).watch._minutes() == 2


def test_what_opens_without_a_passphrase_is_never_locked(
    qtbot: Any, app: QApplication, tmp_path: Any, settings: Settings
) -> None:
    with create_register(tmp_path / "demo.probity", force="F", user="okafor") as register:
        desktop = Desktop(register, settings)
        desktop.show()
        qtbot.waitUntil(lambda: not desktop.runner.busy)
        assert not desktop.account.lock_action.isEnabled()
        assert "without a passphrase" in desktop.account.lock_action.toolTip()
        assert desktop.account.lock is None
        desktop.runner.shutdown()
        desktop.window.hide()

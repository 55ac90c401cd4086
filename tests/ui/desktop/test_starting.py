"""From the start to the end of the program, with one person after another."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from models.changes import users
from models.register import Register
from tests.models.making import PASSPHRASE
from tests.ui.cases.driving import choose
from tests.ui.users.driving import meanwhile, press, type_in
from ui.desktop import starting
from ui.entering.first_run import FirstRun
from ui.entering.sign_in import SignIn
from ui.entering.who_dialog import WhoDialog
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.users.lock_screen import LockScreen


@pytest.fixture
def program(app: QApplication) -> Iterator[None]:
    """What a start changes for the whole process is put back."""
    yield
    app.setQuitOnLastWindowClosed(True)
    gc.unfreeze()
    gc.enable()


def windows(kind: type[Any]) -> list[Any]:
    return [one for one in QApplication.topLevelWidgets() if type(one) is kind and one.isVisible()]


def test_one_signs_in_locks_and_another_takes_over(
    qtbot: Any, program: None, tmp_path: Path
) -> None:
    path = tmp_path / "force.probity"
    given = "seven grey herons waiting"
    with Register.create(
        path, force="F", user="okafor", full_name="D. Okafor", passphrase=PASSPHRASE
    ) as register:
        users.add(register, name="rowe", full_name="K. Rowe", role="auditor", passphrase=PASSPHRASE)
        with Register.open(path, user="rowe", passphrase=PASSPHRASE) as theirs:
            users.change_passphrase(theirs, PASSPHRASE, given)
    seen: list[str] = []
    left = [("okafor", PASSPHRASE), ("rowe", given)]

    def sign_in(dialog: Any) -> None:
        name, passphrase = left.pop(0)
        type_in(qtbot, dialog.name, name)
        type_in(qtbot, dialog.passphrase, passphrase)
        press(qtbot, dialog.agree)

    def step() -> None:
        for window in windows(MainWindow):
            seen.append(window.who.text())
            if len(seen) == 1:
                lock = next(one for one in _actions(window) if "Lock now" in one.text())
                QTimer.singleShot(0, lock.trigger)
                QTimer.singleShot(50, hand_over)
            else:
                QTimer.singleShot(0, window.close)
            return
        QTimer.singleShot(20, step)

    def hand_over() -> None:
        screens = windows(LockScreen)
        if not screens or not screens[0].other.isEnabled():
            QTimer.singleShot(20, hand_over)
            return
        meanwhile(SignIn, sign_in)
        QTimer.singleShot(0, step)
        press(qtbot, screens[0].other)

    meanwhile(SignIn, sign_in)
    QTimer.singleShot(0, step)
    patience = QTimer(interval=30_000, singleShot=True)  # a test that fails does not stay for ever
    patience.timeout.connect(QApplication.exit)
    patience.start()
    assert starting.show(str(path), None) == 0
    patience.stop()
    assert seen == ["D. Okafor\nAdministrator", "K. Rowe\nAuditor"]
    assert left == []
    with Register.open(path, user="okafor", passphrase=PASSPHRASE) as again:
        with again.reader() as connection:
            query = (
                "SELECT user_name, action FROM audit_record WHERE action IN (?, ?, ?) ORDER BY id"
            )
            told = connection.execute(query, ("sign in", "sign out", "lock")).fetchall()
        assert [tuple(one) for one in told][-7:-1] == [
            ("okafor", "sign out"),
            ("okafor", "sign in"),
            ("okafor", "lock"),
            ("okafor", "sign out"),
            ("rowe", "sign in"),
            ("rowe", "sign out"),
        ]


def test_who_does_not_sign_in_is_asked_which_register(
    qtbot: Any, program: None, tmp_path: Path
) -> None:
    path = tmp_path / "force.probity"
    Register.create(path, force="F", user="okafor", passphrase=PASSPHRASE).close()
    Settings().set("register", str(path))
    meanwhile(SignIn, lambda dialog: press(qtbot, dialog.cancel))
    meanwhile(FirstRun, lambda dialog: dialog.reject())
    assert starting.show(None, None) == 0


def test_in_a_demonstration_somebody_else_is_asked_for_too(
    qtbot: Any, program: None, tmp_path: Path
) -> None:
    path = tmp_path / "demo.probity"
    colleagues = [{"name": "rowe", "full_name": "K. Rowe", "role": "auditor"}]
    Register.create(
        path, force="F", user="okafor", full_name="D. Okafor", colleagues=colleagues
    ).close()
    seen: list[str] = []

    def choose_her(dialog: Any) -> None:
        choose(qtbot, dialog.who, "K. Rowe, auditor")
        QTimer.singleShot(20, step)
        press(qtbot, dialog.agree)

    def step() -> None:
        for window in windows(MainWindow):
            seen.append(window.who.text().partition("\n")[0])
            if len(seen) == 1:
                meanwhile(WhoDialog, choose_her)
                other = next(one for one in _actions(window) if "somebody else" in one.text())
                QTimer.singleShot(0, other.trigger)
            else:
                QTimer.singleShot(0, window.close)
            return
        QTimer.singleShot(20, step)

    QTimer.singleShot(0, step)
    patience = QTimer(interval=30_000, singleShot=True)
    patience.timeout.connect(QApplication.exit)
    patience.start()
    assert starting.show(str(path), None) == 0
    patience.stop()
    assert seen == ["D. Okafor", "K. Rowe"]


@pytest.mark.parametrize("stays", [True, False])
def test_nobody_else_is_asked_for_where_the_window_stays(
    app: QApplication, tmp_path: Path, stays: bool
) -> None:
    class Window(QWidget):
        """One in which somebody chose to keep editing, or not."""

        def closeEvent(self, event: QCloseEvent) -> None:
            event.setAccepted(not stays)

    window: Any = Window()
    window.show()
    again: list[Path | None] = []
    starting._ask(again, tmp_path, window)
    assert again == ([] if stays else [tmp_path])
    stays = False
    window.close()


def _actions(window: MainWindow) -> list[Any]:
    found: list[Any] = []
    for one in window.menuBar().actions():
        menu: Any = one.menu()
        found += menu.actions() if menu else []
    return found

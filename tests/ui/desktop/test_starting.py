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
from models.entering.open import create_register, open_register
from tests.models.making import PASSPHRASE
from tests.patient import PATIENCE
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


@pytest.fixture
def patience(program: None) -> Iterator[None]:
    """A test that fails does not stay for ever."""
    timer = QTimer(interval=PATIENCE, singleShot=True)
    timer.timeout.connect(QApplication.exit)
    timer.start()
    yield
    timer.stop()


def windows(kind: type[Any]) -> list[Any]:
    return [one for one in QApplication.topLevelWidgets() if type(one) is kind and one.isVisible()]


def test_one_signs_in_locks_and_another_takes_over(
    qtbot: Any, patience: None, tmp_path: Path
) -> None:
    path = tmp_path / "force.probity"
    given = "seven grey herons waiting"
    with create_register(
        path, force="F", user="okafor", full_name="D. Okafor", passphrase=PASSPHRASE
    ) as register:
        users.add(register, name="rowe", full_name="K. Rowe", role="auditor", passphrase=PASSPHRASE)
        with open_register(path, user="rowe", passphrase=PASSPHRASE) as theirs:
            users.change_passphrase(theirs, PASSPHRASE, given)
    seen: list[str] = []
    left = [("okafor", PASSPHRASE), ("rowe", given)]
    known: list[MainWindow] = []

    def sign_in(dialog: Any) -> None:
        name, passphrase = left.pop(0)
        type_in(qtbot, dialog.name, name)
        type_in(qtbot, dialog.passphrase, passphrase)
        press(qtbot, dialog.agree)

    def step() -> None:
        for window in _new(known):
            seen.append(window.who.text())
            if len(seen) == 1:
                lock = next(one for one in _actions(window) if "Lock now" in one.text())
                QTimer.singleShot(0, lock.trigger)
                QTimer.singleShot(0, hand_over)  # at once: that it was locked is on record still
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
    assert starting.show(str(path), None) == 0
    assert seen == ["D. Okafor\nAdministrator", "K. Rowe\nAuditor"]
    assert left == []
    with open_register(path, user="okafor", passphrase=PASSPHRASE) as again:
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
    create_register(path, force="F", user="okafor", passphrase=PASSPHRASE).close()
    Settings().set("register", str(path))
    meanwhile(SignIn, lambda dialog: press(qtbot, dialog.cancel))
    meanwhile(FirstRun, lambda dialog: dialog.reject())
    assert starting.show(None, None) == 0


def test_in_a_demonstration_somebody_else_is_asked_for_too(
    qtbot: Any, patience: None, tmp_path: Path
) -> None:
    path = tmp_path / "demo.probity"
    colleagues = [{"name": "rowe", "full_name": "K. Rowe", "role": "auditor"}]
    create_register(
        path, force="F", user="okafor", full_name="D. Okafor", colleagues=colleagues
    ).close()
    seen: list[str] = []
    known: list[MainWindow] = []

    def choose_her(dialog: Any) -> None:
        choose(qtbot, dialog.who, "K. Rowe, auditor")
        QTimer.singleShot(20, step)
        press(qtbot, dialog.agree)

    def step() -> None:
        for window in _new(known):
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
    assert starting.show(str(path), None) == 0
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


def _new(known: list[MainWindow]) -> list[MainWindow]:
    """The main window that stands there and says who works, if none of those before it does.

    The one before may stand a moment longer on a busy machine.
    """
    found = [one for one in windows(MainWindow) if one.who.text() and one not in known]
    known += found
    return found


def _actions(window: MainWindow) -> list[Any]:
    found: list[Any] = []
    for one in window.menuBar().actions():
        menu: Any = one.menu()
        found += menu.actions() if menu else []
    return found

"""The part of the walk that needs somebody who has signed in: a small register of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.changes import users
from models.entering.open import create_register
from models.register import Register
from ui.desktop.desktop import Desktop
from ui.entering.recover_dialog import RecoverDialog
from ui.entering.sign_in import SignIn
from ui.settings import Settings
from ui.users import user_dialogs
from ui.users.change_passphrase import ChangePassphrase
from ui.users.lock_screen import LockScreen
from ui.users.recovery_key import RecoveryKeyDialog
from ui.users.users_page import UsersPage

#: For pictures only: the register is gone when they are taken.
SHOWN = "seven grey herons waiting quietly"
PEOPLE = (
    ("sethi", "A. Sethi", "investigator", "2209"),
    ("whitlock", "S. Whitlock", "supervisor", "1071"),
    ("rowe", "K. Rowe", "auditor", ""),
)
Picture = Callable[[QWidget, str, Desktop], None]


def pictures(picture: Picture, size: tuple[int, int]) -> None:
    """Take one of each screen about who somebody is."""
    with tempfile.TemporaryDirectory(prefix="probity-tour-") as folder:
        path = Path(folder) / "weald.probity"
        with create_register(
            path, force="Weald and Downs Police", user="okafor", full_name="D. Okafor",
            passphrase=SHOWN,
        ) as register:  # fmt: skip
            for name, full_name, role, number in PEOPLE:
                users.add(
                    register, name=name, full_name=full_name, role=role, passphrase=SHOWN,
                    number=number,
                )  # fmt: skip
            _screens(register, picture, size)


def _screens(register: Register, picture: Picture, size: tuple[int, int]) -> None:
    settings = Settings()
    desktop = Desktop(register, settings)
    window = desktop.window
    window.resize(*size)
    desktop.show()

    def show(dialog: QWidget, what: str) -> None:
        dialog.show()
        picture(dialog, what, desktop)
        dialog.hide()
        dialog.deleteLater()

    page = window.show_page("Users")
    picture(window, "users", desktop)
    assert isinstance(page, UsersPage)
    page.table.selectRow(0)
    picture(window, "users-chosen", desktop)
    show(user_dialogs.add(register, desktop.runner, window), "users-add")
    who = page.model.items[0]
    show(user_dialogs.change_role(register, desktop.runner, who, window), "users-role")
    show(RecoveryKeyDialog(register, register.recovery_key), "recovery-key")
    show(RecoverDialog(register.path, "okafor"), "recover")
    show(ChangePassphrase(register, desktop.runner, must=True), "must-change")
    sign_in = SignIn(register.path, settings, "okafor")
    sign_in.passphrase.line.setText(SHOWN)
    sign_in.fields["passphrase"].set_error("Too many wrong attempts. Wait before you try again.")
    sign_in.waiting.begin(20)
    show(sign_in, "sign-in-waiting")
    show(SignIn(register.path, settings, "okafor"), "sign-in")
    lock = LockScreen(register.user.full_name, register.path.name)
    lock.resize(*size)
    lock.begin()
    show(lock, "lock")
    desktop.account.end()
    window.hide()
    desktop.runner.shutdown()
    desktop.deleteLater()

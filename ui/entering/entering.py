"""From a register's file to a register that somebody works in: whatever is asked on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.entering.open import open_register
from models.errors import SignInError
from models.register import Register
from models.storage.keys import KeyFile
from ui.background import Runner
from ui.settings import Settings


def enter(
    path: Path,
    settings: Settings,
    user: str | None = None,
    parent: QWidget | None = None,
    *,
    ask: bool = False,
) -> Register | None:
    """The register at ``path``, open for somebody; ``None`` where they left before they were in.

    :param ask: ask who works even where a demonstration would open for its first user.
    :raises ProbityError: it cannot be opened.
    """
    try:
        if not ask:
            return open_register(path, user=user)
    except SignInError:
        pass
    if KeyFile.read(path).is_open:
        from ui.entering.who_dialog import WhoDialog  # when shown

        chosen = WhoDialog(path, parent)
        chosen.exec()
        return chosen.register
    return _signed_in(path, settings, user, parent)


def show_recovery_key(register: Register, parent: QWidget | None = None) -> None:
    """Show the recovery key of a register that has just been given one, this once."""
    if register.recovery_key:
        from ui.users.recovery_key import RecoveryKeyDialog  # when shown

        RecoveryKeyDialog(register, register.recovery_key, parent).exec()
        register.recovery_key = ""


def _signed_in(
    path: Path, settings: Settings, user: str | None, parent: QWidget | None
) -> Register | None:
    from ui.entering.sign_in import SignIn  # when shown

    dialog = SignIn(path, settings, user or "", parent)
    dialog.exec()
    register = dialog.register
    if register is not None and register.user.must_change and not _changed(register, parent):
        register.close()
        return None
    return register


def _changed(register: Register, parent: QWidget | None) -> bool:
    """Whether they chose a passphrase of their own, as they must."""
    from ui.users.change_passphrase import ChangePassphrase  # when shown

    runner = Runner()
    try:
        return bool(ChangePassphrase(register, runner, must=True, parent=parent).exec())
    finally:
        runner.shutdown()

"""What the tour shows of backups and of the crash journal, and takes away again."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtWidgets import QDialog

from models.case.edits import Edits
from models.keeping import backups
from models.keeping.drafts import Found
from models.register import Register
from models.storage import copies
from models.storage.keys import key_path
from ui.backups.plan_dialog import plan_dialog
from ui.backups.restore_file import RestoreFile
from ui.cases.window.left_behind import LeftBehind
from ui.desktop.desktop import Desktop

#: When the backups that are shown were made, in UTC; the first of them is damaged.
SHOWN = (
    "backup-20140224-173000",
    "backup-20140225-173000",
    "before-update-20140226-081500",
    "backup-20140226-173000",
    "backup-20140227-173000",
)


@contextmanager
def backups_to_show(register: Register) -> Iterator[None]:
    """While inside, the register has a few backups."""
    folder = backups.plan(register).folder
    stood = folder.exists()
    made = backups.make(register)
    if made is None:
        yield
        return
    shown = [folder / f"{register.path.stem}.{one}{register.path.suffix}" for one in SHOWN]
    shown = [one for one in shown if not one.exists()]
    try:
        for one in shown:
            shutil.copy(made, one)
            shutil.copy(key_path(made), key_path(one))
        if shown:
            _damage(shown[0])
        yield
    finally:
        for one in (made, *shown):
            one.unlink(missing_ok=True)
            key_path(one).unlink(missing_ok=True)
        if not stood:
            (folder / f".{register.path.stem}.lock").unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()


def keeping_dialogs(desktop: Desktop) -> Iterator[tuple[QDialog, str]]:
    """Each dialog with the name of its picture."""
    dialog = desktop.keeping.show_backups()
    yield dialog, "backups"

    plan = plan_dialog(desktop.register, desktop.runner, desktop.window)
    plan.show()
    yield plan, "backup-settings"
    left = LeftBehind(_left(), desktop.window)
    left.show()
    yield left, "left-behind"
    restore = RestoreFile(desktop.window)
    folder = backups.plan(desktop.register).folder
    for backup in copies.standing(desktop.register.path, folder)[:1]:
        restore.backup.setText(str(backup.path))
    restore.show()
    yield restore, "restore-file"


def _left() -> list[Found]:
    moment = datetime.datetime(2014, 2, 28, 11, 42, tzinfo=datetime.UTC).replace(tzinfo=None)
    titles = (
        "PS/2014/00036 Facebook contact with a crime victim",
        "Delay in updating the complainant after a burglary",
    )
    return [Found(Path("x"), moment, Edits(None, title, [], {})) for title in titles]


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(64))

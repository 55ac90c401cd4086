"""Starting the program: one register after another, each for whoever signs in to it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.errors import ProbityError
from ui import app as application
from ui.desktop.desktop import Desktop
from ui.entering.entering import enter
from ui.main_window import MainWindow
from ui.settings import Settings


def show(register_path: str | None, user: str | None) -> int:
    """Open the window on a register and stay until it is closed; return the exit status."""
    application.start_log()
    settings = Settings()
    app = application.make_application(sys.argv, settings)
    path = register_path or settings.get_text("register")
    app.setQuitOnLastWindowClosed(False)  # a locked program has no window of its own to close
    desktop = _open(path, user, settings)
    while desktop is not None:
        window = desktop.show()
        window.about_to_close.connect(lambda: QApplication.exit(0))
        again: list[Path | None] = []
        here = desktop.register.path
        notice: list[tuple[str, str]] = []
        desktop.restored.connect(
            lambda *said, again=again, notice=notice, here=here: (
                again.append(here),
                notice.append(said),
            )
        )
        desktop.another_register.connect(
            lambda again=again, window=window: _ask(again, None, window)
        )
        desktop.another_user.connect(
            lambda again=again, window=window, here=here: _ask(again, here, window)
        )
        gc.freeze()
        gc.enable()
        app.exec()
        if not again:
            return 0
        desktop = _open(again[0], None, settings, ask=again[0] is not None)
        if desktop is not None and notice:
            desktop.window.message.show_message(*notice[0])
    return 0


def _ask(again: list[Path | None], where: Path | None, window: MainWindow) -> None:
    """Close this register so that another, or the same for somebody else, can be opened."""
    again.append(where)
    if not window.close():
        again.clear()


def _open(
    path: Path | str | None, user: str | None, settings: Settings, *, ask: bool = False
) -> Desktop | None:
    """Open the register at ``path``; where that fails or none is named, ask for one."""
    problem = ""
    if path:
        try:
            register = enter(Path(path), settings, user, ask=ask)
            if register is not None:
                settings.set("register", str(Path(path).absolute()))
                return Desktop(register, settings)
        except ProbityError as error:
            problem = str(error)
    from ui.entering.first_run import FirstRun  # when shown

    dialog = FirstRun(settings, problem)
    if not dialog.exec() or dialog.register is None:
        return None
    settings.set("register", str(dialog.register.path.absolute()))
    return Desktop(dialog.register, settings)

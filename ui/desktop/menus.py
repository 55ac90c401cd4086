"""The menus that need nothing of the register, and how a command of a menu is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.main_window import Menu, set_text_scale, set_theme
from ui.settings import Settings, log_folder
from ui.widgets.fields.forbid import forbid

ABOUT = """Probity keeps a register of police professional-standards cases, in one encrypted file \
on this computer, with its key file next to it. It does not use the network.

MIT licence. Every shipped part's licence is listed in LICENCES.md."""

#: What the text can be set to, as parts of its usual size.
SIZES = (1.0, 1.25, 1.5, 2.0)
THEMES = (("&Light", "light"), ("&Dark", "dark"), ("Same as the &system", "system"))


def command(
    parent: QObject,
    words: str,
    act: Callable[[], object],
    keys: QKeySequence.StandardKey | str | None = None,
    why_not: str = "",
) -> QAction:
    """A command of a menu; ``why_not`` says why this person may not give it, where they may not."""
    action = QAction(words, parent)
    action.triggered.connect(lambda _=False: act())
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    forbid(action, why_not)
    return action


def view_menu(parent: QObject, settings: Settings, say: Callable[[str], object]) -> Menu:
    """How everything looks.

    :param say: shows a sentence.
    """

    def scale(size: float) -> None:
        set_text_scale(size, settings)
        say("The new text size applies fully after a restart.")

    themes = [
        command(parent, words, lambda name=name: set_theme(name, settings))  # type: ignore[misc]
        for words, name in THEMES
    ]
    sizes = [
        command(parent, f"Text at {round(100 * size)}%", lambda size=size: scale(size))  # type: ignore[misc]
        for size in SIZES
    ]
    return Menu("&View", [*themes, None, *sizes])


def help_menu(parent: QObject, window: QWidget, check: Callable[[], object]) -> Menu:
    """What the program is, and whether all is well."""
    return Menu(
        "&Help",
        [
            command(parent, "&Check the register…", check),
            None,
            command(
                parent,
                "&About Probity",
                lambda: QMessageBox.about(window, "About Probity", ABOUT),
            ),
            command(parent, "Open &log folder", _open_log),
        ],
    )


def _open_log() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))

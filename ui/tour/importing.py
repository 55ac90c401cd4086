"""The part of the walk through an import: a small register of its own, and a published file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from models.demo.source import SOURCE
from models.entering.open import create_register
from models.register import Register
from ui.desktop.desktop import Desktop
from ui.settings import Settings

#: A disclosure as a force would publish one, with invented content.
FILE = SOURCE / "social-media-disclosure.csv"
Picture = Callable[[QWidget, str, Desktop], None]


def pictures(picture: Picture, size: tuple[int, int]) -> None:
    """Take one of each page, and of a case with what the file said of it besides."""
    with tempfile.TemporaryDirectory(prefix="probity-tour-") as folder:
        path = Path(folder) / "weald.probity"
        with create_register(
            path, force="Weald and Downs Police", user="okafor", full_name="D. Okafor"
        ) as register:
            _screens(register, picture, size)


def _screens(register: Register, picture: Picture, size: tuple[int, int]) -> None:
    desktop = Desktop(register, Settings())
    desktop.window.resize(*size)
    desktop.show()
    wizard = desktop.import_file()
    _rest(desktop)
    wizard.file.path.setText(str(FILE))
    wizard.file.look()
    _rest(desktop)
    wizard.file.path.setText(FILE.name)
    picture(wizard, "import-file", desktop)
    for what in ("columns", "values", "dry-run", "done"):
        wizard.go_on()
        _rest(desktop)
        if wizard.columns is not None and what == "columns":
            wizard.columns.kind.set_value("conduct")
        picture(wizard, f"import-{what}", desktop)
    wizard.reject()
    case = desktop.open_case(1)
    case.resize(*size)
    _rest(desktop)
    card = case.tabs.summary.imported
    case.tabs.summary.ensureWidgetVisible(card)
    picture(case, "case-imported", desktop)
    case.close()
    desktop.account.end()
    desktop.window.hide()
    desktop.runner.shutdown()
    desktop.deleteLater()


def _rest(desktop: Desktop) -> None:
    """Until the work that was begun is done."""
    while desktop.runner.busy:
        QApplication.processEvents()
        time.sleep(0.005)
    QApplication.processEvents()

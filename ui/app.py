"""The application object: names, fonts, theme, the log, and the last net for errors."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtWidgets import QApplication, QMessageBox

from ui import background, icons, theme
from ui.settings import Settings

log = logging.getLogger(__name__)


def log_folder() -> Path:
    """Where the log is kept; ``PROBITY_LOG_DIR`` names another place."""
    named = os.environ.get("PROBITY_LOG_DIR")
    return Path(named) if named else Path(platformdirs.user_log_dir("Probity", "Probity"))


def start_log() -> None:
    """Write warnings and errors to a small rotating file: what failed, never what a case says."""
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            log_folder() / "probity.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


def make_application(argv: list[str], settings: Settings | None = None) -> QApplication:
    """The one application, themed as this workstation last chose."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(argv)
    app.setApplicationName("Probity")
    app.setApplicationDisplayName("Probity")
    app.setDesktopFileName("probity")
    chosen = settings or Settings()
    theme.apply_theme(app, chosen.get("theme", "system"), float(chosen.get("text_scale", 1.0)))
    app.setWindowIcon(icons.icon("shield", "accent", 64))
    sys.excepthook = _last_net
    return app


def _last_net(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Nobody sees a traceback: the log has it, and one sentence is shown."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("unexpected error", exc_info=(kind, error, trace))
    box = QMessageBox(QMessageBox.Icon.Warning, "Probity", background.UNEXPECTED)
    box.exec()

"""The application object: names, fonts, theme, the log, and the last net for errors."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from ui import background
from ui.looks import icons, theme
from ui.settings import Settings, log_folder

log = logging.getLogger(__name__)

#: Lines of one failure in the log.
LONGEST_LOGGED = 200
#: What Qt draws with: the same on every system, so that the style sheet holds on each.
STYLE = ("-style", "fusion")


class _Log(logging.Handler):
    """Opens its file with the first thing there is to say."""

    def emit(self, record: logging.LogRecord) -> None:
        logging.getLogger().removeHandler(self)
        file = _log_file()
        logging.getLogger().addHandler(file)
        file.handle(record)


class _WithoutWords(logging.Formatter):
    """Says where something failed and of what kind it was, never in what words.

    An error that nobody foresaw may quote what somebody typed, and the log is not encrypted.
    """

    def formatException(self, ei: Any) -> str:
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None and len(lines) < LONGEST_LOGGED:
            frames = traceback.format_tb(error.__traceback__)
            kind = type(error)
            lines = [*frames, f"{kind.__module__}.{kind.__qualname__}\n", *lines]
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()


def _log_file() -> logging.Handler:
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_folder() / "probity.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutWords("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    return handler


def start_log() -> None:
    """Write warnings and errors to a small rotating file: what failed, never what a case says."""
    logging.getLogger().addHandler(_Log(logging.WARNING))


def _keep_printing_local() -> None:
    """Have CUPS, which Qt asks for printers, be asked through its socket and never by address."""
    os.environ.setdefault("CUPS_SERVER", "/run/cups/cups.sock")


def make_application(argv: list[str], settings: Settings | None = None) -> QApplication:
    """The one application, themed as this workstation last chose."""
    _keep_printing_local()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*argv, *STYLE])
    app.setApplicationName("Probity")
    app.setApplicationDisplayName("Probity")
    app.setDesktopFileName("probity")
    chosen = settings or Settings()
    scale = chosen.get_number("text_scale", 1.0)
    theme.apply_theme(app, chosen.get_text("theme", "system"), scale)
    app.setWindowIcon(icons.icon("shield", "accent", 64))
    sys.excepthook = _last_net
    return app


def _last_net(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Nobody sees a traceback: the log has it, and one sentence is shown."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("unexpected error", exc_info=(kind, error, trace))
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        sys.stderr.write(f"probity: {background.UNEXPECTED}\n")  # nobody is there to dismiss a box
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "Probity", background.UNEXPECTED)
    box.exec()

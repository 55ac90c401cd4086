"""What the window remembers on this workstation: no case content, ever."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths


def folder() -> Path:
    """Where settings are kept; ``PROBITY_CONFIG_DIR`` names another place."""
    named = os.environ.get("PROBITY_CONFIG_DIR")
    return (
        Path(named) if named else _standard(QStandardPaths.StandardLocation.GenericConfigLocation)
    )


def log_folder() -> Path:
    """Where the log is kept; ``PROBITY_LOG_DIR`` names another place."""
    named = os.environ.get("PROBITY_LOG_DIR")
    return Path(named) if named else _standard(QStandardPaths.StandardLocation.GenericStateLocation)


def _standard(location: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(location)) / "Probity"


class Settings:
    """Small JSON values by name in an INI file; one that is damaged counts as empty."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or folder() / "probity.ini"), QSettings.Format.IniFormat)

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under ``name``, or ``default``."""
        text = self._store.value(name)
        if not isinstance(text, str):
            return default
        try:
            return json.loads(text)
        except ValueError:
            return default

    def set(self, name: str, value: Any) -> None:
        """Keep a JSON value under ``name``."""
        self._store.setValue(name, json.dumps(value))

    def get_bytes(self, name: str) -> QByteArray:
        """A window's geometry or state; empty if none is kept."""
        return QByteArray.fromBase64(str(self.get(name, "")).encode())

    def set_bytes(self, name: str, value: QByteArray) -> None:
        """Keep a window's geometry or state."""
        self.set(name, bytes(value.toBase64().data()).decode())

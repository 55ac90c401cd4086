"""What the window remembers on this workstation: no case content, ever."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

LARGEST = 1_000_000  # bytes of an INI file that is read


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
    """Small JSON values by name in an INI file; one that is damaged counts as empty.

    What is no file, or far too large to be one of settings, is let be: nothing is then kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        file = path or folder() / "probity.ini"
        known = file.exists()
        self._kept = not known or (file.is_file() and file.stat().st_size <= LARGEST)
        name = str(file) if self._kept else ""
        self._store = QSettings(name, QSettings.Format.IniFormat)

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under ``name``, or ``default``."""
        text = self._store.value(name) if self._kept else None
        if not isinstance(text, str):
            return default
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return default

    def get_text(self, name: str, default: str = "") -> str:
        """The text kept under ``name``; ``default`` if what is kept there is none."""
        found = self.get(name)
        return found if isinstance(found, str) else default

    def get_texts(self, name: str) -> list[str]:
        """The texts of the list kept under ``name``; what else is in it is left out."""
        found = self.get(name)
        return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def get_number(self, name: str, default: float) -> float:
        """The number kept under ``name``; ``default`` if what is kept there is none."""
        return _number(self.get(name), default)

    def get_numbers(self, name: str) -> dict[str, float]:
        """The numbers by name kept under ``name``; what else is there is left out."""
        found = self.get(name)
        if not isinstance(found, dict):
            return {}
        return {key: _number(value, 0.0) for key, value in found.items() if _number(value, 0.0)}

    def set(self, name: str, value: Any) -> None:
        """Keep a JSON value under ``name``."""
        if self._kept:
            self._store.setValue(name, json.dumps(value))

    def get_bytes(self, name: str) -> QByteArray:
        """A window's geometry or state; empty if none is kept."""
        return QByteArray.fromBase64(str(self.get(name, "")).encode())

    def set_bytes(self, name: str, value: QByteArray) -> None:
        """Keep a window's geometry or state."""
        self.set(name, bytes(value.toBase64().data()).decode())


def _number(value: Any, default: float) -> float:
    """``value`` if it is a number that a screen could do with: no infinity, no yes or no."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6:
        return float(value)
    return default

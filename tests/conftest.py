from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.storage.secrets import COST

if sys.platform.startswith("linux") and not os.environ.get("PROBITY_TEST_DISPLAY"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

os.environ["TZ"] = "Europe/London"  # hours in tests are those of the forces that use Probity
if hasattr(time, "tzset"):
    time.tzset()

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.background import Runner
    from ui.settings import Settings


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and log of a test are its own."""
    monkeypatch.setenv("PROBITY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PROBITY_LOG_DIR", str(tmp_path / "log"))


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with so little memory that a test of many sign-ins does not take minutes."""

    monkeypatch.setitem(COST, "passes", 1)
    monkeypatch.setitem(COST, "memory", 64)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    from ui.settings import Settings

    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application in Probity's light theme."""
    from ui.looks import theme

    theme.apply_theme(qapp, "light")
    return qapp


@pytest.fixture
def runner(app: QApplication) -> Iterator[Runner]:
    from ui.background import Runner

    made = Runner()
    yield made
    made.shutdown()

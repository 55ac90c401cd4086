from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if sys.platform.startswith("linux") and not os.environ.get("PROBITY_TEST_DISPLAY"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

os.environ["TZ"] = "Europe/London"  # hours in tests are those of the forces that use Probity
if hasattr(time, "tzset"):
    time.tzset()

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.patient import PatientBot
    from ui.background import Runner
    from ui.settings import Settings


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and log of a test are its own."""
    monkeypatch.setenv("PROBITY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PROBITY_LOG_DIR", str(tmp_path / "log"))


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """A register is founded once and copied, and Argon2id takes next to no memory or time.

    Only in the process of the tests: what they start pays in full. Gives that full cost.
    """
    from models.entering import founding
    from models.storage import secrets
    from tests.once import founding_once

    full_cost = dict(secrets.COST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(secrets.COST, "passes", 1)
        patch.setitem(secrets.COST, "memory", 64)
        patch.setattr(founding, "found", founding_once(tmp_path_factory.mktemp("founded")))
        yield full_cost


@pytest.fixture
def full_cost(made_once: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at the cost that people pay."""
    from models.storage import secrets

    for name, cost in made_once.items():
        monkeypatch.setitem(secrets.COST, name, cost)


@pytest.fixture
def founded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register is founded in full each time, as for people."""
    from models.entering import founding
    from tests import once

    monkeypatch.setattr(founding, "found", once.found_anew)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's, which waits on a busy machine for as long as that takes."""
    from tests.patient import PatientBot

    return PatientBot(request)


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

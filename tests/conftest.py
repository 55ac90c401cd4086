from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


@pytest.fixture(autouse=True)
def no_window_stays() -> Iterator[None]:
    """A window ends with its test: every one that lives on makes each change of looks slower."""
    application = _application()
    before = set(application.topLevelWidgets()) if application else set()
    yield
    application = _application()
    if application is None:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    for window in application.topLevelWidgets():
        if window not in before and window.parent() is None:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _application() -> type[QApplication] | None:
    """Qt's, where a test has needed it."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication if widgets and widgets.QApplication.instance() else None


@pytest.fixture(scope="session", autouse=True)
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, int], dict[str, str | int]]]:
    """A register is founded once and copied; neither Argon2id nor the disk is waited for.

    Only in the process of the tests: what they start pays in full. Gives that full cost, and how a
    connection writes.
    """
    from models.entering import founding
    from models.storage import secrets, writing
    from tests.once import founding_once

    in_full = dict(secrets.COST), dict(writing.PRAGMAS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(secrets.COST, "passes", 1)
        patch.setitem(secrets.COST, "memory", 64)
        patch.setitem(writing.PRAGMAS, "synchronous", "off")  # no test pulls out the plug
        patch.setattr(founding, "found", founding_once(tmp_path_factory.mktemp("founded")))
        yield in_full


@pytest.fixture
def full_cost(made_once: tuple[dict[str, int], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at the cost that people pay."""
    from models.storage import secrets

    for name, cost in made_once[0].items():
        monkeypatch.setitem(secrets.COST, name, cost)


@pytest.fixture
def on_the_disk(
    made_once: tuple[Any, dict[str, str | int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written is on the disk before it is said to be, as for people."""
    from models.storage import writing

    for name, value in made_once[1].items():
        monkeypatch.setitem(writing.PRAGMAS, name, value)


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

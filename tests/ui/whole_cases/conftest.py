from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from models.entering.open import create_register
from tests.ui.whole_cases.at_work import AtWork
from ui.settings import Settings


def in_the_evening(today: datetime.date) -> datetime.datetime:
    """Everything is written down at the same hour, so that a sheet is the same each time."""
    return datetime.datetime.combine(today, datetime.time(18, 30))


@pytest.fixture
def at_work(
    qtbot: Any,
    app: QApplication,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[AtWork]:
    """D. Okafor, who investigates for a force whose appropriate authority is H. Brannigan."""
    for where in ("cases", "exhibits"):
        monkeypatch.setattr(f"models.changes.case.{where}.moment_on", in_the_evening)
    path = tmp_path / "force.probity"
    register = create_register(
        path,
        force="Weald",
        user="okafor",
        full_name="D. Okafor",
        role="investigator",
        colleagues=(
            {"name": "brannigan", "full_name": "H. Brannigan", "role": "supervisor"},
            {"name": "keeper", "full_name": "P. Ansty", "role": "administrator"},
        ),
        today=datetime.date(2013, 1, 1),
    )
    register.close()
    made = AtWork(qtbot, path, settings, monkeypatch)
    yield made
    made.abandon()

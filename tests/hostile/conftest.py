from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.storage.keys import key_path
from tests.once import copy_demo


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration register, which has a row of every kind; not to be written."""
    path = tmp_path_factory.mktemp("made") / "made.probity"
    copy_demo(path)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of it of one's own, with its key file."""
    copy = tmp_path / "force.probity"
    shutil.copy(made, copy)
    shutil.copy(key_path(made), key_path(copy))
    return copy

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.entering.open import create_register
from models.register import Register
from tests.models.making import TODAY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "force.probity"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    made = create_register(
        path, force="Weald and Downs Police", user="okafor", full_name="D. Okafor", today=TODAY
    )
    yield made
    made.close()


@pytest.fixture
def today() -> datetime.date:
    return TODAY

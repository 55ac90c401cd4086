from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.entering.open import create_register
from models.register import Register

DAY = datetime.date(2014, 2, 28)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    made = create_register(path, force="Weald", user="okafor", full_name="D. Okafor", today=DAY)
    yield made
    made.close()

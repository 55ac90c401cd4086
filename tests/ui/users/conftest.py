from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.entering.open import create_register
from models.register import Register
from tests.models.making import PASSPHRASE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "force.probity"


@pytest.fixture
def force(path: Path) -> Iterator[Register]:
    """A register whose administrator has signed in."""
    made = create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", passphrase=PASSPHRASE
    )
    yield made
    made.close()

"""Where the demonstration register's source lies, and what its stages are called."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from models.resources import RESOURCES

SOURCE = RESOURCES / "demo"
STAGE_TITLES = ("recorded", "assessed", "investigation", "decision", "proceedings", "outcome")


@cache
def read(name: str) -> Any:
    """One file of the source; what is returned is shared and is not to be changed."""
    return json.loads((SOURCE / f"{name}.json").read_text(encoding="utf-8"))

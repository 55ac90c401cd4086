"""What the parts of moving share: a row as plain data, and whose register it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True)
class Whose:
    """The register that is read from: its identity and its force's name."""

    register: str
    force: str

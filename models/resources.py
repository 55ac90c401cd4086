"""Where what is neither code nor test stands: ``resources/``, beside ``models/``."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
RESOURCES = ROOT / "resources"

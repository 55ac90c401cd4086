"""How often what is drawn by lot is tried: some times in every run, many more in a thorough one."""

from __future__ import annotations

import os

#: ``make thorough`` asks for it.
THOROUGH = os.environ.get("PROBITY_TESTS") == "thorough"


def often(usual: int, thorough: int) -> int:
    """How many examples, or lives, a test takes in this run."""
    return thorough if THOROUGH else usual

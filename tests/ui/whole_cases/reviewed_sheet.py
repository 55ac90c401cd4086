"""The sheets that somebody has read and would sign, to compare with what is printed."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

REVIEWED = Path(__file__).parent / "reviewed"


def same_as_reviewed(sheet: str, name: str) -> None:
    """Compare with ``reviewed/NAME.txt``.

    Where ``PROBITY_REVIEW`` names a folder, the sheet is also left there to be read and, once it
    is found right, put in the other's place by hand.
    """
    folder = os.environ.get("PROBITY_REVIEW")
    if folder:
        (Path(folder) / f"{name}.txt").write_text(sheet, encoding="utf-8")
    reviewed = (REVIEWED / f"{name}.txt").read_text(encoding="utf-8")
    difference = difflib.unified_diff(
        reviewed.splitlines(), sheet.splitlines(), "reviewed", "printed", lineterm="", n=1
    )
    assert sheet == reviewed, "\n".join(difference)

"""Where a copy lies that another program was given: a private folder, gone with Probity."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path


def folder_for_others() -> Path:
    """A new folder that only this user can read; it is removed when Probity ends."""
    folder = Path(tempfile.mkdtemp(prefix="probity-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
